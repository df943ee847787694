"""The rows of charts, their text, and the arrows of a run's sequence."""

from xml.etree import ElementTree as ET

import pytest
from support.records import AT, recorded
from support.runs import after, record_of, refused_link
from support.walkthroughs import Walker, asks_for_code

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import ChallengeKind
from otp_tui.core.exchange.timings import Timings
from otp_tui.core.exchange.verdict import Delivery, Fault
from otp_tui.core.flow.events import Closed
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.core.flow.stopwatch import SmsTimes
from otp_tui.evidence.charts import BarPart, BarRow, sms_bars, text_bars, waterfall
from otp_tui.evidence.record import run_record
from otp_tui.evidence.sequence import TOOL, Arrow, sequence_of
from otp_tui.evidence.svg import bars_svg, sequence_svg
from otp_tui.i18n.translator import Translator

ENGLISH = Translator("en")
FULL = Timings(1.0, 31.0, 61.0, 62.0, 63.0, 100.0, 101.5, 11.0)


def test_a_bar_has_the_phases_that_the_exchange_had():
    [row] = waterfall([recorded(timings=FULL)])
    assert row == BarRow(
        "01 send_otp",
        0.0,
        (
            BarPart("blocked", 1.0), BarPart("dns", 10.0), BarPart("tcp", 21.0), BarPart("tls", 30.0),
            BarPart("send", 1.0), BarPart("wait", 37.0), BarPart("receive", 1.5),
        ),
    )  # fmt: skip


def test_pauses_are_cut_and_said_and_short_ones_drawn():
    exchanges = [
        recorded(ms=100),
        recorded(number=2, at=after(0.2), ms=100),
        recorded(number=3, at=after(60.3), ms=100),
        recorded(number=4, at=after(60.35), ms=10),
    ]
    rows = waterfall(reversed(exchanges))
    assert [(row.offset, row.pause, row.length) for row in rows] == [
        (0.0, 0.0, 100), (200.0, 0.0, 100), (300.0, 60.0, 100), (350.0, 0.0, 10),
    ]  # fmt: skip


def test_an_sms_has_the_parts_that_were_timed():
    times = [SmsTimes("paynet", 1, 10.0, 14.0, 20.0, 20.5), SmsTimes("acme", 2, 30.0, 33.0)]
    assert sms_bars(times, ENGLISH) == [
        BarRow("Paynet 1", 0.0, (BarPart("arrival", 4.0), BarPart("entry", 6.0), BarPart("verdict", 0.5))),
        BarRow("acme 2", 0.0, (BarPart("arrival", 3.0),)),
    ]


@pytest.mark.parametrize("width", [40, 60, 120])
def test_bars_of_text_fit_and_none_is_invisible(width):
    rows = [
        BarRow("one", 0.0, (BarPart("wait", 1_000.0),)),
        BarRow("two", 999.9, (BarPart("send", 0.1),)),
        BarRow("x" * 50, 500.0, (BarPart("tcp", 250.0), BarPart("wait", 250.0))),
    ]
    lines = text_bars(rows, width)
    assert max(map(len, lines)) == width
    assert lines[0] == f"{'one':24} {'█' * (width - 25)}"
    assert lines[1] == f"{'two':24} {' ' * (width - 26)}▌"
    assert lines[2].startswith("x" * 24 + " " * 5)
    assert text_bars([], 80) == []


def arrows(walker, *exchanges):
    return [
        (step.arrow, step.text) for step in sequence_of(run_record(record_of(walker, *exchanges)), ENGLISH).steps
    ][2:-1]  # fmt: skip


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"fault": Fault.RESET, "status": None, "delivery": Delivery.MAYBE_SENT, "timings": FULL},
         [(Arrow.REQUEST, "1 send_otp"), (Arrow.LOST_ANSWER, "the connection was dropped"),
          (Arrow.UNCERTAIN_SMS, "It is not known whether an SMS was sent")]),
        ({"fault": Fault.CONNECT_REFUSED, "status": None, "timings": Timings(1.0, done=2.0)},
         [(Arrow.LOST_REQUEST, "1 send_otp: nothing is listening at that address and port")]),
        ({"late": True, "delivery": Delivery.NOT_SENT},
         [(Arrow.REQUEST, "1 send_otp"), (Arrow.LATE_ANSWER, "HTTP 200, 20 ms (late, ignored)"), (Arrow.NOTE, "done: code is 0")]),
        ({"delivery": Delivery.SENT},
         [(Arrow.REQUEST, "1 send_otp"), (Arrow.SMS, "SMS"), (Arrow.ANSWER, "HTTP 200, 20 ms"), (Arrow.NOTE, "done: code is 0")]),
    ],
)  # fmt: skip
def test_lost_late_and_sent_messages_are_drawn_as_such(fields, expected):
    walker = Walker(Journey.PAYNET, Environment.TEST).starting()
    assert arrows(walker, recorded(**fields)) == expected


def test_what_the_operator_did_not_do_is_no_message_of_theirs():
    walker = Walker(Journey.PAYNET, Environment.TEST).at_code().does(Closed(Outcome.CANCELLED))
    closing = sequence_of(run_record(record_of(walker)), ENGLISH).steps[-2]
    assert (closing.arrow, closing.source, closing.text) == (
        Arrow.NOTE,
        TOOL,
        "The walkthrough was closed: Cancelled.",
    )


def test_a_verify_that_asks_for_another_code_sends_an_sms():
    walker = Walker(Journey.PAYNET, Environment.TEST).verifying().wait(1)
    walker.gets(asks_for_code(kind=ChallengeKind.CARD))
    verify = recorded("challenge", number=2, call="check_otp", at=AT, delivery=Delivery.SENT)
    assert (Arrow.SMS, "SMS") in arrows(walker, verify)


def test_the_drawings_are_whole_and_within_their_frame():
    run = refused_link()
    rows = waterfall(run.exchanges)
    for svg in (
        sequence_svg(sequence_of(run, ENGLISH), '<a> & "b"'),
        bars_svg(rows, [f"{row.length} ms" for row in rows], "]]>"),
    ):  # fmt: skip
        root = ET.fromstring(svg)
        height = float(root.get("height"))
        for element in root:
            x = float(element.get("x", element.get("x1", "0")))
            y = float(element.get("y", element.get("y1", "0")))
            assert 0 <= x <= 960
            assert 0 <= y <= height
            assert x + float(element.get("width", "0")) <= 960
