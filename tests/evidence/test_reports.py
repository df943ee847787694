"""The texts of one run, word for word; the same bytes wherever they are made."""

import json
import os
import time
from pathlib import Path

import pytest
from lxml import html
from support.records import AT, recorded
from support.runs import refused_link

from otp_tui import __version__
from otp_tui.core.exchange.verdict import Decision, Fault, Verdict
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.evidence.pack import NAMES, build_pack
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.report_html import report_html
from otp_tui.evidence.ticket import ticket
from otp_tui.i18n.translator import Translator

GOLDEN = Path(__file__).with_name("golden")
PICTURES = {"01-phone.svg": '<svg xmlns="http://www.w3.org/2000/svg"><text>a</text></svg>\n'}
ENGLISH = Translator("en")


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("name", ["report.md", "sequence.mmd", "ticket.txt"])
def test_each_text_is_as_it_was_read_and_approved(name, language):
    made = build_pack(refused_link(), Translator(language), pictures=PICTURES)[name]
    made = made.replace(f"otp-tui {__version__}", "otp-tui VERSION")
    approved = GOLDEN / f"{language}-{name}"
    if os.environ.get("UPDATE_GOLDEN"):
        approved.write_text(made, encoding="utf-8", newline="\n")
    assert made == approved.read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["report.md", "report.html"])
def test_a_pack_whose_pictures_could_not_be_drawn_says_so(name):
    words = ENGLISH.text("report.no_pictures")
    assert words in build_pack(refused_link(), ENGLISH)[name]
    assert words not in build_pack(refused_link(), ENGLISH, pictures=PICTURES)[name]


def page(run, language="en", pictures=PICTURES):
    return html.document_fromstring(report_html(run._replace(pictures=pictures), Translator(language)))


def text(element):
    return " ".join(element.text_content().split())


@pytest.mark.parametrize("language", ["en", "tr"])
def test_the_page_says_the_verdict_first_then_what_it_is_worth(language):
    document = page(refused_link(), language)
    say = Translator(language).text
    assert document.get("lang") == language
    assert text(document.find(".//h1")) == f"✕ {say('outcome.failed')}"
    assert [text(heading) for heading in document.iterfind(".//h2")] == [
        say(f"report.{name}") if "." not in name else say(name)
        for name in (
            "caveats", "timeline", "sequence.title", "chart.waterfall", "drift", "pictures", "exchanges", "repeat",
        )
    ]  # fmt: skip
    assert document.xpath("//span[@class='badge test']/text()") == ["TEST"]


def test_the_page_marks_the_value_that_decided_and_names_what_repeats_it():
    document = page(refused_link())
    article = document.xpath("//article[@class='failed']")[0]
    assert article.xpath(".//mark/text()") == ['"Code": "ACCOUNT_NOT_FOUND"']
    assert article.xpath(".//p[@class='note']/text()") == [" Account was made yesterday."]
    assert article.xpath(".//p[@class='repeat']/code/text()") == ["sh snippets/02-merchant-link.sh"]
    assert article.xpath("./pre[@class='folded']/text()")[0].startswith(
        "# Exchange 02, Paywall merchant/link. Needs: "
    )
    assert document.xpath("//main/section[last()]/pre/text()") == [
        "otp-tui run masterpass --profile acme-test --code-from stdin"
    ]


def test_the_page_needs_no_network_and_runs_nothing():
    document = page(refused_link())
    assert document.xpath("//meta[@http-equiv]/@content") == [
        "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"
    ]
    assert document.xpath("//script | //link | //iframe | //object | //a") == []
    [source] = document.xpath("//@src")
    assert source.startswith("data:image/svg+xml;base64,")
    assert document.xpath("//img/@alt") == ["Step 01: Phone"]
    assert "url(" not in document.findtext(".//style")


def test_a_run_that_could_not_start_is_told_shortly():
    run = RunRecord(
        Journey.FULL, None, AT, Outcome.FAILED, 6, unreached=["paynet"], reason="Paynet needs a key."
    )
    files = build_pack(run, ENGLISH)
    document = html.document_fromstring(files["report.html"])
    assert text(document.xpath("//p[@class='proof']")[0]) == "Paynet needs a key."
    assert document.xpath("//h2/text()") == ["Before you rely on this", "Repeat the walkthrough"]
    assert files["ticket.txt"].splitlines()[2:4] == [
        "No request was made, so there is nothing that a provider could look up.",
        "Paynet needs a key.",
    ]
    assert files["sequence.mmd"].splitlines() == [
        "sequenceDiagram",
        "    participant p0 as otp-tui",
        "    Note over p0: Failed (exit code 6) Paynet needs a key.",
    ]


def test_the_pack_holds_and_attaches_every_file():
    files = build_pack(refused_link(), ENGLISH, pictures=PICTURES)
    assert set(NAMES) <= set(files)
    assert list(files)[-1] == "manifest.json"
    listed = json.loads(files["manifest.json"])["files"]
    assert set(listed) == set(files) - {"manifest.json"}
    lines = [line for line in files["junit.xml"].splitlines() if "[[ATTACHMENT|" in line]
    assert len(lines) == len(files) - 1


@pytest.mark.skipif(not hasattr(time, "tzset"), reason="the zone of this system cannot be set for a process")
def test_the_zone_of_the_machine_changes_no_byte(monkeypatch, request):
    request.addfinalizer(time.tzset)
    made = []
    for zone in ("UTC", "Asia/Tokyo"):
        monkeypatch.setenv("TZ", zone)
        time.tzset()
        made.append(build_pack(refused_link(), ENGLISH, pictures=PICTURES))
    monkeypatch.undo()
    assert made[0] == made[1]


def run_of(*exchanges, exit_code=0, decision=None):
    outcome = Outcome.FAILED if exit_code else Outcome.VERIFIED
    return RunRecord(Journey.PAYNET, None, AT, outcome, exit_code, decision, exchanges)


REFUSED = recorded("refused", value="9", number=2, call="refused")
LOST = recorded(
    "provider_error", "transport", '"reset"', number=3, call="lost", status=None, fault=Fault.RESET
)
LAST = recorded(number=4, call="last")


@pytest.mark.parametrize(
    ("run", "call"),
    [
        (run_of(REFUSED, LAST), "last"),
        (run_of(REFUSED, LAST, exit_code=7, decision=REFUSED.decision), "refused"),
        (run_of(LOST, LAST, exit_code=8), "lost"),
        (run_of(LAST, exit_code=9, decision=Decision(Verdict.OK, "x", "1")), "last"),
    ],
)
def test_a_ticket_is_about_the_exchange_that_matters(run, call):
    assert f"Paynet, {call} (" in ticket(run, ENGLISH).splitlines()[4]


def test_a_ticket_finds_identifiers_by_name_alone_and_hides_masked_ones():
    body = '{"meta": {"request_id": "r-1", "correlationId": "‹hidden›", "RRN": "", "Other": "x"}, "result_code": null}'
    exchange = recorded(provider="acme", headers=(("X-Correlation-Id", "c-9"),), body=body)
    said = ticket(run_of(exchange), ENGLISH)
    assert "To: the integration support of acme" in said
    assert "Identifiers in the answer\n  request_id        r-1\n  X-Correlation-Id  c-9\n" in said
    assert "Codes in the answer\n  result_code  null\n" in said
    assert [word for word in ("‹hidden›", "Other", "RRN") if word in said] == []


def test_every_provider_has_an_address_for_tickets():
    assert {name: row.support.partition("@")[2] for name, row in PROVIDERS.items()} == {
        "paynet": "paynet.com.tr",
        "paywall": "itspaywall.com",
    }
