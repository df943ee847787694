"""What was interrupted: go on with it, give it up, or leave it and begin another."""

from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Label

from otp_tui.conductor.ports import Connection, OpenWalkthroughs
from otp_tui.core.errors import UserError
from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.recovery import OpenWalkthrough, ResumeError, Unresumable, not_before
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import KeyringError
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.resume import resume_lines, until_text
from otp_tui.wizard.dialogs.base import ConfirmDialog
from otp_tui.wizard.late import wait_for_late_answer
from otp_tui.wizard.screens.menu import MenuItem, MenuScreen

if TYPE_CHECKING:
    from otp_tui.wizard.lobby import LobbyWizard


class ResumeScreen(MenuScreen):
    """Offers one walkthrough that was left open.

    Args:
        open_walkthroughs: Has them all; at least one.
        place: Which of them this is about.
    """

    app: "LobbyWizard"

    def __init__(self, open_walkthroughs: OpenWalkthroughs, place: int = 0) -> None:
        self._open_walkthroughs = open_walkthroughs
        self._place = place
        self._left: OpenWalkthrough = open_walkthroughs.open[place]
        self._count = len(open_walkthroughs.open)
        self._busy = False
        names = ("resume", "give_up", *(("next",) if self._count > 1 else ()), "other")
        items = tuple(MenuItem(name, f"resume.do_{name}") for name in names)
        super().__init__(
            "resume.title", items, self._picked, environment=self._left.walkthrough.environment.value
        )

    def about(self, item: MenuItem) -> str:
        """What an answer means for this walkthrough at this moment."""
        if item.name == "resume":
            return "\n".join(resume_lines(self.translator, self._left, self._now()))
        if item.name == "give_up":
            return self._until()
        return self.translator.text("resume.about_other") if item.name == "other" else ""

    @property
    def dense(self) -> bool:
        """Its answers have several lines each."""
        return True

    def draw_card(self) -> None:
        """The words; of several, which one this is."""
        super().draw_card()
        if self._count > 1:
            title = self.translator.text("resume.title_many", count=self._count, place=self._place + 1)
            self.query_one("#title", Label).update(title)

    def tick(self) -> None:
        """The time that is left goes on."""
        super().tick()
        for item in self._items:
            for label in self.query(f"#about-{item.name}").results(Label):
                label.update(self.about(item))

    def _now(self) -> ClockReading:
        return not_before(self.app.now(), self._left.at)

    def _until(self) -> str:
        return until_text(self.translator, self._left.walkthrough, self._now())

    def _picked(self, name: str) -> None:
        if self._busy:
            return  # a second press would find the first one's lock
        if name == "next":
            self.app.show(ResumeScreen(self._open_walkthroughs, (self._place + 1) % self._count))
        elif name == "other":
            self.app.begin_anew()
        elif name == "resume":
            self._resume()
        else:
            self._ask_give_up()

    def _tell(self, reason: Unresumable) -> None:
        self.show_worded(lambda: self.translator.text(f"resume.failed_{reason}"))

    def _resume(self) -> None:
        """Go on with it; nothing is sent."""
        try:
            connection = self._open_walkthroughs.connection(self._left)
        except UserError as failure:
            self.show_error(failure)
            return
        self._busy = True
        self.say(self.translator.text("resume.reading"), Tone.INFO)
        self.app.work(partial(self._take_up, connection), "resume")

    async def _take_up(self, connection: Connection) -> None:
        conductor = connection.new_conductor(self._left.walkthrough.journey)
        try:
            await conductor.resume(self._left.walkthrough.id)
        except ResumeError as error:
            self._tell(error.reason)
        except KeyringError as error:
            self.show_keyring_error(error)
            if error.late is not None:
                self.app.work(partial(self._late, error), "late")
        else:
            conductor.start()
            await conductor.wait_idle()  # a request that was in flight has an end before anything is drawn
            away = format_countdown(self._now().monotonic - self._left.at.monotonic)
            self.app.go_on(connection, conductor)
            self.app.tell_news(self.translator.text("resume.continued", left=away))
        finally:
            self._busy = False

    async def _late(self, error: KeyringError) -> None:
        """An unlock prompt was answered after all: go on as if it had been at once."""
        await wait_for_late_answer(error)
        if self.is_current and not self._busy:
            self._resume()

    def _ask_give_up(self) -> None:
        def answered(answer: str | None) -> None:
            if answer == "yes":
                self._busy = True
                self.app.work(self._give_up, "give up")

        phone = self._left.walkthrough.phone or ""
        self.app.ask(ConfirmDialog("give_up_left", phone=phone, until=self._until()), answered)

    async def _give_up(self) -> None:
        try:
            await self._open_walkthroughs.discard(self._left)
        except ResumeError as error:
            self._tell(error.reason)
        except UserError as failure:
            self.show_error(failure)
        else:
            if self._open_walkthroughs.open:
                self.app.show(ResumeScreen(self._open_walkthroughs))
            else:
                self.app.begin_anew()
            self.app.tell_news(self.translator.text("resume.given_up", until=self._until()))
        finally:
            self._busy = False
