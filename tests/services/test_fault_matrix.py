"""Plays the fault matrix: every fault at every call, to the verdict, the walkthrough, the words and the exit code."""

import pytest
from support.faulty_answers import CONTROLS_SHOWN, MARKUP, PLAYS
from support.walkthroughs import in_flight, says

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.outcome import exit_code
from otp_tui.core.flow.state import Reason
from otp_tui.i18n.notices import notice_text, provider_words
from otp_tui.i18n.translator import Translator

from .fault_table import COLUMNS, cells
from .fault_words import ANSWERED, EITHER, FAULTS, LANGUAGES, LOST, WAIT, WHO

JOURNEYS = {"paynet": Journey.PAYNET, "paywall": Journey.MASTERPASS}
BEFORE_THE_FIRST_BYTE = {
    "name not resolved", "connect refused", "connect timeout", "TLS failed", "TLS never ends",
}  # fmt: skip
WITH_A_HEAD = {
    "body drips", "reset in body", "closed in body", "closed in chunks", "bad chunk", "huge body", "gzip bomb",
    "broken gzip", "half a gzip", "unknown encoding", "gzip twice",
}  # fmt: skip
ASKS_TO_WAIT = {"429 Retry-After": 30, "503 Retry-After": 60}
SHOWS = {"200 no, markup": MARKUP, "200 no, controls": CONTROLS_SHOWN}
CODE, SESSION, MASTERPASS = "code", "Body.SessionId = null (no usable id)", "Body.Masterpass"
STATUS_202 = "Body.Masterpass.StatusCode = 202"
REFUSED = 'Body.Masterpass.Exception.Code = "VALIDATION_FAILED"'
ITS_FIELD = {
    # the field that decides at Paynet, at Paywall, and at those calls of Paywall that look elsewhere
    "200 {}": ("code = null (absent)", "ErrorCode = null", {}),
    "200 wrong types": ('code = "zero"', "ErrorCode = […]", {}),
    "200 nulls": ("code = null", "ErrorCode = null", {}),
    "200 long number": (f'code = "{"1" * 79}…', f'ErrorCode = "{"1" * 79}…', {}),
    "200 nulls within": ("code = null", "Body.Masterpass = null", {"session": SESSION}),
    "200 undocumented": (
        "code = 99",
        'Body.Masterpass.Result.ResponseCode = "9999"',
        {"session": SESSION, **dict.fromkeys(("list", "list?", "unlink"), STATUS_202)},
    ),
    "200 no, markup": ("code = 11 (badrequest)", REFUSED, {}),
    "200 no, controls": ("code = 11 (badrequest)", REFUSED, {}),
}


def status(fault):
    """The HTTP status that came, None where none did."""
    first = fault.split()[0]
    return int(first) if first.isdigit() else 200 if fault in WITH_A_HEAD else None


def proof(cell):
    """What decides, as reports write it."""
    if cell.told_as in FAULTS:
        return f'transport = "{cell.told_as}"'
    if cell.told_as != "its field":
        return f"HTTP status = {status(cell.fault)}" + " (no JSON object)" * (
            cell.told_as == "no JSON object"
        )
    paynet, paywall, elsewhere = ITS_FIELD[cell.fault]
    return paynet if COLUMNS[cell.column].provider == "paynet" else elsewhere.get(cell.column, paywall)


def sentence(cell, language):
    """What a person is to read."""
    place = LANGUAGES.index(language)
    lost = cell.told_as in FAULTS
    words = (EITHER | (LOST if lost else ANSWERED))[cell.reason][place]
    words = words.replace("{who}", WHO[COLUMNS[cell.column].provider])
    # What an answer says stands in the line of its proof, and not in the sentence.
    text = words.replace("{why}", FAULTS[cell.told_as][place]) if lost else words.replace(" ({why})", "")
    return text + WAIT[ASKS_TO_WAIT.get(cell.fault)][place]


def walker_of(column):
    """A walkthrough in which this call is in flight."""
    if column.kind == "list":
        return in_flight(Verb.VERIFY, confirm=True).gets(says("ok", "sent"))
    return in_flight(column.verb, JOURNEYS[column.provider])


def exit_code_of_run(walkthrough):
    """As ``run`` ends: a link that was to be undone and is not has failed."""
    failed = walkthrough.notice.reason is Reason.UNLINK_FAILED
    return exit_code(walkthrough.replace(outcome=Outcome.FAILED) if failed else walkthrough)


def test_every_fault_of_the_table_is_played():
    assert {cell.fault for cell in cells()} == set(PLAYS)
    assert len(cells()) == len(PLAYS) * len(COLUMNS)


@pytest.mark.parametrize("cell", cells(), ids=lambda cell: f"{cell.fault}-{cell.column}")
async def test_cell(cell):
    column = COLUMNS[cell.column]
    async with PLAYS[cell.fault]() as scene:
        answer = await scene.rig.ask(column.provider, column.verb)

    assert (answer.decision.verdict, answer.delivery) == (cell.verdict, cell.delivery)
    assert answer.decision.decided_by == proof(cell)
    assert answer.fault == (cell.told_as if cell.told_as in FAULTS else None)
    assert answer.http_status == status(cell.fault)
    assert answer.retry_after == ASKS_TO_WAIT.get(cell.fault)
    assert answer.words == SHOWS.get(cell.fault, "")
    assert (answer.token, answer.session, answer.linked) == (None, None, None)

    assert scene.rig.progress.written is (cell.fault not in BEFORE_THE_FIRST_BYTE)
    if scene.server is not None:
        assert (scene.server.connections, len(scene.server.requests)) == (1, 1)  # nothing is sent again
    [exchange] = scene.rig.records
    assert (exchange.decision, exchange.delivery, exchange.fault, exchange.status) == (
        answer.decision, answer.delivery, answer.fault, answer.http_status,
    )  # fmt: skip

    walkthrough = walker_of(column).gets(answer).walkthrough
    assert (walkthrough.phase, walkthrough.notice.reason) == (cell.phase, cell.reason)
    if cell.exit_code is not None:
        assert exit_code_of_run(walkthrough) == cell.exit_code
    for language in LANGUAGES:
        assert notice_text(Translator(language), walkthrough.notice) == sentence(cell, language)
        shown = provider_words(Translator(language), walkthrough.notice)
        assert shown == (f"{WHO[column.provider]}: “{answer.words}”" if answer.words else "")
