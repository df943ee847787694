"""The READMEs as what they say: their commands, tables and links."""

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

from otp_tui.cli.commands.group import build
from otp_tui.i18n.translator import Translator

ROOT = Path(__file__).parents[2]
READMES = {"en": ROOT / "README.md", "tr": ROOT / "README.tr.md"}
_BLOCK = re.compile(r"```sh\n(.*?)```", re.DOTALL)
PARTLY_THERE = {"serve", "completion"} - set(build(Translator("en"), "").list_commands(None))
"""The commands that this state of the program does not have yet."""


def text_of(language: str) -> str:
    """Return a README."""
    return READMES[language].read_text(encoding="utf-8")


def commands(language: str) -> list[list[str]]:
    """Return the words of every command in the shell blocks, without comments; one line may hold several."""
    lines = (line for block in _BLOCK.findall(text_of(language)) for line in block.splitlines())
    words = (shlex.split(line, comments=True) for line in lines)
    return [part for line in words for part in _split(line)]


def program_commands(language: str) -> list[list[str]]:
    """Return the words after `otp-tui` of every command of the program that there is."""
    called = [words[words.index(_name(words)) + 1 :] for words in commands(language) if _name(words)]
    return [words for words in called if not words or words[0] not in PARTLY_THERE]


def _name(words: list[str]) -> str:
    return next((word for word in words if Path(word).name == "otp-tui"), "")


def _split(words: list[str]) -> Iterator[list[str]]:
    part: list[str] = []
    for word in [*words, "&&"]:
        if word in {"&&", ">>", ">"}:
            yield part
            part = []
        else:
            part.append(word)


def table(language: str, head: str) -> list[list[str]]:
    """Return the rows of the table whose first head cell is given."""
    lines = text_of(language).splitlines()
    start = next(number for number, line in enumerate(lines) if line.startswith(f"| {head} |"))
    rows = []
    for line in lines[start + 2 :]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]])
    return rows
