"""The pictures of a walkthrough, drawn by a process of its own in a fixed environment."""

import json
import os
import subprocess
import sys
from typing import Final

from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.storage.journal.codec import write_record

_INHERITED: Final = ("PATH", "PYTHONPATH", "PYTHONHOME", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR")
"""The variables that Python needs to start; all others could change a picture."""
_FIXED: Final = {
    "TZ": "Europe/Istanbul",
    "COLORTERM": "truecolor",
    "TERM": "xterm-256color",
    "LC_ALL": "C.UTF-8",
    "PYTHONUTF8": "1",
}
_LONGEST_S: Final = 120.0


class PictureError(Exception):
    """The process that draws pictures failed, or took too long."""


def pictures_of(record: WalkthroughRecord, language: str) -> dict[str, str]:
    """Return a picture (SVG) of each step by its file name; blocks for seconds.

    Args:
        record: The walkthrough, which goes through a pipe and holds no secret.
        language: The language of the screens.

    Raises:
        PictureError: They could not be drawn.
    """
    environment = {name: os.environ[name] for name in _INHERITED if name in os.environ} | _FIXED
    try:
        # -P: no module of the folder that the operator happens to stand in.
        drawn = subprocess.run(  # noqa: S603 - our own module, by the interpreter that runs us
            [sys.executable, "-P", "-m", "otp_tui.cli.commands.draw_pictures", language],
            input=write_record(record),
            capture_output=True,
            env=environment,
            timeout=_LONGEST_S,
            check=True,
        )
        pictures: dict[str, str] = json.loads(drawn.stdout)
    except (OSError, subprocess.SubprocessError, ValueError) as error:
        raise PictureError(type(error).__name__) from None
    return pictures
