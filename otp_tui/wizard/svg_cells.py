"""Terminal pictures as a grid of cells: read from the SVG that Textual exports, written as a small one.

Blocks, bars and frames are drawn as shapes: a font has them in another height than the row's, which leaves seams.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from html import escape, unescape
from typing import Final, NamedTuple

WIDTH: Final = 12.2
"""Width of a cell in the units of the picture."""
HEIGHT: Final = 24.4
EDGE: Final = 12.0
"""Room around the cells."""
_BASELINE: Final = 18.5
_CLASS: Final = re.compile(r"\.[\w-]+-(r\d+) \{ ([^}]*?) *\}")
_CLIP: Final = re.compile(r'-clip-[\w-]+">\s*<rect x="0" y="0" width="([\d.]+)" height="([\d.]+)"')
_RECT: Final = re.compile(
    r'<rect fill="([^"]+)" x="([\d.]+)" y="([\d.]+)" width="([\d.]+)" height="[\d.]+" shape-rendering'
)
_TEXT: Final = re.compile(
    r'<text class="[\w-]+-(r\d+)" x="([\d.]+)" y="([\d.]+)"[^>]*clip-path[^>]*>([^<]*)<'
)
_BLANKS: Final = re.compile(r"\S+(?: \S+)*")
_ALIKE: Final = re.compile(r"(.)\1*")


class Cell(NamedTuple):
    """One cell.

    Attributes:
        text: Its character.
        style: CSS of the character.
        ground: The colour behind it; empty for none.
    """

    text: str = " "
    style: str = ""
    ground: str = ""


Grid = tuple[tuple[Cell, ...], ...]


def read_grid(svg: str) -> Grid:
    """Return the cells of a picture as Textual exports it.

    Args:
        svg: The export.

    Raises:
        ValueError: It has another form.
    """
    clip = _CLIP.search(svg)
    if clip is None:
        raise ValueError("no picture of a terminal")
    columns, rows = round((float(clip[1]) + 1) / WIDTH), round((float(clip[2]) + 1) / HEIGHT)
    styles = dict(_CLASS.findall(svg))
    cells = [[Cell()] * columns for _ in range(rows)]
    for ground, x, y, width in _RECT.findall(svg):
        row, first = int(float(y) / HEIGHT), round(float(x) / WIDTH)
        for column in range(first, min(columns, first + round(float(width) / WIDTH))):
            cells[row][column] = Cell(ground=ground)
    for name, x, y, text in _TEXT.findall(svg):
        row, first = int(float(y) / HEIGHT), round(float(x) / WIDTH)
        for column, character in enumerate(unescape(text).replace("\xa0", " ")[: columns - first], first):
            cells[row][column] = cells[row][column]._replace(text=character, style=styles[name])
    return tuple(map(tuple, cells))


GROUND, BLOCK, LINE, TEXT = range(4)


class Mark(NamedTuple):
    """One thing that is drawn.

    Attributes:
        layer: `GROUND`, `BLOCK`, `LINE` or `TEXT`, drawn in this order.
        style: Its CSS.
        body: The path of a shape, or the text element without its class.
    """

    layer: int
    style: str
    body: str


def marks_of(grid: Grid) -> Iterator[Mark]:
    """Yield what is drawn of a grid, row by row."""
    yield from _grounds(grid)
    for row, cells in enumerate(grid):
        for first, style, text in _runs(cells, lambda cell: cell.style):
            for found in _ALIKE.finditer(text):
                character, column, count = found[1], first + found.start(), len(found[0])
                for layer, parts in ((BLOCK, _BLOCKS), (LINE, _LINES)):
                    if character in parts:
                        yield Mark(layer, style, _path(parts[character], column, row, count))
            rest = "".join(
                " " if character in _BLOCKS or character in _LINES else character for character in text
            )
            for words in _BLANKS.finditer(rest):
                x, y = (first + words.start()) * WIDTH, row * HEIGHT + _BASELINE
                length = f' textLength="{len(words[0]) * WIDTH:.5g}"' if len(words[0]) > 1 else ""
                body = escape(words[0].replace(" ", "\xa0"), quote=False)
                yield Mark(TEXT, style, f'x="{x:.5g}" y="{y:.5g}"{length}>{body}</text>')


def _runs(cells: Iterable[Cell], of: Callable[[Cell], str]) -> Iterator[tuple[int, str, str]]:
    """Yield the first column, the style and the text of neighbours that are alike."""
    first, style, text = 0, "", ""
    for column, cell in enumerate(cells):
        if of(cell) != style:
            if style:
                yield first, style, text
            first, style, text = column, of(cell), ""
        text += cell.text
    if style:
        yield first, style, text


def _grounds(grid: Grid) -> Iterator[Mark]:
    """Yield the areas of one colour, equal rows as one."""
    open_areas: dict[tuple[int, str, int], int] = {}
    for row, cells in enumerate((*grid, ())):
        runs = {(first, colour, len(text)) for first, colour, text in _runs(cells, lambda cell: cell.ground)}
        for area in sorted(set(open_areas) - runs):
            top = open_areas.pop(area)
            yield Mark(GROUND, f"fill: {area[1]}", f"M{area[0]} {top}h{area[2]}v{row - top}h-{area[2]}z")
        for area in runs:
            open_areas.setdefault(area, row)


# shapes ----------------------------------------------------------------------------------------------

_Box = tuple[float, float, float, float]
"""Left, top, width and height in a cell."""


def _stroke(*sides: str, wide: float = 0.1, high: float = 0.06) -> tuple[_Box, ...]:
    """Return the strokes from the middle of a cell to its sides (l r t b), or from side to side."""
    left, top = (1 - wide) / 2, (1 - high) / 2
    strokes = {
        "l": (0, top, 0.5 + wide / 2, high),
        "r": (left, top, 1 - left, high),
        "t": (left, 0, wide, 0.5 + high / 2),
        "b": (left, top, wide, 1 - top),
        "lr": (0, top, 1, high),
        "tb": (left, 0, wide, 1),
    }
    return tuple(strokes[side] for side in sides)


def _heavy(*sides: str) -> tuple[_Box, ...]:
    return _stroke(*sides, wide=0.2, high=0.12)


_BLOCKS: Final[Mapping[str, tuple[_Box, ...]]] = {
    **{chr(0x2580 + eighths): ((0, 1 - eighths / 8, 1, eighths / 8),) for eighths in range(1, 9)},
    **{chr(0x2590 - eighths): ((0, 0, eighths / 8, 1),) for eighths in range(1, 8)},
    "▀": ((0, 0, 1, 0.5),),
    "▐": ((0.5, 0, 0.5, 1),),
    "▔": ((0, 0, 1, 0.125),),
    "▕": ((0.875, 0, 0.125, 1),),
    "▮": ((0.15, 0.25, 0.7, 0.5),),
}
_LINES: Final[Mapping[str, tuple[_Box, ...]]] = {
    "─": _stroke("lr"),
    "│": _stroke("tb"),
    "╭": _stroke("r", "b"),
    "╮": _stroke("l", "b"),
    "╰": _stroke("r", "t"),
    "╯": _stroke("l", "t"),
    "━": _heavy("lr"),
    "┃": _heavy("tb"),
    "╸": _heavy("l"),
    "╺": _heavy("r"),
}


def _path(boxes: Iterable[_Box], column: int, row: int, count: int) -> str:
    """Return the path of a character that is drawn several times in a row; a whole row's width is one box."""
    return "".join(
        f"M{column + at + x:.6g} {row + y:.6g}h{width * long:g}v{height:g}h-{width * long:g}z"
        for x, y, width, height in boxes
        for long in (count if width == 1 else 1,)
        for at in range(0, count, long)
    )


# the picture -----------------------------------------------------------------------------------------


def frame(grid: Grid, body: str, css: str, title: str) -> str:
    """Return a whole picture.

    Args:
        grid: Gives its size.
        body: What is drawn.
        css: The rules of its classes; `shell` is the colour around the cells.
        title: Tells a reader what it is.
    """
    rows, columns = len(grid), len(grid[0])
    width, height = columns * WIDTH + 2 * EDGE, rows * HEIGHT + 2 * EDGE
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:g} {height:g}" xml:space="preserve" '
        f'role="img"><title>{escape(title)}</title>\n<style>\n'
        "text { font: 20px Fira Code, DejaVu Sans Mono, Menlo, Consolas, monospace }\n"
        f'{css}</style>\n<rect class="shell" width="{width:g}" height="{height:g}" rx="10"/>\n'
        f'<g transform="translate({EDGE:g} {EDGE:g})">\n{body}</g>\n</svg>\n'
    )


def drawn(marks: Iterable[Mark], classes: Mapping[str, str]) -> str:
    """Return the elements of marks, the shapes of one class as one path.

    Args:
        marks: What is drawn.
        classes: The class of each style.
    """
    paths: dict[tuple[int, str], list[str]] = {}
    texts = []
    for mark in marks:
        if mark.layer != TEXT:
            paths.setdefault((mark.layer, mark.style), []).append(mark.body)
        else:
            texts.append(f'<text class="{classes[mark.style]}" {mark.body}\n')
    scaled = f'transform="scale({WIDTH} {HEIGHT})"'
    crisp = ' shape-rendering="crispEdges"'  # would swallow lines where the picture is shown small
    shapes = [
        f'<path class="{classes[style]}" {scaled}{"" if layer == LINE else crisp} d="{"".join(bodies)}"/>\n'
        for (layer, style), bodies in sorted(paths.items(), key=lambda path: path[0][0])
    ]
    return "".join((*shapes, *texts))


def small_svg(svg: str, title: str) -> str:
    """Return a picture as Textual exports it, drawn anew: smaller, without seams, fonts and window decoration.

    Args:
        svg: The export.
        title: Tells a reader what it is.

    Raises:
        ValueError: It has another form.
    """
    grid = read_grid(svg)
    marks = list(marks_of(grid))
    classes = {
        style: f"s{number}" for number, style in enumerate(dict.fromkeys(mark.style for mark in marks))
    }
    shell = f".shell {{ fill: {grid[0][0].ground or '#000000'}; stroke: #80808059 }}\n"
    css = shell + "".join(f".{name} {{ {style} }}\n" for style, name in classes.items())
    return frame(grid, drawn(marks, classes), css, title)
