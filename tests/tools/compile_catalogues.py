"""Compiles the catalogues; `--check` fails where a compiled one is stale."""

import io
import sys
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).parents[2] / "otp_tui" / "i18n"


def compiled(source: Path) -> bytes:
    """The bytes of the compiled catalogue."""
    with source.open("rb") as file:
        catalogue = read_po(file)
    written = io.BytesIO()
    write_mo(written, catalogue)
    return written.getvalue()


def stale() -> list[Path]:
    """The catalogues whose compiled twin is missing or old."""
    sources = sorted(LOCALE.glob("*/LC_MESSAGES/*.po"))
    return [
        source
        for source in sources
        if not source.with_suffix(".mo").exists()
        or source.with_suffix(".mo").read_bytes() != compiled(source)
    ]


def main() -> int:
    """Compile, or check."""
    old = stale()
    if "--check" in sys.argv:
        if old:
            sys.stdout.write("\n  ".join(["stale:", *map(str, old)]) + "\n")
        return 1 if old else 0
    for source in old:
        source.with_suffix(".mo").write_bytes(compiled(source))
    return 0


if __name__ == "__main__":
    sys.exit(main())
