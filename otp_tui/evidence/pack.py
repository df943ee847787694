"""The evidence pack: every file of a run, made from its record, scanned before it is handed over."""

from collections.abc import Callable, Iterable, Mapping
from typing import Final

from otp_tui.evidence.formats import FORMATS
from otp_tui.evidence.manifest import manifest
from otp_tui.evidence.pack_names import JUNIT, MANIFEST, NAMES
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.report_html import report_html
from otp_tui.evidence.report_markdown import report_markdown
from otp_tui.evidence.scan import check_files, masked_run
from otp_tui.evidence.sequence import sequence_of
from otp_tui.evidence.sequence_mermaid import sequence_mermaid
from otp_tui.evidence.snippets.languages import LANGUAGES, snippet_file_name
from otp_tui.evidence.snippets.program import snippet
from otp_tui.evidence.ticket import ticket
from otp_tui.i18n.translator import Translator

_Files = Mapping[str, Callable[[RunRecord, Translator], str]]
_FILES: Final[_Files] = {
    "report.html": report_html,
    "report.md": report_markdown,
    "ticket.txt": ticket,
    "sequence.mmd": lambda run, translator: sequence_mermaid(sequence_of(run, translator)),
    "events.jsonl": lambda run, _: "".join(f"{line}\n" for line in run.lines),
}


def build_pack(
    run: RunRecord,
    translator: Translator,
    *,
    pictures: Mapping[str, str] | None = None,
    secrets: Iterable[tuple[str, str]] = (),
) -> dict[str, str]:
    """Return the files of a pack by their names in its folder, the manifest last.

    Args:
        run: The run.
        translator: Words what people read.
        pictures: A picture of each step, by its name.
        secrets: The names and values of every secret that this process knows.

    Raises:
        LeakError: A file would hold one of these secrets.
    """
    run, maskings = masked_run(run)
    attached = [f"pictures/{name}" for name in pictures or {}]
    programs = {
        f"snippets/{snippet_file_name(exchange, language)}": snippet(exchange, language)
        for exchange in run.exchanges
        for language in LANGUAGES
    }
    names = [name for name in NAMES if name != JUNIT]
    run = run._replace(attachments=[*names, *attached, *programs], pictures=pictures or {})
    files = {f"pictures/{name}": svg for name, svg in (pictures or {}).items()}
    files |= programs
    files |= {name: write(run, translator) for name, write in _FILES.items()}
    files |= {form.file_name: form.write(run) for form in FORMATS}
    files[MANIFEST] = manifest(run, files, maskings)
    check_files(files, secrets)
    return files
