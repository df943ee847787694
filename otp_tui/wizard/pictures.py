"""Pictures of a kept walkthrough: the wizard's own screens, drawn without a terminal, one for each step."""

import asyncio
import re
from collections.abc import Mapping
from typing import Final

from textual.message import Message

from otp_tui.conductor.phases import step_index, steps_of
from otp_tui.conductor.recorded import RecordedWalkthrough
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.target.credentials import CredentialsMissingError
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.app import WizardApp
from otp_tui.wizard.control import WizardControl
from otp_tui.wizard.svg_cells import small_svg

SIZE: Final = (100, 30)
"""Columns and rows of a picture."""
MOST: Final = 60
"""The most pictures of one walkthrough; the newest ones are left out."""
_FONT_FACES: Final = re.compile(r"@font-face\s*\{[^}]*\}\s*")
_UNIQUE: Final = re.compile(r"terminal-\d+")


def draw_pictures(record: WalkthroughRecord, translator: Translator) -> Mapping[str, str]:
    """Return a picture (SVG) of each step, by its file name.

    Their bytes depend on the environment of the process, which is fixed where they are made for evidence.

    Args:
        record: The walkthrough.
        translator: Words the screens.
    """
    return asyncio.run(_draw(RecordedWalkthrough(record), translator))


async def _draw(recorded: RecordedWalkthrough, translator: Translator) -> dict[str, str]:
    pictures = {}
    app = WizardApp(recorded.connection, translator, start=_OnlyShown(recorded))
    async with app.run_test(size=SIZE) as pilot:
        for index, change in enumerate(recorded.steps[:MOST]):
            recorded.show(index)
            app.context.typed_phone = recorded.phone
            app.show_step()
            await pilot.pause()
            await pilot.pause()
            name = _step_name(change.after)
            pictures[f"{index + 1:02d}-{name}.svg"] = plain_svg(
                app.export_screenshot(title="otp-tui", simplify=True)
            )
    return pictures


def _step_name(walkthrough: Walkthrough) -> str:
    """Return the name of the step that a state belongs to."""
    names = steps_of(walkthrough)
    return names[min(step_index(walkthrough, walkthrough.phase), len(names) - 1)]


class _OnlyShown:
    """The beginning of a wizard that only shows a kept walkthrough."""

    def __init__(self, recorded: RecordedWalkthrough) -> None:
        self._recorded = recorded
        self._control: WizardControl | None = None

    def attach(self, control: WizardControl) -> None:
        """Work for this app from now on."""
        self._control = control

    def first_screen(self) -> None:
        """Show the first step."""
        assert self._control is not None
        self._control.take(self._recorded.connection, self._recorded.conductor)

    def choose_journey(self) -> None:
        """Do nothing: the journey was chosen then."""

    def handle(self, message: Message) -> None:
        """Do nothing: there is no screen that asks."""

    def ask_for_credentials(self, missing: CredentialsMissingError) -> None:
        """Do nothing: nothing is sent."""


def plain_svg(svg: str, title: str = "otp-tui") -> str:
    """Return a picture as it may leave the tool: without a link to a host of fonts, the same bytes each time.

    Args:
        svg: The picture as Textual exports it; one of another form loses its fonts only.
        title: Tells a reader what it is.
    """
    try:
        return small_svg(svg, title)
    except ValueError:
        svg = svg.replace("<svg ", '<svg xml:space="preserve" ', 1)  # some viewers drop a text's first blanks
        return _UNIQUE.sub("terminal", _FONT_FACES.sub("", svg)).rstrip() + "\n"
