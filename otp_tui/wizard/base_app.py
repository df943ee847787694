"""The base of the application: themes, the crash page, work beside the screen."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Final

from rich.text import Text
from textual.app import App, ScreenStackError

from otp_tui.core.target.profile import AccentColours
from otp_tui.wizard.themes import DARK, LIGHT, coloured, with_few_colours
from otp_tui.wizard.without_colours import WithoutColours

_HERE: Final = Path(__file__).parent
_LATER_STYLES: Final = (
    "side.tcss",
    "screens/send.tcss",
    "screens/code.tcss",
    "screens/done.tcss",
    "screens/history.tcss",
    "dialogs/dialog.tcss",
)


class BaseApp(App[int]):
    """An application in our own colours, whose crash shows no variable and no exception's text.

    Args:
        crash_page: Words a crash.
    """

    def __init__(self, crash_page: Callable[[BaseException | None], str]) -> None:
        super().__init__()
        self._crash_page = crash_page
        if self.no_color:
            self._filters = [WithoutColours()]

    # themes ------------------------------------------------------------------------------------------

    def use_colours(self, accent: AccentColours) -> None:
        """Take the colours of a merchant, as far as the terminal has them."""
        system = "truecolor" if self.no_color else self.console.color_system or "truecolor"
        for theme, colour in ((DARK, accent.dark), (LIGHT, accent.light)):
            if system == "truecolor":
                self.register_theme(coloured(theme, colour))
            else:  # sixteen colours have no shade for a merchant's
                few = with_few_colours(theme, system)
                self.register_theme(coloured(few, colour, system) if system == "256" else few)

    def toggle_theme(self) -> None:
        """Change between dark and light."""
        self.theme = LIGHT.name if self.theme == DARK.name else DARK.name

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Return our own colour roles; the stylesheet is read before the theme is."""
        return dict(DARK.variables)

    def refresh_css(self, animate: bool = True) -> None:
        """Parse the styles anew for another theme; for the first one there is no screen yet that has any."""
        if self.screen_stack:
            super().refresh_css(animate=animate)
        else:
            self.stylesheet.set_variables(self.get_css_variables())

    def read_later_styles(self) -> None:
        """Read the styles that no first screen needs, once.

        A CSS_PATH of each screen would have Textual parse all styles again whenever a new kind of screen is shown.
        """
        for name in _LATER_STYLES:
            path = _HERE / name
            if not self.stylesheet.has_source(str(path)):
                self.stylesheet.add_source(path.read_text(encoding="utf-8"), (str(path), ""))

    # a crash -----------------------------------------------------------------------------------------

    def _fatal_error(self) -> None:
        """Show the kind and the place of a crash; never a local variable, never an exception's text."""
        if self._exit_renderables:  # two screens of one stack broke: the first says it
            return
        self.bell()
        self._exit_renderables.append(Text(self._crash_page(self._exception)))
        self._close_messages_no_wait()

    # work --------------------------------------------------------------------------------------------

    def work(self, task: Callable[[], Awaitable[None]], name: str) -> None:
        """Work beside the screen."""

        async def until_the_end() -> None:
            try:
                await task()
            except ScreenStackError:  # what it wants to show comes after the program has ended
                if self.screen_stack:
                    raise

        work: Callable[[], Awaitable[None]] = until_the_end
        self.run_worker(work, name=name)

    def work_after_paint(self, task: Callable[[], Awaitable[None]], name: str) -> None:
        """Work beside the screen once it was drawn: what a thread imports would hold the first paint up."""
        self.call_after_refresh(self.work, task, name)

    def write_to_terminal(self, text: str) -> None:
        """Write what is no part of the screen, where there is a terminal."""
        if self._driver is not None:
            self._driver.write(text)
