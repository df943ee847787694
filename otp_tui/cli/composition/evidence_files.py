"""The evidence of `run`: checked before anything is sent, written whole or not at all at the end."""

import os
import select
import stat
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Final

from otp_tui.cli.composition.pack_folder import prepare_pack, write_pack
from otp_tui.core.errors import usage_error
from otp_tui.evidence.formats import FORMATS
from otp_tui.evidence.pack_names import JUNIT, NAMES
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.scan import check_files, masked_run
from otp_tui.i18n.translator import Translator
from otp_tui.storage.files import check_writable, write_private

_FILE: Final = 0o666
"""The mode of a file that was asked for by its name; the umask makes it what the operator's other files are."""
_READER_S: Final = 5.0
"""Seconds that a pipe's reader may take nothing before the file counts as one that cannot be written."""


class EvidenceFiles:
    """The evidence files of one run.

    Args:
        files: The files that were asked for, by the name of their format.
        folder: The folder that was asked for, for a whole pack; None without one.
        report: Called with each path that could not be written.
    """

    def __init__(
        self, files: Mapping[str, str | None], folder: str | None, report: Callable[[Path], None]
    ) -> None:
        self._folder = Path(folder) if folder else None
        self._asked = {"--evidence": folder} | {f"--{name}": path for name, path in files.items()}
        self._files = [(Path(path), form) for form in FORMATS if (path := files.get(form.name))]
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
        for path, prepare in self._all():
            try:
                prepare(path)
            except FileExistsError:
                raise usage_error("evidence.folder_in_use", folder=path) from None
            except OSError:
                self._unwritable[path] = None
        if self._unwritable:
            raise usage_error("run.cannot_write", path=next(iter(self._unwritable)))

    @property
    def wants_pack(self) -> bool:
        """True where a whole pack was asked for, and can be written."""
        return self._folder is not None and self._folder not in self._unwritable

    def write(self, run: RunRecord, secrets: Iterable[tuple[str, str]]) -> bool:
        """Write the single files of a run's end; return False where one of them could not be written.

        Raises:
            LeakError: A file would hold one of the secrets; it was not written.
        """
        if not self._files:
            return True
        run, _ = masked_run(run)
        if self._folder is not None:  # a build server looks for them from where the run was started
            run = run._replace(attachments=[str(self._folder / name) for name in NAMES if name != JUNIT])
        texts = {str(path): form.write(run) for path, form in self._files}
        check_files(texts, secrets)
        done = [self._tried(path, partial(self._write, path, texts[str(path)])) for path, _ in self._files]
        return all(done)

    def write_pack(
        self,
        run: RunRecord,
        translator: Translator,
        pictures: Mapping[str, str],
        secrets: Iterable[tuple[str, str]],
    ) -> bool:
        """Write the pack of a run's end; return False where it could not be written.

        Raises:
            LeakError: A file would hold one of the secrets; nothing was written.
        """
        folder = self._folder
        if folder is None:
            return True
        from otp_tui.evidence.pack import build_pack  # with what fills templates, which few runs need

        files = build_pack(run, translator, pictures=pictures, secrets=secrets)
        return self._tried(folder, lambda: write_pack(folder, files))

    def _tried(self, path: Path, write: Callable[[], None]) -> bool:
        if path in self._unwritable:
            return True  # told before
        try:
            write()
        except OSError:
            self._report(path)
            return False
        return True

    def _all(self) -> Iterator[tuple[Path, Callable[[Path], None]]]:
        yield from ((path, self._prepare) for path, _ in self._files)
        if self._folder is not None:
            yield self._folder, prepare_pack

    def _refuse_doubles(self) -> None:
        """Refuse one file for two kinds of evidence: the last one written would be the only one."""
        seen: set[str] = set()
        inside = (self._folder / name for name in NAMES) if self._folder is not None else ()
        for path in (*(path for path, _ in self._files), *inside):
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
            write_private(path, text, _FILE)
            return
        try:
            _write_all(pipe, text.encode())
        finally:
            os.close(pipe)


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
