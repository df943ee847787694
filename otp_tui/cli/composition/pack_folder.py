"""The folder of an evidence pack: written whole or not at all, for its owner alone."""

import hashlib
import json
import secrets
import shutil
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import Final

from otp_tui.evidence.pack_names import FOLDERS, MANIFEST, NAMES
from otp_tui.storage.files import check_writable, write_private

_PRIVATE_FOLDER: Final = 0o700
_IN_FOLDER: Final = 2
"""The parts of a name in one of the pack's folders."""


def write_pack(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files of a pack; what stands beside them in the folder stays.

    Args:
        folder: The folder; made where it is missing, with those above it.
        files: Texts by their names in the folder.

    Raises:
        OSError: A file could not be written; none of them is there.
    """
    staged = folder.parent / f".{folder.name[:100]}.{secrets.token_hex(8)}.tmp"
    try:
        staged.mkdir(mode=_PRIVATE_FOLDER, parents=True)
        for name, text in files.items():
            write_private(staged / name, text)
        if folder.exists():
            _move_into(staged, folder, files)
        else:
            staged.rename(folder)
    finally:
        shutil.rmtree(staged, ignore_errors=True)


def prepare_pack(folder: Path) -> None:
    """Make the folder of a pack and remove an earlier one from it: what its manifest lists, and is unchanged.

    Raises:
        FileExistsError: A file of the operator's own has the name of one of the pack's.
        OSError: A file of a pack could not be written there.
    """
    folder.mkdir(mode=_PRIVATE_FOLDER, parents=True, exist_ok=True)
    check_writable(folder / MANIFEST)
    for path in tuple(_earlier(folder)):
        path.unlink()
    for name in FOLDERS:
        with suppress(OSError):  # it is not there, or holds something of the operator's own
            (folder / name).rmdir()
    if any((folder / name).exists() or (folder / name).is_symlink() for name in (*NAMES, *FOLDERS)):
        raise FileExistsError(folder)
    if not any(folder.iterdir()):
        folder.chmod(_PRIVATE_FOLDER)


def check_pack_folder(folder: Path) -> None:
    """Check that a folder is not there yet, or is empty: nothing of the operator's is written over.

    Raises:
        FileExistsError: It holds something.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise FileExistsError(folder)
    if folder.exists():
        folder.chmod(_PRIVATE_FOLDER)


def _earlier(folder: Path) -> Iterator[Path]:
    """Yield the files of an earlier pack, its manifest last."""
    manifest = folder / MANIFEST
    try:
        listed = json.loads(manifest.read_bytes())["files"].items()
    except (OSError, ValueError, LookupError, AttributeError, TypeError, RecursionError):
        return  # none, or one of another program
    for name, checksum in listed:
        path = folder / name
        ours = name in NAMES or (
            len(path.relative_to(folder).parts) == _IN_FOLDER and name.split("/")[0] in FOLDERS
        )
        if ours and not path.parent.is_symlink() and _has_checksum(path, checksum):
            yield path
    yield manifest


def _has_checksum(path: Path, checksum: object) -> bool:
    if path.is_symlink() or not path.is_file():
        return False
    return hashlib.sha256(path.read_bytes()).hexdigest() == checksum


def _move_into(staged: Path, folder: Path, files: Mapping[str, str]) -> None:
    """Move every file to its place; where one cannot be, take the others away again."""
    moved: list[Path] = []
    try:
        for name in files:
            (folder / name).parent.mkdir(mode=_PRIVATE_FOLDER, exist_ok=True)
            moved.append((staged / name).replace(folder / name))
    except OSError:
        for path in moved:
            path.unlink(missing_ok=True)
        raise
