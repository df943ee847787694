"""The entry point: process set-up, the command group, errors to exit codes."""

import errno
import gettext
import io
import os
import sys
from collections.abc import Sequence

import click

from otp_tui import __version__
from otp_tui.cli.commands.group import build
from otp_tui.cli.terminal.console import ResultLostError, lost_result, print_message
from otp_tui.cli.terminal.process import disable_textual_logging, install_safe_excepthooks, pause_gc
from otp_tui.cli.terminal.streams import prepare_streams
from otp_tui.core.errors import UserError
from otp_tui.core.exit_codes import BUG, CANCELLED, USAGE
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.translator import DOMAIN, FOLDER, LANGUAGES, Translator, choose_language

_WRITTEN_BY_CLICK = frozenset({"-h", "--help", "--version"})
_WORDLESS = ("credentials", "profile", "history", "doctor")


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the command line and exit.

    Args:
        arguments: What was typed after the program's name; the process's own by default.
    """
    pause_gc()
    disable_textual_logging()
    install_safe_excepthooks()
    prepare_streams()
    words = list(sys.argv[1:] if arguments is None else arguments)
    asked = _asked_language(words)
    translator = Translator(choose_language(asked))
    if asked is not None and words[0] in _WORDLESS:
        words = _without_language(words)
    _speak_click(translator.language)
    group = build(translator, __version__)
    try:
        code = _run(group, words)
    except UserError as error:
        print_message(f"otp-tui: {error_text(translator, error)}")
        code = error.exit_code
    except click.exceptions.Abort:
        code = CANCELLED
    except click.ClickException as error:
        print_message(_shown(error))
        code = error.exit_code
    except ResultLostError as error:
        # A reader that has gone away had what it wanted; a full disk did not take the result.
        code = 0 if error.reader_gone else USAGE
        if not error.reader_gone:
            print_message(f"otp-tui: {translator.text('output.lost')}")
    except click.exceptions.Exit as error:
        code = error.exit_code
    except Exception as error:  # noqa: BLE001 - a bug of our own: told without its text, which may hold a secret
        from otp_tui.cli.terminal.crash import crash_page

        print_message(crash_page(translator, error))
        code = BUG
    sys.exit(code if isinstance(code, int) else 0)


def _run(group: click.Group, words: list[str]) -> object:
    """Run the command; return its exit code.

    Raises:
        ResultLostError: The help or the version, which click itself writes, cannot be written.
    """
    try:
        return group.main(words, prog_name="otp-tui", standalone_mode=False)
    except (OSError, SystemExit) as error:
        if _WRITTEN_BY_CLICK.isdisjoint(words):
            raise
        raise lost_result(error if isinstance(error, OSError) else BrokenPipeError(errno.EPIPE, "")) from None


def _shown(error: click.ClickException) -> str:
    """Return what click says of a mistake on the command line."""
    page = io.StringIO()
    error.show(page)
    return page.getvalue().rstrip("\n")


def _asked_language(words: Sequence[str]) -> str | None:
    """Return the value of --lang before click reads it: help and errors need it too."""
    for word, following in zip(words, [*words, ""][1:], strict=True):
        language = following if word == "--lang" else word.removeprefix("--lang=")
        if word.startswith("--lang") and language in LANGUAGES:
            return language
    return None


def _without_language(words: Sequence[str]) -> list[str]:
    """Return the words without --lang, for commands that have no such option."""
    left, skip = [], False
    for word in words:
        if skip or word == "--lang" or word.startswith("--lang="):
            skip = not skip and word == "--lang"
        else:
            left.append(word)
    return left


def _speak_click(language: str) -> None:
    """Let click take its own few words ("Usage", "Options", …) from our catalogues."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain(DOMAIN, str(FOLDER))
    gettext.textdomain(DOMAIN)
