"""`otp-tui history evidence`: the evidence pack of a kept walkthrough."""

from pathlib import Path

import click

from otp_tui.cli.composition.evidence_writer import write_evidence
from otp_tui.cli.composition.journal import load_record
from otp_tui.cli.composition.known_secrets import known_secrets
from otp_tui.cli.composition.pack_folder import check_pack_folder
from otp_tui.cli.terminal.console import print_message, print_result
from otp_tui.core.errors import usage_error
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
        return pack_kept(translator, walkthrough_id, out)

    return evidence


def pack_kept(translator: Translator, walkthrough_id: str, out: Path) -> int:
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
    written = write_evidence(record, translator.language, known_secrets(), out)
    if not written.has_pictures:
        print_message(translator.text("evidence.no_pictures"))
    print_result(translator.text("evidence.written", folder=written.folder))
    return 0
