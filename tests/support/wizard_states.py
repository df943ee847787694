"""The states of the wizard on the built-in simulator, each reached as an operator reaches it."""

from collections.abc import Awaitable, Callable, Mapping
from typing import Final, NamedTuple

from textual.widgets import Button

from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.widgets.action_button import WordedButton
from support.wizard_harness import WizardHarness

Walk = Callable[[WizardHarness], Awaitable[None]]


class WizardState(NamedTuple):
    """One state: the journey, and the way to it from the phone screen."""

    journey: Journey
    walk: Walk


async def answered(session: WizardHarness, number: str) -> None:
    """Enter a number of the simulator and wait for what becomes of it."""
    await session.enter(number)
    await session.until(
        lambda: (
            session.app.context.walkthrough.phase not in {Phase.PHONE, Phase.SENDING}
            and session.app.context.walkthrough.in_flight is None
            and session.app.step_screen is not None
            and session.app.step_screen.drawable
        )
    )
    await phone_rang(session)
    session.redraw()
    await session.pilot.pause()


async def phone_rang(session: WizardHarness) -> None:
    """Wait until the wizard knows every message of the customer's phone."""
    context = session.app.context
    assert context.loaded is not None
    came = len(await context.loaded.messages(context.conductor))
    session.app.panes.fetch_messages()
    await session.until(lambda: len(context.messages) == came)


def cut_labels(session: WizardHarness) -> list[str]:
    """Return the labels of which not every word can be read on their buttons."""
    lines, cut = session.text().splitlines(), []
    for button in session.app.screen.query(WordedButton):
        area = button.region
        room = session.app.screen.query("#card, #panel").first().region
        if not area or not room.contains_region(area):
            continue
        rows = [line.ljust(room.right)[area.x : area.right] for line in lines[area.y : area.bottom]]
        if " ".join(" ".join(rows).split()) != " ".join(str(button.label).split()):
            cut.append(str(button.label))
    return cut


async def press_button(session: WizardHarness, name: str) -> None:
    """Press a button that is in sight."""
    session.app.screen.query_one(f"#{name}", Button).press()
    await session.pilot.pause()


async def type_newest_code(session: WizardHarness) -> None:
    await session.enter(await session.newest_code())
    await session.until(lambda: session.app.context.walkthrough.in_flight is None)


def after_number(number: str) -> Walk:
    """Return the way to what a number of the simulator brings."""

    async def walk(session: WizardHarness) -> None:
        await answered(session, number)

    return walk


def with_keys(before: Walk, *keys: str) -> Walk:
    """Return a way that ends with some keys."""

    async def walk(session: WizardHarness) -> None:
        await before(session)
        await session.press(*keys)
        await session.pilot.pause()

    return walk


async def _nowhere(session: WizardHarness) -> None:
    await session.until(lambda: session.app.context.ready and bool(session.app.screen.query("#scenarios")))


async def _typed(session: WizardHarness) -> None:
    await _nowhere(session)
    await session.press("0", "8")


async def _wrong_phone(session: WizardHarness) -> None:
    await _nowhere(session)
    await session.enter("123")


async def _refused(session: WizardHarness) -> None:
    await answered(session, "02")
    await type_newest_code(session)
    await session.until(lambda: session.app.context.walkthrough.notice is not None)


async def _wrong_code(session: WizardHarness) -> None:
    await answered(session, "01")
    await session.enter("a b ?")


async def _expired(session: WizardHarness) -> None:
    await answered(session, "01")
    session.clock.advance(200)
    session.redraw()


async def _sending(session: WizardHarness) -> None:
    await session.enter("05")
    await session.until(
        lambda: session.app.context.walkthrough.in_flight is not None and session.app.step_screen.drawable
    )
    session.redraw()


async def _not_arrived(session: WizardHarness) -> None:
    await answered(session, "11")
    await press_button(session, "do-not_arrived")
    await session.phase(Phase.HALTED)


async def _arrived(session: WizardHarness) -> None:
    await answered(session, "11")
    await session.press("f9")
    await session.phase(Phase.HALTED)


async def _renewed(session: WizardHarness) -> None:
    await answered(session, "07")
    session.clock.advance(40)
    session.redraw()
    await session.press("f5")
    await session.until(lambda: "otp/resend" in session.calls())
    await session.phase(Phase.CODE)


async def _token_expired(session: WizardHarness) -> None:
    await answered(session, "12")
    await type_newest_code(session)
    await session.until(lambda: session.app.context.walkthrough.phase is not Phase.CODE)


async def _done(session: WizardHarness) -> None:
    await answered(session, "01")
    await type_newest_code(session)
    await session.phase(Phase.DONE)


async def _ready(session: WizardHarness) -> None:
    await answered(session, "01")
    await type_newest_code(session)
    await session.phase(Phase.READY)


async def _second_code(session: WizardHarness) -> None:
    await _ready(session)
    await session.press("enter")
    await session.phase(Phase.CODE)


async def _unlinked(session: WizardHarness) -> None:
    await _done(session)
    await press_button(session, "do-unlink")
    await session.until(lambda: isinstance(session.app.screen, Dialog))
    await press_button(session, "yes")
    await session.until(lambda: session.app.context.walkthrough.unlinked)


async def _back(session: WizardHarness) -> None:
    await answered(session, "01")
    await session.press("escape")
    await session.phase(Phase.PHONE)


async def _back_from_link(session: WizardHarness) -> None:
    await _second_code(session)
    await session.press("escape")
    await session.phase(Phase.PHONE)


async def _other_number(session: WizardHarness) -> None:
    await _back(session)
    await session.enter("05")
    await session.until(lambda: isinstance(session.app.screen, Dialog))


async def _ask_unlink(session: WizardHarness) -> None:
    await _done(session)
    await press_button(session, "do-unlink")
    await session.until(lambda: isinstance(session.app.screen, Dialog))


_ENDS: Final = ("04", "06", "09", "10", "11", "13", "14", "19", "20", "22", "23")

STATES: Final[Mapping[str, WizardState]] = {
    "phone": WizardState(Journey.FULL, _nowhere),
    "number typed": WizardState(Journey.FULL, _typed),
    "wrong phone": WizardState(Journey.FULL, _wrong_phone),
    "sending": WizardState(Journey.PAYNET, _sending),
    "code": WizardState(Journey.PAYNET, after_number("01")),
    "bank's code": WizardState(Journey.MASTERPASS, after_number("01")),
    "clock ahead": WizardState(Journey.PAYNET, after_number("16")),
    "code refused": WizardState(Journey.PAYNET, _refused),
    "bank's code refused": WizardState(Journey.MASTERPASS, _refused),
    "wrong code": WizardState(Journey.PAYNET, _wrong_code),
    "expired": WizardState(Journey.PAYNET, _expired),
    "countdown hidden": WizardState(Journey.PAYNET, with_keys(_refused, "ctrl+o")),
    "impossible key": WizardState(Journey.PAYNET, with_keys(_refused, "f5")),
    "renewed": WizardState(Journey.MASTERPASS, _renewed),
    "token expired": WizardState(Journey.MASTERPASS, _token_expired),
    "ready": WizardState(Journey.FULL, _ready),
    "second code": WizardState(Journey.FULL, _second_code),
    "back": WizardState(Journey.PAYNET, _back),
    "back from link": WizardState(Journey.FULL, _back_from_link),
    "did not arrive": WizardState(Journey.MASTERPASS, _not_arrived),
    "arrived without token": WizardState(Journey.MASTERPASS, _arrived),
    "done": WizardState(Journey.MASTERPASS, _done),
    "verified": WizardState(Journey.PAYNET, _done),
    "unlinked": WizardState(Journey.MASTERPASS, _unlinked),
    **{f"ended {number}": WizardState(Journey.MASTERPASS, after_number(number)) for number in _ENDS},
    **{
        f"halted {number}": WizardState(Journey.PAYNET, after_number(number))
        for number in ("04", "13", "19", "20")
    },
    "F1": WizardState(Journey.FULL, with_keys(after_number("01"), "f1")),
    "F2": WizardState(Journey.FULL, with_keys(after_number("01"), "f2")),
    "F4": WizardState(Journey.FULL, with_keys(after_number("01"), "f4")),
    "^P": WizardState(Journey.FULL, with_keys(after_number("01"), "ctrl+p")),
    "question of another number": WizardState(Journey.PAYNET, _other_number),
    "question of the link": WizardState(Journey.MASTERPASS, _ask_unlink),
}
