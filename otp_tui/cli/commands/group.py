"""The commands and their options, as `contract.md` names them; what each does is in its own module."""

import math
from collections.abc import Callable
from gettext import gettext
from typing import Any

import click

from otp_tui.cli.commands import kept
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.translator import LANGUAGES, Translator

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
_PORT = click.IntRange(0, 65535)


class _Seconds(click.FloatRange):
    """A number of seconds; "nan" passes every comparison, and "inf" would never end."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(
                gettext("{value!r} is not a valid {number_type}.").format(value=value, number_type="float")
            )
        return number


_DELAY = _Seconds(0.0, 86_400.0)
_LIFETIME = _Seconds(1.0, 86_400.0)
_TIMEOUT = _Seconds(0.1, 600.0)


def build(translator: Translator, version: str) -> click.Group:
    """The command group, worded in one language.

    Args:
        translator: Words every help text.
        version: What ``--version`` prints.
    """
    say = translator.text

    @click.group(
        invoke_without_command=True,
        help=say("help.otp_tui"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    @click.version_option(
        version, prog_name="otp-tui", message="%(prog)s %(version)s", help=say("help.version")
    )
    @click.option("--profile", metavar="NAME", help=say("help.profile"))
    @_journey(say("help.journey"))
    @_language(say("help.lang"))
    @click.option("--plain", is_flag=True, help=say("help.plain"))
    @click.pass_context
    def group(context: click.Context, /, **chosen: Any) -> Any:
        if context.invoked_subcommand is None:
            from otp_tui.cli.commands.wizard import open_wizard

            return open_wizard(translator, **chosen)
        return None

    group.add_command(_demo(translator))
    group.add_command(_run(translator))
    group.add_command(_sim(translator))
    for command in (
        kept.credentials,
        kept.profile,
        kept.history,
        kept.doctor,
    ):
        group.add_command(command(translator))
    return group


def _journey(text: str) -> _Decorator:
    return click.option("--journey", type=click.Choice([journey.value for journey in Journey]), help=text)


def _language(text: str) -> _Decorator:
    return click.option("--lang", type=click.Choice(LANGUAGES), help=text)


def _demo(translator: Translator) -> click.Command:
    say = translator.text

    @click.command("demo", help=say("help.demo"))
    @_journey(say("help.journey"))
    @_language(say("help.lang"))
    @click.option("--otp-lifetime", type=_LIFETIME, default=120.0, help=say("help.otp_lifetime"))
    def demo(**chosen: Any) -> Any:
        from otp_tui.cli.commands.wizard import open_demo

        del chosen["lang"]
        return open_demo(translator, **chosen)

    return demo


def _sim(translator: Translator) -> click.Command:
    say = translator.text

    @click.command("sim", help=say("help.sim"))
    @click.option("--host", default="127.0.0.1", show_default=True, help=say("help.host"))
    @click.option("--port", type=_PORT, default=8787, show_default=True, help=say("help.port"))
    @click.option("--otp-lifetime", type=_LIFETIME, default=120.0, help=say("help.otp_lifetime"))
    @click.option("--seed", type=int, help=say("help.seed"))
    @click.option("--watch", is_flag=True, help=say("help.watch"))
    @_language(say("help.lang"))
    def sim(**chosen: Any) -> Any:
        from otp_tui.cli.commands.sim import serve

        del chosen["lang"]
        return serve(**chosen)

    return sim


def _run(translator: Translator) -> click.Command:
    say = translator.text

    @click.command("run", help=say("help.run"))
    @click.argument("journey", type=click.Choice([journey.value for journey in Journey]))
    @click.option("--profile", metavar="NAME", help=say("help.profile"))
    @click.option("--paynet-url", metavar="URL", help=say("help.paynet_url"))
    @click.option("--paywall-url", metavar="URL", help=say("help.paywall_url"))
    @click.option("--sim", is_flag=True, help=say("help.run_sim"))
    @click.option("--phone", metavar="TEXT|-", envvar="OTP_TUI_PHONE", help=say("help.phone"))
    @click.option("--code", "codes", metavar="TEXT", multiple=True, help=say("help.code"))
    @click.option("--code-from", metavar="stdin|sim|cmd:COMMAND", help=say("help.code_from"))
    @click.option("--code-delay", type=_DELAY, default=0.0, help=say("help.code_delay"))
    @click.option("--resends", type=click.IntRange(0, 20), default=0, help=say("help.resends"))
    @click.option("--session-id", metavar="GUID", type=click.UUID, help=say("help.session_id"))
    @click.option("--user-id", metavar="TEXT", help=say("help.user_id"))
    @click.option("--confirm", is_flag=True, help=say("help.confirm"))
    @click.option("--unlink", is_flag=True, help=say("help.unlink"))
    @click.option("--timeout", type=_TIMEOUT, default=15.0, help=say("help.timeout"))
    @click.option("--json", "as_json", is_flag=True, help=say("help.json"))
    @click.option("--evidence", metavar="DIR", type=click.Path(file_okay=False), help=say("help.evidence"))
    @click.option("--har", metavar="FILE", type=click.Path(dir_okay=False), help=say("help.har"))
    @click.option("--junit", metavar="FILE", type=click.Path(dir_okay=False), help=say("help.junit"))
    @click.option("--no-keyring", is_flag=True, help=say("help.no_keyring"))
    @_language(say("help.lang"))
    def run(**chosen: Any) -> Any:
        from otp_tui.cli.commands.run import run_journey
        from otp_tui.cli.commands.run_options import RunOptions

        lang = chosen.pop("lang")
        return run_journey(translator, RunOptions(**chosen), lang)

    return run
