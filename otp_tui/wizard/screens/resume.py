"""The screen of an open walkthrough: resume it, discard it, or begin another."""

from functools import partial

from textual.widgets import Label

from otp_tui.conductor.ports import Connection, OpenWalkthroughs
from otp_tui.core.errors import UserError
from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.recovery import OpenWalkthrough, ResumeError, Unresumable, not_before
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.resume import resume_lines, until_text
from otp_tui.i18n.translator import sentence
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.keyring_wait import wait_for_late_answer
from otp_tui.wizard.messages import (
    NewWalkthroughChosen,
    OpenWalkthroughChosen,
    WalkthroughDiscarded,
    WalkthroughResumed,
)
from otp_tui.wizard.screens.menu import MenuItem, MenuScreen


class ResumeScreen(MenuScreen):
    """The offer of one walkthrough that was left open.

    Args:
        context: The state that it reads.
        open_walkthroughs: Has them all; at least one.
        place: Which of them this is about.
    """

    help_name = "resume"

    def __init__(self, context: WizardContext, open_walkthroughs: OpenWalkthroughs, place: int = 0) -> None:
        self._open_walkthroughs = open_walkthroughs
        self._place = place
        self._left: OpenWalkthrough = open_walkthroughs.open[place]
        self._count = len(open_walkthroughs.open)
        self._busy = False
        names = ("resume", "give_up", *(("next",) if self._count > 1 else ()), "other")
        items = tuple(MenuItem(name, f"resume.do_{name}") for name in names)
        super().__init__(
            context, "resume.title", items, self._picked, environment=self._left.walkthrough.environment.value
        )

    def about(self, item: MenuItem) -> str:
        """Return the meaning of an answer for this walkthrough at this moment."""
        if item.name == "resume":
            return "\n".join(resume_lines(self.translator, self._left, self._now()))
        if item.name == "give_up":
            return self._until()
        return self.translator.text("resume.about_other") if item.name == "other" else ""

    @property
    def dense(self) -> bool:
        return True

    def draw_card(self) -> None:
        super().draw_card()
        if self._count > 1:
            title = self.translator.text("resume.title_many", count=self._count, place=self._place + 1)
            self.query_one("#title", Label).update(title)

    def tick(self) -> None:
        """Draw the time that is left."""
        super().tick()
        for item in self._items:
            for label in self.query(f"#about-{item.name}").results(Label):
                label.update(self.about(item))

    def _now(self) -> ClockReading:
        return not_before(self.context.now(), self._left.at)

    def _until(self) -> str:
        return until_text(self.translator, self._left.walkthrough, self._now())

    def _picked(self, name: str) -> None:
        if self._busy or self.left:
            return  # a second press would find the first one's lock
        if name == "next":
            self.leave(OpenWalkthroughChosen((self._place + 1) % self._count))
        elif name == "other":
            self.leave(NewWalkthroughChosen())
        elif name == "resume":
            self._resume()
        else:
            self._ask_give_up()

    def _tell(self, reason: Unresumable) -> None:
        self.show_message(sentence(f"resume.failed_{reason}"))

    def _resume(self) -> None:
        """Resume the walkthrough; nothing is sent."""
        try:
            connection = self._open_walkthroughs.connection(self._left)
        except UserError as failure:
            self.show_error(failure)
            return
        self._busy = True
        self.show_message(sentence("resume.reading"), Tone.INFO)
        self.work(partial(self._take_up, connection), "resume")

    async def _take_up(self, connection: Connection) -> None:
        conductor = connection.new_conductor(self._left.walkthrough.journey)
        try:
            await conductor.resume(self._left.walkthrough.id)
        except ResumeError as error:
            self._tell(error.reason)
        except KeyringError as error:
            self.show_keyring_error(error)
            if error.late is not None:
                self.work(partial(self._late, error), "late")
        else:
            conductor.start()
            await conductor.wait_idle()  # a request that was in flight has an end before anything is drawn
            away = format_countdown(self._now().monotonic - self._left.at.monotonic)
            news = sentence("resume.continued", left=away)
            self.leave(WalkthroughResumed(connection, conductor, news))
        finally:
            self._busy = False

    async def _late(self, error: KeyringError) -> None:
        """Go on after a late unlock as if it had been at once."""
        await wait_for_late_answer(error)
        if self.is_current and not self._busy and not self.left:
            self._resume()

    def _ask_give_up(self) -> None:
        def give_up() -> None:
            self._busy = True
            self.work(self._give_up, "give up")

        phone = self._left.walkthrough.phone or ""
        self.confirm("give_up_left", give_up, phone=phone, until=self._until())

    async def _give_up(self) -> None:
        try:
            await self._open_walkthroughs.discard(self._left)
        except ResumeError as error:
            self._tell(error.reason)
        except UserError as failure:
            self.show_error(failure)
        else:
            walkthrough, now = self._left.walkthrough, self._now()
            self.leave(
                WalkthroughDiscarded(
                    lambda translator: translator.text(
                        "resume.given_up", until=until_text(translator, walkthrough, now)
                    )
                )
            )
        finally:
            self._busy = False
