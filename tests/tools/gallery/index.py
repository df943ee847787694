"""The page of the gallery: README.md in its folder, which GitHub shows."""

from collections.abc import Iterator
from html import escape

from gallery.captions import GROUPS, Caption

INDEX = "README.md"
_HEAD = """\
# Gallery · Galeri

<!-- Made by `python tests/tools/pictures.py`, like every picture here. -->

Pictures of the running program, made by one command. They follow the light or dark theme of your browser; the words under a picture lead to each theme. The codes on them are the simulator's.

Çalışan programın tek komutla üretilen görüntüleri. Tarayıcınızın açık ya da koyu temasına uyar; görüntünün altındaki sözcükler temaları ayrı ayrı açar. Üzerlerindeki kodlar simülatöründür.
"""
_WORDS = {"tr": ("koyu", "açık"), "en": ("dark", "light")}


def page() -> str:
    """Return the page."""
    return "".join(_lines())


def _lines() -> Iterator[str]:
    yield _HEAD
    yield "\n" + " · ".join(f"[{group.en}](#{_anchor(group)})" for group in GROUPS) + "\n"
    for group, pictures in GROUPS.items():
        yield f"\n## {group.en} · {group.tr}\n\n<table>\n<tr><th>Türkçe</th><th>English</th></tr>\n"
        for name, caption in pictures.items():
            cells = "".join(_cell(name, caption, language) for language in _WORDS)
            yield f"<tr>{cells}</tr>\n"
        yield "</table>\n"


def _anchor(group: Caption) -> str:
    """Return the name that GitHub gives to a heading."""
    text = f"{group.en} · {group.tr}".lower()
    return "".join(letter for letter in text if letter.isalnum() or letter in " -").replace(" ", "-")


def _cell(name: str, caption: Caption, language: str) -> str:
    dark, light = (f"{name}-{language}-{theme}.svg" for theme in ("dark", "light"))
    text = escape(caption.of(language))
    words = _WORDS[language]
    return (
        f'<td valign="top" width="50%">'
        f'<picture><source media="(prefers-color-scheme: light)" srcset="{light}">'
        f'<img src="{dark}" alt="{text}" width="100%"></picture>'
        f'<br>{text} <sub><a href="{dark}">{words[0]}</a> · <a href="{light}">{words[1]}</a></sub></td>'
    )
