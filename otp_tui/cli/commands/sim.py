"""`otp-tui sim`: both providers on one address, until it is told to stop."""

from typing import Any

import click

from otp_tui.cli.commands.options import language_option, lifetime_option
from otp_tui.cli.terminal.console import print_result
from otp_tui.cli.terminal.process import resume_gc
from otp_tui.core.errors import usage_error
from otp_tui.i18n.translator import Translator
from otp_tui.simulator.exchange_log import ExchangeLine
from otp_tui.simulator.server import SimulatorError
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState

_PORT = click.IntRange(0, 65535)


def command(translator: Translator) -> click.Command:
    """Make ``sim``."""
    say = translator.text

    @click.command("sim", help=say("help.sim"))
    @click.option("--host", default="127.0.0.1", show_default=True, help=say("help.host"))
    @click.option("--port", type=_PORT, default=8787, show_default=True, help=say("help.port"))
    @lifetime_option(translator)
    @click.option("--seed", type=int, help=say("help.seed"))
    @click.option("--watch", is_flag=True, help=say("help.watch"))
    @language_option(translator)
    def sim(**chosen: Any) -> int:
        del chosen["lang"]
        return serve(**chosen)

    return sim


def serve(*, host: str, port: int, otp_lifetime: float, seed: int | None, watch: bool) -> int:
    """Serve until SIGINT or SIGTERM.

    Args:
        host: Where to listen.
        port: Where to listen; 0 takes a free one.
        otp_lifetime: Seconds an OTP lives.
        seed: Makes codes and ids repeatable.
        watch: Print each exchange.

    Raises:
        UserError: The address cannot be listened on.
    """
    resume_gc()
    state = SimulatorState(seed=seed, otp_lifetime_s=otp_lifetime)
    try:
        return Simulator(state, host=host, port=port, on_exchange=_show if watch else None).run_forever(
            print_result
        )
    except SimulatorError as error:
        raise usage_error(f"sim.{error.reason}", host=host, port=port) from None


def _show(line: ExchangeLine) -> None:
    status = "–" if line.http_status is None else line.http_status
    print_result(
        f"{line.at}  {line.provider:8} {line.call:14} {line.phone or '–':18} {status}  {line.decided}"
    )
