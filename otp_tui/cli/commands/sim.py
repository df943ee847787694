"""`otp-tui sim`: both providers on one address, until it is told to stop."""

from contextlib import suppress
from ipaddress import ip_address
from typing import Any

import click

from otp_tui.cli.commands.options import PORT, language_option, lifetime_option
from otp_tui.cli.terminal.console import ResultLostError, print_message, print_result
from otp_tui.cli.terminal.process import resume_gc
from otp_tui.core.errors import usage_error
from otp_tui.i18n.translator import Translator
from otp_tui.simulator.exchange_log import ExchangeLine
from otp_tui.simulator.server import SimulatorError
from otp_tui.simulator.simulator import Simulator
from otp_tui.simulator.state import SimulatorState


def command(translator: Translator) -> click.Command:
    """Make ``sim``."""
    say = translator.text

    @click.command("sim", help=say("help.sim"))
    @click.option("--host", default="127.0.0.1", show_default=True, help=say("help.host"))
    @click.option("--port", type=PORT, default=8787, show_default=True, help=say("help.port"))
    @lifetime_option(translator)
    @click.option("--seed", type=int, help=say("help.seed"))
    @click.option("--watch", is_flag=True, help=say("help.watch"))
    @language_option(translator)
    def sim(**chosen: Any) -> int:
        del chosen["lang"]
        return serve(translator, **chosen)

    return sim


def serve(
    translator: Translator, *, host: str, port: int, otp_lifetime: float, seed: int | None, watch: bool
) -> int:
    """Serve until SIGINT or SIGTERM.

    Args:
        translator: Words what people read.
        host: Where to listen.
        port: Where to listen; 0 takes a free one.
        otp_lifetime: Seconds an OTP lives.
        seed: Makes codes and ids repeatable.
        watch: Print each exchange.

    Raises:
        UserError: The address cannot be listened on.
        ResultLostError: Nobody can be told the address.
    """

    def listening(line: str) -> None:
        if not _is_loopback(host):
            print_message(translator.text("sim.not_loopback", host=host))
        try:
            print_result(line)
        except ResultLostError as error:
            if not error.reader_gone:  # a full disk: nobody would learn the port
                raise

    resume_gc()
    state = SimulatorState(seed=seed, otp_lifetime_s=otp_lifetime)
    try:
        return Simulator(state, host=host, port=port, on_exchange=_show if watch else None).run_forever(
            listening
        )
    except SimulatorError as error:
        raise usage_error(f"sim.{error.reason}", host=host, port=port) from None


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _say(line: str) -> None:
    """Print a line; without a reader the simulator goes on, as those who use it are others."""
    with suppress(ResultLostError):
        print_result(line)


def _show(line: ExchangeLine) -> None:
    status = "–" if line.http_status is None else line.http_status
    _say(f"{line.at}  {line.provider:8} {line.call:14} {line.phone or '–':18} {status}  {line.decided}")
