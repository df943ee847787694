"""`otp-tui serve`: the wizard in a browser on this machine, on the built-in simulator."""

from importlib.util import find_spec
from typing import TYPE_CHECKING, Final

import click

from otp_tui.cli.commands.options import PORT, journey_option, language_option
from otp_tui.cli.terminal.console import print_result
from otp_tui.cli.terminal.installation import commands_to_add
from otp_tui.cli.terminal.process import resume_gc
from otp_tui.core.errors import usage_error
from otp_tui.i18n.translator import Translator

if TYPE_CHECKING:
    from otp_tui.web.page import PageKey

_LOOPBACK: Final = "127.0.0.1"
_EXTRA: Final = ("aiohttp", "textual_serve")


def command(translator: Translator) -> click.Command:
    """Make ``serve``."""
    say = translator.text

    @click.command("serve", help=say("help.serve"))
    @click.option("--port", type=PORT, default=8788, show_default=True, help=say("help.port"))
    @journey_option(translator)
    @language_option(translator)
    @click.option("--present", is_flag=True, help=say("help.present"))
    def serve_command(*, port: int, journey: str | None, lang: str | None, present: bool) -> int:
        translator.language = lang or translator.language
        return serve(translator, port=port, journey=journey, present=present)

    return serve_command


def serve(translator: Translator, *, port: int, journey: str | None, present: bool = False) -> int:
    """Serve until SIGINT or SIGTERM.

    Args:
        translator: Words the page, and the demo behind it at its start.
        port: Where to listen on loopback; 0 takes a free one.
        journey: ``full`` unless told otherwise.
        present: As a presentation.

    Raises:
        UserError: The extra is missing, or the port cannot be listened on.
        ResultLostError: Nobody can be told the address.
    """
    if not all(find_spec(name) for name in _EXTRA):
        raise _missing_extra()
    from otp_tui.simulator.server import SimulatorError, listen
    from otp_tui.web.child import child_command
    from otp_tui.web.server import serve as serve_pages

    try:
        listener = listen(_LOOPBACK, port)
    except SimulatorError as error:
        raise usage_error(f"sim.{error.reason}", host=_LOOPBACK, port=port) from None
    resume_gc()
    chosen = (*(("--journey", journey) if journey else ()), *(("--present",) if present else ()))
    demo = child_command("demo", "--lang", translator.language, *chosen)
    with listener:
        return serve_pages(listener, demo, _keys(), translator, print_result)


def _missing_extra() -> Exception:
    commands = commands_to_add("web")
    if len(commands) == 1:
        return usage_error("serve.missing", command=next(iter(commands.values())))
    lines = "\n".join(f"  {name}: {line}" for name, line in commands.items())
    return usage_error("serve.missing_any", commands=lines)


def _keys() -> "list[PageKey]":
    """Return the keys of the wizard, each once: what the browser takes for itself is a button all the same."""
    from otp_tui.web.page import PageKey
    from otp_tui.wizard.actions import ACTIONS

    walk = [PageKey("enter", "Enter", "serve.enter"), PageKey("tab", "Tab", "serve.tab")]
    own = {
        action.key: PageKey(
            action.key,
            action.shown,
            f"key_hint.{action.name}"
            if action.rank or action.name == "language"
            else f"action.{action.name}",
        )
        for action in ACTIONS
        if action.key
    }
    return [*walk, *own.values()]
