"""The options that several commands share, and the types of their values."""

import math
from collections.abc import Callable
from gettext import gettext
from typing import TYPE_CHECKING, Any

import click

from otp_tui.core.errors import UserError
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.translator import LANGUAGES, Translator

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]
JOURNEYS = click.Choice([journey.value for journey in Journey])


class Seconds(click.FloatRange):
    """A finite number of seconds: "nan" passes every comparison, and "inf" would never end."""

    name = "seconds"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        number = super().convert(value, param, ctx)
        if not math.isfinite(number):
            self.fail(
                gettext("{value!r} is not a valid {number_type}.").format(value=value, number_type="float")
            )
        return number


class _ProfileName(click.types.StringParamType):
    """The name of a profile, which a shell completes from the configuration file: no keyring, no network."""

    def shell_complete(
        self, ctx: click.Context, param: click.Parameter, incomplete: str
    ) -> "list[CompletionItem]":
        from click.shell_completion import CompletionItem

        from otp_tui.cli.composition.config import load_config  # no help and no version waits for it

        try:
            names = load_config().profiles
        except UserError:  # the command itself says what is wrong with the file; here nobody would read it
            return []
        return [CompletionItem(name) for name in names if name.startswith(incomplete)]


PROFILE_NAME = _ProfileName()
LIFETIME = Seconds(1.0, 86_400.0)
PORT = click.IntRange(0, 65535)


def profile_option(translator: Translator) -> Decorator:
    """Make ``--profile``."""
    return click.option("--profile", metavar="NAME", type=PROFILE_NAME, help=translator.text("help.profile"))


def journey_option(translator: Translator) -> Decorator:
    """Make ``--journey``."""
    return click.option("--journey", type=JOURNEYS, help=translator.text("help.journey"))


def language_option(translator: Translator) -> Decorator:
    """Make ``--lang``."""
    return click.option("--lang", type=click.Choice(LANGUAGES), help=translator.text("help.lang"))


def lifetime_option(translator: Translator) -> Decorator:
    """Make ``--otp-lifetime`` of the simulator."""
    words = translator.text("help.otp_lifetime")
    return click.option("--otp-lifetime", type=LIFETIME, default=120.0, help=words)


def yes_option(translator: Translator) -> Decorator:
    """Make ``--yes``."""
    return click.option("--yes", is_flag=True, help=translator.text("help.yes"))


def json_option(translator: Translator) -> Decorator:
    """Make ``--json`` of commands that list."""
    return click.option("--json", "as_json", is_flag=True, help=translator.text("help.as_json"))
