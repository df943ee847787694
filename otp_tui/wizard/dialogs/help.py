"""The dialog of the keys that work now."""

from collections.abc import Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from otp_tui.core.flow.intents import Intent
from otp_tui.wizard.actions import ACTIONS, BY_NAME, Action
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.dialogs.base import Dialog
from otp_tui.wizard.inspector.keys import InspectorKey


class HelpDialog(Dialog):
    """The keys that work now, and why others do not.

    Args:
        context: The state that it reads.
        step: The phase that it helps with; or the sentence of a question or of a screen before a walkthrough.
        main: The action that Enter runs there, "" where it runs none; None where no walkthrough has the keys.
        keys: The keys of the inspector, where that has the focus.
    """

    def __init__(
        self,
        context: WizardContext,
        step: str,
        main: str | None = None,
        keys: Sequence[InspectorKey] = (),
    ) -> None:
        super().__init__(context)
        self._keys = keys
        self._step = step
        self._main = main
        self._states: object = None
        self._text = Static(id="help-text", markup=False)

    def tick(self) -> None:
        states = [self.context.state_of(action) for action in ACTIONS] if self._main is not None else None
        if states != self._states and self.drawable:  # time alone opens what was closed
            self._states = states
            self.draw()

    def content(self) -> ComposeResult:
        with VerticalScroll():
            yield self._text

    def draw(self) -> None:
        say = self.translator.text
        self.draw_frame(say("help_dialog.title"))
        if self._main is None:
            names = ("help", "exchanges", "language", "quit") if self._keys else ("help", "language", "quit")
            keys = [(row.shown, say(f"inspect_help.{row.name}")) for row in self._keys]
            keys += [(self.context.key_label(BY_NAME[name]), say(f"action.{name}")) for name in names]
            lines = [Content.assemble((say(f"help_dialog.{self._step}"), "$text"), "\n")]
            lines += [Content.assemble((key.ljust(7), "bold $accent"), (word, "$text")) for key, word in keys]
            self._text.update(Content("\n").join(lines))
            return
        rows = [
            (action, *self.context.state_of(action)) for action in ACTIONS if self.context.is_offered(action)
        ]
        lines = [Content.assemble((say(self._sentence()), "$text"), "\n")]
        for action, is_open, why in rows:
            word = self.context.action_word(action)
            if is_open:
                lines.append(Content.assemble((self._key(action).ljust(7), "bold $accent"), (word, "$text")))
            elif action.key:
                lines.append(
                    Content.assemble((f"{self.context.key_label(action):7}{word}: {why}", "$text-muted"))
                )
        self._text.update(Content("\n").join(lines))

    def _sentence(self) -> str:
        """Return the name of the sentence about the step: it says what Enter does there."""
        unlinkable, _ = self.context.state_of_intent(Intent.UNLINK)
        special = {
            ("halted", self._main == "back"): "help_dialog.halted_other",
            ("phone", self._main == "return"): "help_dialog.phone_return",
            (
                "phone",
                self._main == "start" and not self.context.connection.scenarios,
            ): "help_dialog.phone_real",
            ("code", self._is_over()): "help_dialog.code_over",
            ("done", not unlinkable): "help_dialog.done_over",
        }
        return special.get((self._step, True), f"help_dialog.{self._step}")

    def _is_over(self) -> bool:
        challenge = self.context.walkthrough.challenge
        return challenge is not None and challenge.is_over(self.context.now())

    def _key(self, action: Action) -> str:
        """Return an action's key: Enter is that of the main one alone."""
        if action.key:
            return self.context.key_label(action)
        return "Enter" if action.name == self._main else ""
