"""The options of `otp-tui run`, read and checked before anything is sent."""

import shlex
import shutil
import sys
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple
from uuid import UUID

import click

from otp_tui.cli.commands.options import JOURNEYS, Decorator, Seconds, language_option, profile_option
from otp_tui.cli.composition.targets import Target, addresses, read_target
from otp_tui.cli.terminal.prompts import piped_or_given
from otp_tui.core.environment import Environment
from otp_tui.core.errors import usage_error
from otp_tui.core.flow.journey import LEGS, Journey
from otp_tui.core.phone.number import PREFIXES, PhoneError, PhoneNumber
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.evidence.formats import FORMATS
from otp_tui.i18n.translator import Translator
from otp_tui.plain.code_sources import NoCodeError, read_code

_DELAY = Seconds(0.0, 86_400.0)
_TIMEOUT = Seconds(0.1, 600.0)


def run_options(translator: Translator) -> Decorator:
    """Make the options of ``run``, in the order of its help."""
    say = translator.text
    urls = (
        click.option(provider.url_option, metavar="URL", help=say(f"help.{provider.url_key}"))
        for provider in PROVIDERS.values()
    )
    options: tuple[Decorator, ...] = (
        click.argument("journey", type=JOURNEYS),
        profile_option(translator),
        *urls,
        click.option("--sim", is_flag=True, help=say("help.run_sim")),
        click.option("--phone", metavar="TEXT|-", envvar="OTP_TUI_PHONE", help=say("help.phone")),
        click.option("--code", "codes", metavar="TEXT", multiple=True, help=say("help.code")),
        click.option("--code-from", metavar="stdin|sim|cmd:COMMAND", help=say("help.code_from")),
        click.option("--code-delay", type=_DELAY, default=0.0, help=say("help.code_delay")),
        click.option("--resends", type=click.IntRange(0, 20), default=0, help=say("help.resends")),
        click.option("--session-id", metavar="GUID", type=click.UUID, help=say("help.session_id")),
        click.option("--user-id", metavar="TEXT", help=say("help.user_id")),
        click.option("--confirm", is_flag=True, help=say("help.confirm")),
        click.option("--unlink", is_flag=True, help=say("help.unlink")),
        click.option("--timeout", type=_TIMEOUT, default=15.0, help=say("help.timeout")),
        click.option("--json", "as_json", is_flag=True, help=say("help.json")),
        click.option(
            "--evidence", metavar="DIR", type=click.Path(file_okay=False), help=say("help.evidence")
        ),
        *(
            click.option(
                f"--{form.name}",
                metavar="FILE",
                type=click.Path(dir_okay=False),
                help=say(f"help.{form.name}"),
            )
            for form in FORMATS
        ),
        click.option("--no-keyring", is_flag=True, help=say("help.no_keyring")),
        language_option(translator),
    )

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


class RunOptions(NamedTuple):
    """The options of ``run`` as they were typed."""

    journey: str
    profile: str | None
    urls: Mapping[str, str | None]
    sim: bool
    phone: str | None
    codes: tuple[str, ...]
    code_from: str | None
    code_delay: float
    resends: int
    session_id: UUID | None
    user_id: str | None
    confirm: bool
    unlink: bool
    timeout: float
    as_json: bool
    evidence: str | None
    files: Mapping[str, str | None]
    no_keyring: bool


def target_of(options: RunOptions) -> Target | None:
    """Return the target; None for the built-in simulator."""
    if options.sim:
        if any(options.urls.values()) or options.profile:
            raise usage_error("usage.sim_and_url")
        return None
    profile = None
    if options.profile is not None:
        from otp_tui.cli.composition.config import load_config, profile_of

        profile = profile_of(load_config(), options.profile)
    texts = addresses(options.urls, profile)
    return read_target((Journey(options.journey),), texts, profile)


def source_of(options: RunOptions, target: Target | None) -> str:
    """Return the source of codes: ``given``, ``stdin``, ``sim``, ``cmd:…`` or ``ask``."""
    if options.codes and options.code_from:
        raise usage_error("usage.code_and_source")
    if options.codes:
        _check_codes(options.codes)
        return "given"
    source = options.code_from
    if source is None:
        if sys.stdin is None or not sys.stdin.isatty():
            raise usage_error("usage.no_code")
        return "ask"
    if source.startswith("cmd:"):
        _check_command(source.removeprefix("cmd:"))
    elif source not in {"stdin", "sim"}:
        raise usage_error("usage.code_from")
    if source == "sim" and target is not None and target.environment is not Environment.SIM:
        raise usage_error("usage.code_from_sim", host=target.host)
    return source


def check_options(options: RunOptions) -> None:
    """Refuse options that the journey has no use for.

    Raises:
        UserError: One of them was given.
    """
    legs = LEGS[Journey(options.journey)]
    useless = {
        "--confirm": options.confirm and not any(leg.confirms for leg in legs),
        "--unlink": options.unlink and not any(leg.unlinks for leg in legs),
        "--session-id": options.session_id and not any(leg.prepares for leg in legs),
        "--user-id": options.user_id and not any(PROVIDERS[leg.provider].needs_user_id for leg in legs),
    }
    for name, given in useless.items():
        if given:
            raise usage_error("usage.option_without_use", option=name, journey=options.journey)


def _check_command(command: str) -> None:
    """Refuse a command that could never give a code, before an SMS is sent."""
    try:
        words = shlex.split(command)
    except ValueError:  # a quotation mark is missing
        raise usage_error("usage.code_from") from None
    if not words:
        raise usage_error("usage.code_from")
    if shutil.which(words[0]) is None:
        raise usage_error("run.command_not_started")


def _check_codes(codes: tuple[str, ...]) -> None:
    """Refuse a code that could never be sent, before an SMS is."""
    for code in codes:
        if code.startswith("-"):  # an empty variable before it, and the next option was taken for the code
            raise usage_error("usage.code_is_option")
        try:
            read_code(code)
        except NoCodeError as error:
            raise usage_error(error.name, **error.facts) from None


def phone_of(options: RunOptions, target: Target | None) -> PhoneNumber:
    """Parse the phone.

    Raises:
        UserError: No phone was given, or the text is no mobile number.
    """
    from otp_tui.core.phone.parser import parse_phone

    text = piped_or_given(options.phone or "")
    if not text:
        raise usage_error("usage.no_phone")
    try:
        prefixes = target.profile.allowed_prefixes if target and target.profile else ()
        return parse_phone(text, prefixes or PREFIXES)
    except PhoneError as error:
        raise usage_error(f"phone.{error.problem}") from None
