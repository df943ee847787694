"""The moving picture of the READMEs: the autoplay's frames, played by style sheet alone.

What several frames share is drawn once and shown while they last. The colours follow `prefers-color-scheme`; under
`prefers-reduced-motion` one telling frame stands still.
"""

import asyncio
from collections.abc import Iterable, Mapping
from typing import NamedTuple

from support.wizard_harness import WizardHarness

from gallery.stage import exported_grid, settled, simulated
from otp_tui.core.flow.journey import Journey
from otp_tui.wizard.preferences import WizardPreferences
from otp_tui.wizard.svg_cells import Cell, Grid, Mark, drawn, frame, marks_of

SIZE = (120, 33)
TITLES = {
    "tr": "Kendi kendine oynayan demo: telefon, SMS kodu, geri sayım, bağlanan hesap",
    "en": "The demo plays itself: phone, code by SMS, countdown, linked account",
}
_STEP_S = 1.0
_WAIT_S = 1.0
_LAST_S = 3.0


class Frame(NamedTuple):
    """One frame.

    Attributes:
        seconds: How long it is shown.
        grid: Its cells.
        messages: How many SMS are on the customer's phone.
    """

    seconds: float
    grid: Grid
    messages: int


class Director:
    """Holds the script at each of its rests until a frame was taken."""

    def __init__(self) -> None:
        self.rests: asyncio.Queue[tuple[float, asyncio.Future[None]]] = asyncio.Queue()

    async def sleep(self, seconds: float) -> None:
        """Rest in the script: as long as its frames take."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        await self.rests.put((seconds, done))
        await done


async def filmed(language: str, theme: str) -> list[Frame]:
    """Return the frames of the happy path as a presentation, in a language and a theme."""
    director = Director()
    preferences = WizardPreferences(theme=theme, presenting=True, autoplay="happy", sleep=director.sleep)
    frames: list[Frame] = []
    async with simulated(Journey.FULL, language, SIZE, preferences) as session:
        await session.until(lambda: session.app.context.ready)
        while True:
            await session.until(
                lambda: (
                    not director.rests.empty() or not session.app.context.playing or _is_on_its_way(session)
                )
            )
            if director.rests.empty() and not session.app.context.playing:
                break
            seconds, done = (_WAIT_S, None) if director.rests.empty() else director.rests.get_nowait()
            while seconds > 0:
                step = min(seconds, _STEP_S)
                frames.append(await _frame(session, step))
                session.clock.advance(step)
                seconds = round(seconds - step, 3)
            if done is not None:
                done.set_result(None)
        frames.append(await _frame(session, _LAST_S))
    return frames


def _is_on_its_way(session: WizardHarness) -> bool:
    """Return whether an SMS was sent that is not on the phone yet: the script waits for it, and so does the clock."""
    simulated = session.runtime.simulated()
    settled = session.app.context.walkthrough.in_flight is None
    return settled and len(simulated.inbox._messages) > len(simulated.messages())


async def _frame(session: WizardHarness, seconds: float) -> Frame:
    await settled(session)
    return Frame(seconds, exported_grid(session.app), len(session.app.context.messages))


# the picture -----------------------------------------------------------------------------------------


def moving_svg(dark: list[Frame], light: list[Frame], title: str) -> str:
    """Return the moving picture of the same frames in both themes."""
    shown: dict[Mark, list[int]] = {}
    pairs = [_both(one.grid, other.grid) for one, other in zip(dark, light, strict=True)]
    for index, grid in enumerate(pairs):
        for mark in marks_of(grid):
            shown.setdefault(mark, []).append(index)
    still = next(index for index, one in enumerate(dark) if one.messages) + 1
    groups: dict[tuple[int, ...], list[Mark]] = {}
    for mark, indexes in shown.items():
        groups.setdefault(tuple(indexes), []).append(mark)
    styles = {style: f"s{number}" for number, style in enumerate(dict.fromkeys(mark.style for mark in shown))}
    names = {indexes: f"k{number}" for number, indexes in enumerate(groups) if len(indexes) < len(pairs)}
    body = "".join(
        f'<g class="{names[indexes]}">\n{inner}</g>\n' if indexes in names else inner
        for layer in range(4)
        for indexes, marks in groups.items()
        if (inner := drawn((mark for mark in marks if mark.layer == layer), styles))
    )
    colours = {name: style for style, name in styles.items()} | {"shell": f"fill: {pairs[0][0][0].ground}"}
    css = _colours(colours) + _motion(names, [one.seconds for one in dark], still)
    return frame(pairs[0], body, css, title)


def _both(dark: Grid, light: Grid) -> Grid:
    """Return cells whose styles name both themes."""
    return tuple(
        tuple(
            Cell(
                one.text,
                f"{one.style}|{other.style}" if one.style else "",
                f"{one.ground}|fill: {other.ground}",
            )
            for one, other in zip(left, right, strict=True)
        )
        for left, right in zip(dark, light, strict=True)
    )


def _colours(styles: Mapping[str, str]) -> str:
    dark, light = [], []
    for name, style in styles.items():
        one, other = style.split("|")
        dark.append(f".{name} {{ {one} }}\n")
        light.append(f".{name} {{ {other} }}\n")
    return f"{''.join(dark)}@media (prefers-color-scheme: light) {{\n{''.join(light)}}}\n"


def _motion(names: Mapping[tuple[int, ...], str], seconds: Iterable[float], still: int) -> str:
    """Return the rules that show each group while its frames last."""
    ends = [0.0]
    for each in seconds:
        ends.append(ends[-1] + each)
    total = ends[-1]
    hidden = ",".join(f".{name}" for indexes, name in names.items() if still not in indexes)
    rules, moves = [f"{hidden} {{ visibility: hidden }}\n"], []
    for indexes, name in names.items():
        seen = set(indexes)
        stops = [
            f"{100 * ends[index] / total:.4g}% {{ visibility: {'visible' if index in seen else 'hidden'} }}"
            for index in range(len(ends) - 1)
            if not index or (index in seen) != (index - 1 in seen)
        ]
        rules.append(f"@keyframes {name} {{ {' '.join(stops)} }}\n")
        moves.append(f".{name} {{ animation: {name} {total:g}s step-end infinite }}\n")
    return f"{''.join(rules)}@media (prefers-reduced-motion: no-preference) {{\n{''.join(moves)}}}\n"


def film(language: str, theme: str) -> list[Frame]:
    """Return the frames of one language and theme, in a process of their own."""
    return asyncio.run(filmed(language, theme))
