"""What clocks do to a countdown: sleep, a set wall clock, wrong zones, servers that are off. Truth 6 holds."""

from datetime import UTC, datetime

import pytest

from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.intents import Availability, Intent, Unavailable
from otp_tui.i18n.notices import about_expiry
from otp_tui.i18n.translator import Translator

from .network_faults import resets
from .strange_answers import leaves_the_date_out, names_another_zone, names_no_zone

HOUR = 3_600.0
DAY = 24 * HOUR
EN = Translator("en")


def waits(seconds):
    return lambda harness: harness.wait(seconds)


def sleeps(seconds):
    return lambda harness: harness.suspend(seconds)


def sets_its_clock(seconds):
    return lambda harness: harness.times.set_wall(seconds)


def at_code(harness, number="01"):
    harness.send(number)
    assert harness.walkthrough.phase == "code"
    return harness


def faces(harness, happens, left=lambda harness: harness.walkthrough.challenge.remaining(harness.now)):
    """What the countdown shows before and after each of these."""
    shown = [format_countdown(left(harness))]
    for step in happens:
        step(harness)
        shown.append(format_countdown(left(harness)))
    return shown


HAPPENS = {
    "the machine sleeps for a minute": (
        [waits(30), sleeps(60), waits(10)],
        ["2:00", "1:30", "0:30", "0:20"],
        ["3:00", "2:30", "1:30", "1:20"],
    ),
    "it sleeps for an hour": (
        [waits(30), sleeps(HOUR), waits(1)],
        ["2:00", "1:30", "0:00", "0:00"],
        ["3:00", "2:30", "0:00", "0:00"],
    ),
    "its clock is put right after a sleep": (
        [sleeps(60), sets_its_clock(-60), waits(10)],
        ["2:00", "1:00", "1:00", "0:50"],
        ["3:00", "2:00", "2:00", "1:50"],
    ),
    "its clock is set back an hour": (
        [waits(30), sets_its_clock(-HOUR), waits(30)],
        ["2:00", "1:30", "1:30", "1:00"],
        ["3:00", "2:30", "2:30", "2:00"],
    ),
    "its clock is set forward an hour": (
        [waits(30), sets_its_clock(HOUR), waits(30)],
        ["2:00", "1:30", "1:30", "1:00"],
        ["3:00", "2:30", "2:30", "2:00"],
    ),
    "its clock is set back a day, and forward again": (
        [sets_its_clock(-DAY), waits(1), sets_its_clock(DAY), waits(1)],
        ["2:00", "2:00", "1:59", "1:59", "1:58"],
        ["3:00", "3:00", "2:59", "2:59", "2:58"],
    ),
    "a leap second": (
        [waits(30), sets_its_clock(-1), waits(0.5), waits(0.5)],
        ["2:00", "1:30", "1:30", "1:30", "1:29"],
        ["3:00", "2:30", "2:30", "2:30", "2:29"],
    ),
    "a minute passes between two ticks": (
        [waits(1), waits(60), waits(1)],
        ["2:00", "1:59", "0:59", "0:58"],
        ["3:00", "2:59", "1:59", "1:58"],
    ),
    "ticks that come early and late": (
        [waits(0.4), waits(1.7), waits(117.8), waits(0.05), waits(0.1)],
        ["2:00", "2:00", "1:58", "0:01", "0:01", "0:00"],
        ["3:00", "3:00", "2:58", "1:01", "1:01", "1:00"],
    ),
}


@pytest.mark.parametrize(("happens", "told", "assumed"), HAPPENS.values(), ids=HAPPENS)
def test_the_countdown_shows_the_time_that_passed_and_nothing_else(new_harness, happens, told, assumed):
    assert faces(at_code(new_harness("paynet")), happens) == told
    assert faces(at_code(new_harness("masterpass")), happens) == assumed


@pytest.mark.parametrize(
    ("happens", "shown"),
    [
        ([waits(30), sleeps(60)], ["2:00", "1:30", "0:30"]),
        ([sleeps(HOUR), waits(1)], ["2:00", "0:00", "0:00"]),
        ([sets_its_clock(-HOUR), waits(30)], ["2:00", "2:00", "1:30"]),
        ([sets_its_clock(HOUR), waits(30)], ["2:00", "2:00", "1:30"]),
    ],
)
def test_a_lost_send_is_waited_for_by_the_same_clock(new_harness, happens, shown):
    harness = new_harness("paynet")
    harness.network.ahead = [resets]
    harness.send("01")
    assert (
        faces(harness, happens, lambda harness: harness.walkthrough.uncertain_send.remaining(harness.now))
        == shown
    )


@pytest.mark.parametrize(
    ("happens", "option"),
    [
        ([sleeps(29)], Availability(available=False, reason=Unavailable.GUARD, opens_in=1.0)),
        ([sleeps(30)], Availability(available=True)),
        ([sets_its_clock(HOUR)], Availability(available=False, reason=Unavailable.GUARD, opens_in=30.0)),
        (
            [waits(20), sets_its_clock(-HOUR)],
            Availability(available=False, reason=Unavailable.GUARD, opens_in=10.0),
        ),
        ([waits(20), sets_its_clock(-HOUR), waits(10)], Availability(available=True)),
    ],
)
def test_a_resend_opens_by_the_time_that_passed(new_harness, happens, option):
    harness = at_code(new_harness("masterpass"))
    for step in happens:
        step(harness)
    assert harness.conductor.available_intents()[Intent.RESEND] == option


def test_a_code_that_expired_while_the_machine_slept_can_still_be_typed(new_harness):
    harness = at_code(new_harness("paynet"))
    harness.suspend(HOUR)
    harness.type_code()
    assert (harness.walkthrough.phase, harness.walkthrough.notice.reason) == (
        "code",
        "code_not_accepted_late",
    )


# clocks that were wrong before ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("server_off", "wall_off", "says"),
    [
        (0, 0, "set by the server"),
        (600, 0, "by the server's clock (10:00 ahead)"),
        (-600, 0, "by the server's clock (10:00 behind)"),
        (0, -HOUR, "by the server's clock (60:00 ahead)"),
        (0, 3 * HOUR, "by the server's clock (180:00 behind)"),  # Istanbul's time taken for UTC
        (600, 600, "set by the server"),
        (-600, 600, "by the server's clock (20:00 behind)"),
        (400 * DAY, 0, "by the server's clock (576000:00 ahead)"),
    ],
)
def test_a_server_is_believed_by_its_own_clock(new_harness, server_off, wall_off, says):
    harness = new_harness("paynet", server_off=server_off)
    harness.times.set_wall(wall_off)
    harness.send("01")
    assert about_expiry(EN, harness.walkthrough.challenge) == says
    assert harness.walkthrough.challenge.skew == server_off - wall_off
    assert faces(harness, [waits(30), sleeps(30)]) == ["2:00", "1:30", "1:00"]


def test_the_number_whose_server_is_ten_minutes_ahead(new_harness):
    harness = at_code(new_harness("paynet"), "16")
    assert about_expiry(EN, harness.walkthrough.challenge) == "by the server's clock (10:00 ahead)"
    assert faces(harness, [waits(30), sets_its_clock(600), waits(30)]) == ["2:00", "1:30", "1:30", "1:00"]


@pytest.mark.parametrize(
    ("wall_off", "shown", "says"),
    [
        (0, "2:00", "set by the server, on this machine's clock"),
        (60, "1:00", "set by the server, on this machine's clock"),
        (-HOUR, "62:00", "set by the server, on this machine's clock"),
        (120, "2:00", "estimated; the server's expiry was in the past"),
        (3 * HOUR, "2:00", "estimated; the server's expiry was in the past"),
        (-DAY, "2:00", "estimated; the server's expiry was over a day ahead"),
    ],
)
def test_without_a_date_our_own_clock_stands_in_and_what_it_cannot_mean_is_not_believed(
    new_harness, wall_off, shown, says
):
    harness = new_harness("paynet")
    harness.times.set_wall(wall_off)
    harness.network.ahead = [leaves_the_date_out]
    harness.send("01")
    assert about_expiry(EN, harness.walkthrough.challenge) == says
    assert faces(harness, [sets_its_clock(HOUR)]) == [shown, shown]


# zones ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("network_fault", [None, names_no_zone, names_another_zone])
@pytest.mark.parametrize(
    ("name", "expires"),
    [
        ("Europe/Istanbul", "15:02:00"),
        ("America/New_York", "07:02:00"),
        ("Asia/Kathmandu", "17:47:00"),
        ("UTC", "12:02:00"),
        ("There/Is_None", "12:02:00"),
    ],
)
def test_the_machine_s_zone_changes_what_is_shown_and_never_the_countdown(
    new_harness, zone, name, expires, network_fault
):
    zone(name)
    harness = new_harness("paynet")
    harness.network.ahead = [network_fault] if network_fault else []
    harness.send("01")
    assert f"{harness.walkthrough.challenge.expires.astimezone():%H:%M:%S}" == expires
    assert about_expiry(EN, harness.walkthrough.challenge) == "set by the server"
    assert faces(harness, [waits(30)]) == ["2:00", "1:30"]


@pytest.mark.parametrize(
    ("began", "expires"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), "03:01:00"),
        (datetime(2026, 10, 25, 0, 59, tzinfo=UTC), "02:01:00"),
    ],
)
def test_summer_time_begins_and_ends_while_a_code_is_waited_for(new_harness, zone, began, expires):
    zone("Europe/Berlin")
    harness = at_code(new_harness("paynet", began=began))
    assert f"{harness.walkthrough.challenge.expires.astimezone():%H:%M:%S}" == expires
    assert faces(harness, [waits(59), waits(2), waits(29)]) == ["2:00", "1:01", "0:59", "0:30"]


def test_a_zone_that_is_changed_meanwhile(new_harness, zone):
    zone("America/New_York")
    harness = at_code(new_harness("paynet"))
    harness.wait(30)
    zone("Asia/Kathmandu")
    assert faces(harness, [waits(30)]) == ["1:30", "1:00"]
