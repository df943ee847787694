"""The evidence files of `run`: checked before anything is sent, written whole or not at all at the end."""

import os
import select
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from otp_tui.core.errors import usage_error
from otp_tui.evidence.formats import FORMATS, EvidenceFormat
from otp_tui.evidence.record import RunRecord
from otp_tui.storage.files import check_writable, write_private

_PRIVATE_FOLDER: Final = 0o700
_PRIVATE_FILE: Final = 0o600
_FILE: Final = 0o666
"""The mode of a file that was asked for by its name; the umask makes it what the operator's other files are."""
_READER_S: Final = 5.0
"""Seconds that a pipe's reader may take nothing before the file counts as one that cannot be written."""


class EvidenceFiles:
    """The evidence files of one run.

    Args:
        files: The files that were asked for, by the name of their format.
        folder: The folder that was asked for, which holds them all; None without one.
        report: Called with each path that could not be written.
    """

    def __init__(
        self, files: Mapping[str, str | None], folder: str | None, report: Callable[[Path], None]
    ) -> None:
        self._folder = Path(folder) if folder else None
        self._asked = {"--evidence": folder} | {f"--{name}": path for name, path in files.items()}
        self._files = _by_path(files, self._folder)
        self._report = report
        self._pipes: dict[Path, int] = {}
        self._unwritable: dict[Path, None] = {}

    def prepare(self) -> None:
        """Check every file and remove the ones of an earlier run, before anything is sent.

        Raises:
            UserError: A file cannot be written, has no name, or is asked for twice.
        """
        for option, text in self._asked.items():
            if text == "":  # an empty variable
                raise usage_error("run.no_file_name", option=option)
        self._refuse_doubles()
        with suppress(OSError):  # each of its files tells so below
            if self._folder is not None:
                self._folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
        for path, _ in self._files:
            try:
                self._prepare(path)
            except OSError:
                self._unwritable[path] = None
        if self._unwritable:
            raise usage_error("run.cannot_write", path=next(iter(self._unwritable)))

    def write(self, record: RunRecord, *, last: bool = False) -> bool:
        """Write the files of a run's end; return False where one of them could not be written.

        Args:
            record: The run.
            last: Write the files that hold the last line itself, which come after all others.
        """
        written = True
        for path, kind in self._files:
            if kind.holds_last_line is last and path not in self._unwritable:
                try:
                    self._write(path, kind.write(record))
                except OSError:
                    written = False
                    self._report(path)
        return written

    def _refuse_doubles(self) -> None:
        """Refuse one file for two kinds of evidence: the last one written would be the only one."""
        seen: set[str] = set()
        for path, _ in self._files:
            real = os.path.realpath(path)
            if real in seen and not _is_special(path):
                raise usage_error("run.same_file", path=path)
            seen.add(real)

    def _prepare(self, path: Path) -> None:
        if _is_special(path):
            # Held open from here on: a pipe's reader would take its closing for the end. Without one it fails at once.
            self._pipes[path] = os.open(path, os.O_WRONLY | getattr(os, "O_NONBLOCK", 0))
            return
        check_writable(path)
        Path(os.path.realpath(path)).unlink(missing_ok=True)

    def _write(self, path: Path, text: str) -> None:
        pipe = self._pipes.pop(path, None)
        if pipe is None:
            inside = self._folder is not None and path.parent == self._folder
            write_private(path, text, _PRIVATE_FILE if inside else _FILE)
            return
        try:
            _write_all(pipe, text.encode())
        finally:
            os.close(pipe)


def _by_path(files: Mapping[str, str | None], folder: Path | None) -> list[tuple[Path, EvidenceFormat]]:
    found = [(Path(path), kind) for kind in FORMATS if (path := files.get(kind.name))]
    return found + ([(folder / kind.file_name, kind) for kind in FORMATS] if folder is not None else [])


def _is_special(path: Path) -> bool:
    """Return True for a pipe or a device, in whose place no file may be put."""
    try:
        return not stat.S_ISREG(path.stat().st_mode) and not path.is_dir()
    except OSError:
        return False


def _write_all(pipe: int, data: bytes) -> None:
    """Write to a pipe or device that does not block.

    Raises:
        OSError: It cannot be written, or its reader takes nothing.
    """
    while data:
        if not select.select([], [pipe], [], _READER_S)[1]:
            raise TimeoutError
        data = data[os.write(pipe, data) :]
