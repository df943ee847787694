"""What the views say of an exchange, line by line."""

from datetime import UTC, datetime

import pytest
from support.exchange_lists import REFUSED
from support.records import recorded

from otp_tui.cli.composition.exchange_tools import RuntimeExchangeTools
from otp_tui.core.exchange.certificate import Certificate
from otp_tui.core.exchange.drift import Drift, DriftKind
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.exchange.timings import Timings
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.exchange.walkthrough_drift import walkthrough_drift
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.inspector.views import VIEWS
from otp_tui.wizard.inspector.views.view import ViewSource

BY_NAME = {view.name: view for view in VIEWS}
TOOLS = RuntimeExchangeTools()


def source(exchange, **fields):
    return ViewSource(exchange, Translator("en"), TOOLS, ExchangeNote(exchange.number))._replace(**fields)


def lines(view, exchange, **fields):
    """The view's lines with their marks, as they stand on the screen."""
    drawn = BY_NAME[view].draw(source(exchange, **fields))
    return [f"{line.mark:2}{line.content.plain}".rstrip() for line in drawn]


SENTENCE = (
    '  ✗ FAILED: `Body.Masterpass.Exception.Code` is "ACCOUNT_NOT_FOUND", '
    "although `ErrorCode` is 0 and `Result` is true. Meaning: not found."
)


def test_the_decision_names_the_field_and_shows_it_where_it_stands():
    assert lines("decision", recorded(**REFUSED, page="https://p.example/rule")) == [
        SENTENCE,
        "",
        "  {",
        '◇   "ErrorCode": 0,',
        '◇   "Result": true,',
        '    "Body": {',
        '      "Masterpass": { ⋯',
        '        "Exception": { ⋯',
        '▶         "Code": "ACCOUNT_NOT_FOUND"',
        "",
        "  The rule behind it:",
        "  https://p.example/rule",
    ]


def test_a_field_that_is_absent_marks_the_block_in_which_it_should_be():
    exchange = recorded(
        "unknown", "Body.SessionId", "null", "no usable id", body='{"A": 1, "Body": {"B": 2}}'
    )
    assert '▶   "Body": { ⋯' in lines("decision", exchange)


@pytest.mark.parametrize(
    ("fields", "marked"),
    [
        ({"path": "HTTP status", "value": "503", "status": 503, "body": "<html>"}, "▶ HTTP status: 503"),
        ({"path": "transport", "value": "reset", "status": None, "fault": Fault.RESET}, "▶ transport: reset"),
    ],
)
def test_a_decision_without_a_body_shows_its_status_or_fault(fields, marked):
    assert marked in lines("decision", recorded("provider_error", **fields))


def test_the_answer_marks_the_deciding_line_in_the_whole_body():
    drawn = lines("answer", recorded(**REFUSED, headers=(("date", "today"),)))
    assert drawn[:4] == ["  HTTP 200 · 139 bytes as shown", "", "  Headers", "  date: today"]
    assert [line for line in drawn if line[:1] in {"▶", "◇"}] == [
        '◇   "ErrorCode": 0,',
        '◇   "Result": true,',
        '▶         "Code": "ACCOUNT_NOT_FOUND"',
    ]


def test_the_request_is_labelled_and_masked_as_it_was_recorded():
    body = '{"UserPhone": "905•••••••06", "list": [1, {}]}'
    exchange = recorded(request_headers=(("apikeyprivate", "‹paywall.api_key›"),), request_body=body)
    assert lines("request", exchange) == [
        "  POST https://pts-api.paynet.com.tr/v1/card/send_otp",
        "",
        "  Headers",
        "  apikeyprivate: ‹paywall.api_key›",
        "",
        "  Body",
        "  {",
        '    "UserPhone": "905•••••••06",',
        '    "list": [',
        "      1,",
        "      {}",
        "    ]",
        "  }",
    ]


def test_the_moments_stand_in_one_list_by_time():
    timings = Timings(0.0, 20.0, 45.0, 46.0, 47.0, 90.0, 100.0, resolved=5.0)
    certificate = Certificate("pts-api.paynet.com.tr", "Example CA", datetime(2027, 1, 2, tzinfo=UTC))
    exchange = recorded(timings=timings, server_address="192.0.2.7", via_proxy=True, certificate=certificate)
    drawn = lines("timings", exchange)
    words = [line.split("━")[0].split("╸")[0].split() for line in drawn if " ms " in line]
    assert [" ".join(word) for word in words] == [
        "connecting 0.0 ms",
        "name resolved 5.0 ms",
        "TCP 20.0 ms",
        "TLS 45.0 ms",
        "first byte out 46.0 ms",
        "request written 47.0 ms",
        "first byte in 90.0 ms",
        "done 100.0 ms",
    ]
    assert drawn[-6:] == [
        "  Server: 192.0.2.7 · a proxy",
        "",
        "  Certificate",
        "  Issued to: pts-api.paynet.com.tr",
        "  Issued by: Example CA",
        "  Valid until: 2027-01-02 00:00 UTC",
    ]


def test_the_bars_of_the_waterfall_follow_each_other():
    timings = Timings(None, None, None, 0.0, 50.0, 75.0, 100.0)
    drawn = [line for line in lines("timings", recorded(timings=timings)) if "━" in line]
    starts = [line.index("━") for line in drawn]
    lengths = [line.count("━") for line in drawn]
    assert lengths == [20, 10, 10]
    assert starts == [starts[0], starts[0] + 20, starts[0] + 30]


def test_the_drift_of_the_exchange_and_of_the_walkthrough():
    drift = Drift("code", DriftKind.TYPE, "string", "number", "boolean")
    other = recorded(number=2, drift=(Drift("new", DriftKind.NEW, came="string"),))
    one = recorded(drift=(drift,))
    assert lines("drift", one, drift=walkthrough_drift((one, other)))[:7] == [
        "  This exchange, held against the provider's documents",
        "  · `code`: documented string, example number, came as boolean",
        "",
        "  This walkthrough",
        "  · Paynet, exchange #1: `code`: documented string, example number, came as boolean",
        "  · Paynet, exchange #2: `new`: not documented, came as string",
        "",
    ]


def test_raw_is_in_wire_order():
    exchange = recorded(
        request_headers=(("Host", "h"), ("B", "2"), ("A", "1")),
        request_body="{}",
        headers=(("z", "9"),),
        body="x",
    )
    assert lines("raw", exchange) == [
        "  ▸ Request",
        "  POST https://pts-api.paynet.com.tr/v1/card/send_otp",
        "  Host: h",
        "  B: 2",
        "  A: 1",
        "",
        "  {}",
        "",
        "  ◂ Answer",
        "  HTTP 200",
        "  z: 9",
        "",
        "  x",
    ]


HOSTILE = "[bold]x[/]\x1b[2J\u202egnirts\u0000"


@pytest.mark.parametrize("view", ["decision", "request", "answer", "raw"])
def test_provider_text_is_inert(view):
    exchange = recorded(
        "refused", "code", f'"{HOSTILE}"', request_headers=((HOSTILE, HOSTILE),), request_body=HOSTILE,
        headers=((HOSTILE, HOSTILE),), body=HOSTILE, page="",
    )  # fmt: skip
    text = "\n".join(lines(view, exchange))
    assert "[bold]x[/]" in text
    assert not {"\x1b", "\u202e", "\x00"} & set(text)
    assert "\\u202e" in text


def test_json_is_inert_as_well():
    text = "\n".join(lines("answer", recorded(body='{"\u202ekey": "a\u202eb"}')))
    assert "\u202e" not in text
    assert text.count("\\u202e") == 2


def test_a_comment_stands_in_the_decision():
    assert "  ● look here" in lines("decision", recorded(), note=ExchangeNote(1, comment="look here"))


def test_every_language_has_its_program_in_colours():
    for name, _, _ in TOOLS.languages:
        program = TOOLS.snippet(recorded(), name)
        drawn = BY_NAME["code"].draw(source(recorded(), language=name, snippet=program))
        assert [line.content.plain for line in drawn] == [
            line.expandtabs(4).rstrip() for line in program.rstrip("\n").split("\n")
        ]
        assert len({span.style for line in drawn for span in line.content.spans}) > 2


def test_json_has_the_colours_of_its_tokens():
    drawn = BY_NAME["answer"].draw(source(recorded(body='{"a": "b", "c": 12}')))
    line = next(line for line in drawn if "12" in line.content.plain)
    coloured = {line.content.plain[span.start : span.end]: span.style for span in line.content.spans}
    assert coloured['"c"'] == "$link"
    assert coloured["12"] == "$warning"
