"""What was interrupted: go on with it, give it up, or leave it and begin another."""

from functools import partial
from typing import TYPE_CHECKING

from textual.widgets import Label

from otp_tui.core.errors import Failure
from otp_tui.core.flow.challenge import clock_face
from otp_tui.core.flow.recovery import Left, ResumeError, Unresumable, caught_up
from otp_tui.core.flow.state import Tone
from otp_tui.core.security.keyring_errors import VaultError
from otp_tui.core.timestamps import Now
from otp_tui.i18n.resume import left_lines, until_text
from otp_tui.wizard.dialogs.base import QuestionOverlay
from otp_tui.wizard.late import settled
from otp_tui.wizard.ports import Desk, Shelf
from otp_tui.wizard.screens.menu import Item, MenuScreen

if TYPE_CHECKING:
    from otp_tui.wizard.lobby import LobbyWizard


class ResumeScreen(MenuScreen):
    """Offers one walkthrough that was left open.

    Args:
        shelf: Has them all; at least one.
        place: Which of them this is about.
    """

    app: "LobbyWizard"

    def __init__(self, shelf: Shelf, place: int = 0) -> None:
        self._shelf = shelf
        self._place = place
        self._left: Left = shelf.left[place]
        self._count = len(shelf.left)
        self._busy = False
        names = ("resume", "give_up", *(("next",) if self._count > 1 else ()), "other")
        items = tuple(Item(name, f"resume.do_{name}") for name in names)
        super().__init__("resume.title", items, self._picked, environment=self._left.walk.environment.value)

    def about(self, item: Item) -> str:
        """What an answer means for this walkthrough at this moment."""
        if item.name == "resume":
            return "\n".join(left_lines(self.speech, self._left, self._now()))
        if item.name == "give_up":
            return self._until()
        return self.speech.say("resume.about_other") if item.name == "other" else ""

    @property
    def dense(self) -> bool:
        """Its answers have several lines each."""
        return True

    def draw_card(self) -> None:
        """The words; of several, which one this is."""
        super().draw_card()
        if self._count > 1:
            title = self.speech.say("resume.title_many", count=self._count, place=self._place + 1)
            self.query_one("#title", Label).update(title)

    def tick(self) -> None:
        """The time that is left goes on."""
        super().tick()
        for item in self._items:
            for label in self.query(f"#about-{item.name}").results(Label):
                label.update(self.about(item))

    def _now(self) -> Now:
        return caught_up(self.app.now(), self._left.at)

    def _until(self) -> str:
        return until_text(self.speech, self._left.walk, self._now())

    def _picked(self, name: str) -> None:
        if self._busy:
            return  # a second press would find the first one's lock
        if name == "next":
            self.app.show(ResumeScreen(self._shelf, (self._place + 1) % self._count))
        elif name == "other":
            self.app.begin_anew()
        elif name == "resume":
            self._resume()
        else:
            self._ask_give_up()

    def _tell(self, reason: Unresumable) -> None:
        self.tell(lambda: self.speech.say(f"resume.failed_{reason}"))

    def _resume(self) -> None:
        """Go on with it; nothing is sent."""
        try:
            desk = self._shelf.desk(self._left)
        except Failure as failure:
            self.tell_failure(failure)
            return
        self._busy = True
        self.say(self.speech.say("resume.reading"), Tone.INFO)
        self.app.work(partial(self._take_up, desk), "resume")

    async def _take_up(self, desk: Desk) -> None:
        conductor = desk.conduct(self._left.walk.journey)
        try:
            await conductor.take_up(self._left.walk.id)
        except ResumeError as error:
            self._tell(error.reason)
        except VaultError as error:
            self.tell_vault(error)
            if error.late is not None:
                self.app.work(partial(self._late, error), "late")
        else:
            conductor.start()
            await conductor.settled()  # a request that was in flight has an end before anything is drawn
            away = clock_face(self._now().tick - self._left.at.tick)
            self.app.go_on(desk, conductor)
            self.app.tell_news(self.speech.say("resume.continued", left=away))
        finally:
            self._busy = False

    async def _late(self, error: VaultError) -> None:
        """An unlock prompt was answered after all: go on as if it had been at once."""
        await settled(error)
        if self.is_current and not self._busy:
            self._resume()

    def _ask_give_up(self) -> None:
        def answered(answer: str | None) -> None:
            if answer == "yes":
                self._busy = True
                self.app.work(self._give_up, "give up")

        phone = self._left.walk.phone or ""
        self.app.ask(QuestionOverlay("give_up_left", phone=phone, until=self._until()), answered)

    async def _give_up(self) -> None:
        try:
            await self._shelf.give_up(self._left)
        except ResumeError as error:
            self._tell(error.reason)
        except Failure as failure:
            self.tell_failure(failure)
        else:
            if self._shelf.left:
                self.app.show(ResumeScreen(self._shelf))
            else:
                self.app.begin_anew()
            self.app.tell_news(self.speech.say("resume.given_up", until=self._until()))
        finally:
            self._busy = False
