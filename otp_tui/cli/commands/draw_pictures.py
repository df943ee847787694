"""The process that draws a walkthrough's pictures: a record on standard input, pictures by name on standard output.

It is a process of its own, because pictures are the same bytes only where the environment is.
"""

import json
import sys

from otp_tui.i18n.translator import Translator
from otp_tui.storage.journal.codec import read_record
from otp_tui.wizard.pictures import draw_pictures


def main() -> None:
    """Draw the pictures in the language that the first argument names."""
    record = read_record(sys.stdin.buffer.read())
    pictures = draw_pictures(record, Translator(sys.argv[1]))
    sys.stdout.buffer.write(json.dumps(dict(pictures)).encode())


if __name__ == "__main__":
    main()
