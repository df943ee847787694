"""`otp-tui history evidence`: the evidence pack of a kept walkthrough."""

from collections.abc import Mapping
from pathlib import Path

import click

from otp_tui.cli.composition.journal import load_record
from otp_tui.cli.composition.known_secrets import known_secrets
from otp_tui.cli.composition.pack_folder import check_pack_folder, write_pack
from otp_tui.cli.composition.pictures import PictureError, pictures_of
from otp_tui.cli.terminal.console import print_message, print_result
from otp_tui.core.errors import UserError, usage_error
from otp_tui.core.exit_codes import BUG
from otp_tui.core.flow.record import WalkthroughRecord
from otp_tui.evidence.pack import build_pack
from otp_tui.evidence.record import run_record
from otp_tui.evidence.scan import LeakError
from otp_tui.i18n.translator import Translator


def evidence_command(translator: Translator) -> click.Command:
    """Make ``history evidence``."""

    @click.command("evidence", help=translator.text("help.history_evidence"))
    @click.argument("walkthrough_id", metavar="ID")
    @click.option(
        "--out", metavar="DIR", required=True, type=click.Path(file_okay=False, path_type=Path),
        help=translator.text("help.out"),
    )  # fmt: skip
    def evidence(*, walkthrough_id: str, out: Path) -> int:
        return write_evidence(translator, walkthrough_id, out)

    return evidence


def drawn_pictures(translator: Translator, record: WalkthroughRecord) -> Mapping[str, str]:
    """Return the pictures of a walkthrough; none, and a message, where they cannot be drawn."""
    try:
        return pictures_of(record, translator.language)
    except PictureError:
        print_message(translator.text("evidence.no_pictures"))
        return {}


def write_evidence(translator: Translator, walkthrough_id: str, out: Path) -> int:
    """Write the pack of a kept walkthrough, and print its folder.

    Raises:
        UserError: There is no such walkthrough, the folder holds something, or it cannot be written.
    """
    record = load_record(walkthrough_id)
    try:
        check_pack_folder(out)
    except FileExistsError:
        raise usage_error("evidence.folder_in_use", folder=out) from None
    print_message(translator.text("evidence.making"))
    pictures = drawn_pictures(translator, record)
    try:
        write_pack(
            out, build_pack(run_record(record), translator, pictures=pictures, secrets=known_secrets())
        )
    except LeakError as error:
        raise UserError("evidence.leak", BUG, file=error.file, secret=error.secret) from None
    except OSError:
        raise usage_error("run.cannot_write", path=out) from None
    print_result(translator.text("evidence.written", folder=out))
    return 0
