"""A person at the line-by-line wizard: reads its questions and answers them, by what lies on the phone."""

import os
import re
import select
import subprocess
import sys
import time
from collections.abc import Callable, Iterable
from typing import Self

from support.environment import child_environment

_DEADLINE_S = 60.0
_MOST_QUESTIONS = 30


class PlainSession:
    """A process of the line-by-line wizard.

    Attributes:
        text: All that it has printed.
    """

    def __init__(self, *words: str, **environment: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-m", "otp_tui", "--plain", *words],
            env=child_environment(**environment),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
        )
        self.text = ""
        self._answered = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.process.poll() is None:
            self.process.kill()
        self.process.communicate()

    def question(self, patterns: Iterable[str]) -> str:
        """The next question that waits and holds one of these, from its title on; "" where it ended instead."""
        assert self.process.stdout is not None
        end = time.monotonic() + _DEADLINE_S
        while time.monotonic() < end:
            if select.select([self.process.stdout], [], [], 0.1)[0]:
                data = os.read(self.process.stdout.fileno(), 65536)
                self.text += data.decode()
                if not data:
                    return ""
            elif self.text[self._answered :].endswith(" "):  # a question leaves the cursor on its own line
                asked = self.text[self._answered :]  # its title and its choices stand above the line itself
                if any(re.search(pattern, asked, re.MULTILINE) for pattern in patterns):
                    return asked
        raise TimeoutError(self.text)

    def answer(self, line: str) -> None:
        """Type a line."""
        assert self.process.stdin is not None
        self._answered = len(self.text)
        self.process.stdin.write(f"{line}\n".encode())
        self.process.stdin.flush()

    def walkthrough(self, answers: dict[str, Callable[[], str]]) -> list[str]:
        """Answer every question by the first pattern that is in it, until the program ends.

        Returns:
            The patterns in the order in which they were asked.
        """
        asked: list[str] = []
        while question := self.question(answers):
            pattern = next(name for name in answers if re.search(name, question, re.MULTILINE))
            assert len(asked) < _MOST_QUESTIONS, self.text
            asked.append(pattern)
            self.answer(answers[pattern]())
        assert self.process.wait(_DEADLINE_S) == 0, self.text
        return asked
