"""Small drawings for the HTML report: a sequence diagram and bar charts, coloured by the report's style sheet."""

from collections.abc import Sequence as Rows
from typing import Final
from xml.etree import ElementTree as ET

from otp_tui.core.security.sanitize import sanitize
from otp_tui.evidence.charts import BarRow
from otp_tui.evidence.sequence import Arrow, Sequence, Step

_WIDTH: Final = 960
_LABEL: Final = 220
_ROW: Final = 26
_BAR: Final = 14
_VALUE: Final = 260
_HEAD: Final = 44
_STEP: Final = 34
_CHARACTER: Final = 6.6
"""The width of a character in the diagram's size of type, rather more than less."""
_DASHED: Final = frozenset({Arrow.ANSWER, Arrow.LOST_ANSWER, Arrow.LATE_ANSWER, Arrow.UNCERTAIN_SMS})
_LOST: Final = frozenset({Arrow.LOST_REQUEST, Arrow.LOST_ANSWER, Arrow.UNCERTAIN_SMS})


def bars_svg(rows: Rows[BarRow], values: Rows[str], title: str) -> str:
    """Return a chart of bars.

    Args:
        rows: The bars.
        values: The text behind each bar.
        title: Its name for those who do not see it.
    """
    height = _ROW * len(rows) + 10
    svg = _svg(height, title)
    most = max((row.offset + row.length for row in rows), default=0.0) or 1.0
    scale = (_WIDTH - _LABEL - _VALUE) / most
    for index, (row, value) in enumerate(zip(rows, values, strict=True)):
        top = index * _ROW + 6
        _text(svg, (0, top + 12), _fitted(row.label, _LABEL), "label")
        left = _LABEL + row.offset * scale
        _line(svg, (_LABEL, top + _BAR / 2), (left, top + _BAR / 2), "rule")
        for part in row.parts:
            wide = part.length * scale
            ET.SubElement(
                svg, "rect", x=_number(left), y=_number(top), width=_number(max(wide, 1.0)),
                height=_number(_BAR), attrib={"class": f"part {part.kind}"},
            )  # fmt: skip
            left += wide
        _text(svg, (left + 8, top + 12), _fitted(value, _VALUE), "value")
    return _markup(svg)


def sequence_svg(sequence: Sequence, title: str) -> str:
    """Return a sequence diagram.

    Args:
        sequence: The sequence.
        title: Its name for those who do not see it.
    """
    height = _HEAD + _STEP * len(sequence.steps) + 20
    svg = _svg(height, title)
    lane = _WIDTH / len(sequence.participants)
    places = {key: (index + 0.5) * lane for index, key in enumerate(sequence.participants)}
    for key, name in sequence.participants.items():
        box = min(lane - 16, 170)
        ET.SubElement(
            svg, "rect", x=_number(places[key] - box / 2), y="2", width=_number(box), height="26", rx="5",
            attrib={"class": "actor"},
        )  # fmt: skip
        _text(svg, (places[key], 20), _fitted(name, box), "name", "middle")
        _line(svg, (places[key], 28), (places[key], height - 6), "life")
    for index, step in enumerate(sequence.steps):
        _draw(svg, step, places, _HEAD + index * _STEP + 18)
    return _markup(svg)


def _draw(svg: ET.Element, step: Step, places: dict[str, float], top: float) -> None:
    begin, end = places[step.source], places[step.target]
    if step.arrow is Arrow.NOTE:
        _note(svg, step.text, (begin + end) / 2, top)
        return
    kind = f"arrow{' dashed' if step.arrow in _DASHED else ''}{' lost' if step.arrow in _LOST else ''}"
    way = 1 if end > begin else -1
    tip = (begin + end) / 2 + way * abs(end - begin) / 4 if step.arrow in _LOST else end
    _line(svg, (begin, top), (tip, top), kind)
    points = (
        f"M{_number(tip - 5)} {_number(top - 5)}l10 10m0 -10l-10 10"
        if step.arrow in _LOST
        else f"M{_number(tip - way * 7)} {_number(top - 4)}L{_number(tip)} {_number(top)}l{-way * 7} 4"
    )
    ET.SubElement(svg, "path", d=points, attrib={"class": kind.replace(" dashed", "")})
    _wide_text(svg, step.text, (begin + end) / 2, top - 6)


def _wide_text(svg: ET.Element, text: str, middle: float, top: float) -> None:
    """Draw a text around a place, within the drawing."""
    shown = _fitted(text, _WIDTH - 8)
    half = len(shown) * _CHARACTER / 2
    _text(svg, (min(max(middle, half + 2), _WIDTH - half - 2), top), shown, "said", "middle")


def _note(svg: ET.Element, text: str, middle: float, top: float) -> None:
    shown = _fitted(text, _WIDTH - 40)
    wide = len(shown) * _CHARACTER + 20
    middle = min(max(middle, wide / 2 + 2), _WIDTH - wide / 2 - 2)
    ET.SubElement(
        svg, "rect", x=_number(middle - wide / 2), y=_number(top - 15), width=_number(wide), height="22", rx="4",
        attrib={"class": "note"},
    )  # fmt: skip
    _text(svg, (middle, top), shown, "noted", "middle")


def _svg(height: float, title: str) -> ET.Element:
    box = f"0 0 {_WIDTH} {_number(height)}"
    svg = ET.Element("svg", viewBox=box, width=str(_WIDTH), height=_number(height), role="img")
    svg.set("xmlns", "http://www.w3.org/2000/svg")
    svg.set("aria-label", sanitize(title))
    return svg


def _text(svg: ET.Element, place: tuple[float, float], text: str, kind: str, anchor: str = "start") -> None:
    x, y = map(_number, place)
    ET.SubElement(svg, "text", x=x, y=y, attrib={"class": kind, "text-anchor": anchor}).text = text


def _line(svg: ET.Element, begin: tuple[float, float], end: tuple[float, float], kind: str) -> None:
    (x1, y1), (x2, y2) = map(_number, begin), map(_number, end)
    ET.SubElement(svg, "line", x1=x1, y1=y1, x2=x2, y2=y2, attrib={"class": kind})


def _fitted(text: str, wide: float) -> str:
    return sanitize(text, max(int(wide / _CHARACTER) - 1, 4))


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _markup(svg: ET.Element) -> str:
    return ET.tostring(svg, encoding="unicode", short_empty_elements=False)
