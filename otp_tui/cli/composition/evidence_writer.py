"""The writing of an evidence pack: pictures, files, the last look, the folder."""

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from otp_tui.cli.composition.pack_folder import write_pack
from otp_tui.cli.composition.pictures import PictureError, pictures_of
from otp_tui.conductor.evidence_ports import WrittenEvidence
from otp_tui.core.errors import UserError, usage_error
from otp_tui.core.exit_codes import BUG
from otp_tui.core.flow.history import SHORT_ID
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.evidence.pack import build_pack
from otp_tui.evidence.record import run_record
from otp_tui.evidence.scan import LeakError
from otp_tui.i18n.translator import Translator
from otp_tui.storage.files import check_writable
from otp_tui.storage.paths import data_folder

_MOST_OF_A_DAY = 1000


def write_evidence(
    record: WalkthroughRecord,
    language: str,
    secrets: Iterable[tuple[str, str]],
    folder: Path | None = None,
) -> WrittenEvidence:
    """Write the pack of a walkthrough; blocks for seconds.

    Args:
        record: The walkthrough.
        language: The language of what people read in it.
        secrets: The names and values of every secret that this process knows.
        folder: Where to; by default a new folder in the current one, or beside the journal where nothing can be
            written there.

    Raises:
        UserError: A file would hold a secret, or the folder cannot be written.
    """
    try:
        pictures = pictures_of(record, language)
    except PictureError:
        pictures = {}
    try:
        files = build_pack(run_record(record), Translator(language), pictures=pictures, secrets=secrets)
    except LeakError as error:
        raise UserError("evidence.leak", BUG, file=error.file, secret=error.secret) from None
    target = folder or _new_folder(record)
    try:
        write_pack(target, files)
    except OSError:
        raise usage_error("run.cannot_write", path=target) from None
    return WrittenEvidence(str(target), len(files), bool(pictures))


def _new_folder(record: WalkthroughRecord) -> Path:
    """Return a folder that is not there yet, named after day and walkthrough."""
    name = f"otp-tui-{record.start.began.utc.astimezone():%Y-%m-%d}-{record.start.id[:SHORT_ID]}"
    parent = data_folder() / "evidence"
    with suppress(OSError):
        check_writable(Path.cwd() / f"{name}.tmp")
        parent = Path.cwd()
    numbered = (parent / (name if number == 1 else f"{name}-{number}") for number in range(1, _MOST_OF_A_DAY))
    return next(folder for folder in numbered if not folder.exists())
