"""The walks on which the pictures of walkthroughs are taken, each with its stage and its size."""

from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from functools import partial
from pathlib import Path
from typing import NamedTuple

from support.wizard_harness import WizardHarness
from support.wizard_states import STATES, answered, press_button, type_newest_code
from textual.widgets import Input

from gallery.stage import (
    LIVE_PROFILE,
    NARROW,
    PHONE,
    SMALL,
    TEST_PROFILE,
    WIDE,
    Camera,
    configured,
    interrupted,
    same_exchanges,
    simulated,
)
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Phase
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.dialogs.evidence import EvidenceDialog
from otp_tui.wizard.dialogs.ticket import TicketDialog
from otp_tui.wizard.screens.history import HistoryScreen
from otp_tui.wizard.screens.setup import SetupScreen

_KEYS = ("sck_" + "x" * 26, "k" * 32, "c" * 36)

Play = Callable[[WizardHarness, Camera], Awaitable[None]]
Stage = Callable[..., AbstractAsyncContextManager[WizardHarness]]


class Reel(NamedTuple):
    """One walk with its pictures.

    Attributes:
        stage: Opens the wizard, in a language and a size.
        size: Columns and rows.
        play: Walks, and takes the pictures.
    """

    stage: Stage
    size: tuple[int, int]
    play: Play


async def full(session: WizardHarness, camera: Camera) -> None:
    """From the phone to the linked account, with a code that expired on the way."""
    await STATES["phone"].walk(session)
    await camera.take("phone")
    await answered(session, "01")
    session.clock.advance(8)
    await camera.take("code")
    await session.press("ctrl+t")
    await camera.take("time-travel")
    await session.press("escape")
    session.clock.advance(125)
    await camera.take("code-over")
    await session.press("f5")
    await session.until(lambda: session.calls().count("send_otp") == 2)
    await session.phase(Phase.CODE)
    session.clock.advance(5)
    await session.press("f4")
    await camera.take("customers-phone")
    session.app.step_screen.take_focus()
    await type_newest_code(session)
    await session.phase(Phase.READY)
    await camera.take("ready")
    await session.press("enter")
    await session.phase(Phase.CODE)
    session.clock.advance(7)
    await camera.take("bank-code")
    await type_newest_code(session)
    await session.phase(Phase.DONE)
    await camera.take("linked")


async def presented(session: WizardHarness, camera: Camera) -> None:
    """The same as a presentation."""
    await STATES["phone"].walk(session)
    await session.press("f6")
    await session.until(lambda: bool(session.app.screen.query("#phone")))
    await session.press("0", "1")
    await camera.take("presenting-phone")
    await session.press("enter")
    await session.phase(Phase.CODE)
    session.clock.advance(8)
    await camera.take("presenting-code")
    await type_newest_code(session)
    await session.phase(Phase.READY)
    await session.press("enter")
    await session.phase(Phase.CODE)
    session.clock.advance(9)
    await type_newest_code(session)
    await session.phase(Phase.DONE)
    await camera.take("presenting-done")


async def verified(session: WizardHarness, camera: Camera) -> None:
    """A code that is refused, then one that is not; what helps on the way, and what is kept of it."""
    await answered(session, "02")
    session.clock.advance(8)
    await session.press("f1")
    await camera.take("help")
    await session.press("escape", "ctrl+p")
    await camera.take("commands")
    await session.press("escape")
    await type_newest_code(session)
    await session.until(lambda: session.app.context.walkthrough.notice is not None)
    await camera.take("code-refused")
    await session.press("f5")
    await camera.take("not-yet")
    await session.press("ctrl+o")
    await camera.take("countdown-hidden")
    await session.press("ctrl+o")
    await type_newest_code(session)
    await session.phase(Phase.DONE)
    await camera.take("verified")
    same_exchanges(session)
    await session.press("f7")
    await session.until(lambda: isinstance(session.app.screen, TicketDialog))
    await camera.take("ticket")
    await session.press("escape", "f8")
    await session.until(lambda: isinstance(session.app.screen, EvidenceDialog))
    dialog = session.app.screen
    name = Path(dialog._written.folder).name
    dialog._written = dialog._written._replace(folder=f"/home/deniz/{name}")  # not this machine's
    await camera.take("evidence")


async def masterpass(session: WizardHarness, camera: Camera) -> None:
    """A link, and its undoing; then what is kept of several walkthroughs."""
    await answered(session, "01")
    session.clock.advance(11)
    await type_newest_code(session)
    await session.phase(Phase.DONE)
    await press_button(session, "do-unlink")
    await session.until(lambda: isinstance(session.app.screen, Dialog))
    await camera.take("unlink-question")
    await press_button(session, "yes")
    await session.until(lambda: session.app.context.walkthrough.unlinked)
    await camera.take("unlinked")
    await press_button(session, "do-again")
    await session.phase(Phase.PHONE)
    for number in ("14", "23"):
        session.clock.advance(70)
        await answered(session, number)
        await press_button(session, "do-again")
        await session.phase(Phase.PHONE)
    session.clock.advance(70)
    await answered(session, "06")
    await session.press("escape")
    await session.phase(Phase.PHONE)
    await session.press("ctrl+p")
    await session.press(*session.app.context.translator.text("action.history")[:4], "enter")
    await session.until(lambda: isinstance(session.app.screen, HistoryScreen) and session.app.screen._entries)
    await camera.take("history")
    await session.press("end", "enter")
    await session.until(lambda: session.app.context.recorded is not None)
    await session.press("right")
    await camera.take("history-step")


def ending(number: str, name: str, state: str = "") -> Play:
    """Return the walk to what a number of the simulator brings."""

    async def play(session: WizardHarness, camera: Camera) -> None:
        if state:
            await STATES[state].walk(session)
        else:
            await answered(session, number)
        await camera.take(name)

    return play


async def refusals(session: WizardHarness, camera: Camera) -> None:
    """One number after another whose walkthrough is halted."""
    for number, name in HALTS.items():
        await answered(session, number)
        await camera.take(name)
        await session.press("escape")
        await session.phase(Phase.PHONE)


HALTS = {
    "06": "no-account",
    "09": "three-d",
    "19": "credentials-refused",
    "20": "too-many",
    "04": "limited",
}
"""The numbers for which surely nothing was sent, so that another one can be entered without a question."""


async def too_early(session: WizardHarness, camera: Camera) -> None:
    """A new code that the provider does not want to send yet."""
    await answered(session, "17")
    session.clock.advance(31)
    session.redraw()
    await session.press("f5")
    await session.until(lambda: session.app.context.walkthrough.notice is not None)
    await camera.take("too-early")


async def second_code(session: WizardHarness, camera: Camera) -> None:
    """A code after which the provider wants another one."""
    await answered(session, "08")
    session.clock.advance(9)
    await type_newest_code(session)
    await session.phase(Phase.CODE)
    session.clock.advance(4)
    await camera.take("second-code")


async def inspected(session: WizardHarness, camera: Camera) -> None:
    """The exchanges of an account that is not there, with a port and times that are always the same."""
    await answered(session, "06")
    same_exchanges(session)
    await session.press("f2")
    await session.until(lambda: bool(session.app.screen.query("#inspect-tools")))
    await session.until(lambda: session.app.context.tools is not None)
    await camera.take("inspector")


async def set_up(session: WizardHarness, camera: Camera) -> None:
    """The first run, and the set-up step by step."""
    await session.until(lambda: bool(session.app.screen.query("#item-set_up")))
    await camera.take("first-run")
    await session.press("down", "enter")
    await _filled(session, go=True)
    await _filled(session)
    await camera.take("set-up-addresses")
    await _filled(session, go=True)
    await session.until(lambda: len(session.app.screen.query(Input)) == len(_KEYS))
    await _filled(session, *_KEYS)
    session.app.screen.query(Input).last().focus()
    await camera.take("set-up-keys")
    await _filled(session, go=True)
    await _filled(session, "Acme Store", "acme", go=True)
    await session.until(lambda: bool(session.app.screen.query("#save")))
    await camera.take("set-up-save")


async def _filled(session: WizardHarness, *texts: str, go: bool = False) -> None:
    """Fill in a step of the set-up, and go on to the next one."""
    await session.until(lambda: isinstance(session.app.screen, SetupScreen))
    screen = session.app.screen
    await session.until(lambda: screen.is_mounted and bool(screen.query("#next")))
    for field, text in zip(screen.query(Input), texts, strict=False):
        field.value = text
    if go:
        screen.query_one("#next").focus()
        await session.press("enter")
        await session.until(lambda: session.app.screen is not screen)


async def asked(name: str, session: WizardHarness, camera: Camera) -> None:
    """Take the question that a send to a real phone asks."""
    await session.enter(PHONE)
    await session.until(lambda: isinstance(session.app.screen, Dialog))
    await camera.take(name)


async def resumed(session: WizardHarness, camera: Camera) -> None:
    """Take the first screen after an interruption."""
    await session.until(lambda: bool(session.app.screen.query("#item-resume")))
    await camera.take("resume")


FULL, PAYNET, MASTERPASS = (partial(simulated, journey) for journey in Journey)
REELS = (
    Reel(FULL, WIDE, full),
    Reel(FULL, WIDE, presented),
    Reel(MASTERPASS, WIDE, inspected),
    Reel(PAYNET, NARROW, verified),
    Reel(MASTERPASS, NARROW, masterpass),
    Reel(MASTERPASS, NARROW, refusals),
    Reel(MASTERPASS, NARROW, too_early),
    Reel(MASTERPASS, NARROW, second_code),
    Reel(PAYNET, NARROW, ending("05", "sending", "sending")),
    Reel(MASTERPASS, NARROW, ending("07", "renewed", "renewed")),
    Reel(MASTERPASS, NARROW, ending("10", "unknown")),
    Reel(MASTERPASS, NARROW, ending("11", "maybe-sent")),
    Reel(MASTERPASS, NARROW, ending("12", "token-expired", "token expired")),
    Reel(MASTERPASS, NARROW, ending("13", "provider-error")),
    Reel(MASTERPASS, NARROW, ending("14", "no-code-needed")),
    Reel(MASTERPASS, NARROW, ending("22", "answer-cut")),
    Reel(MASTERPASS, NARROW, ending("23", "already-linked")),
    Reel(PAYNET, SMALL, ending("01", "compact", "code")),
    Reel(partial(configured, ""), NARROW, set_up),
    Reel(partial(configured, TEST_PROFILE), NARROW, partial(asked, "whose-phone")),
    Reel(partial(configured, LIVE_PROFILE), NARROW, partial(asked, "live")),
    Reel(interrupted, NARROW, resumed),
)
"""The walks, longest first: the last ones fill the gaps of several processes."""
