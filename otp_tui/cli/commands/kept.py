"""The commands about what is kept, as `contract.md` names them: credentials, profiles, and the doctor."""

from collections.abc import Callable
from typing import Any

import click

from otp_tui.core.flow.journey import Journey
from otp_tui.core.target.credentials import CREDENTIAL_FIELDS
from otp_tui.i18n.translator import LANGUAGES, Translator

_Decorator = Callable[[Callable[..., Any]], Callable[..., Any]]


def _settings(translator: Translator) -> _Decorator:
    """The options of ``profile add`` and ``profile edit``; ``profile.py`` knows what each changes."""
    say = translator.text
    options = [
        click.option("--paynet-url", metavar="URL", help=say("help.paynet_url")),
        click.option("--paywall-url", metavar="URL", help=say("help.paywall_url")),
        click.option(
            "--journey", type=click.Choice([journey.value for journey in Journey]), help=say("help.journey")
        ),
        click.option("--merchant", metavar="TEXT", help=say("help.merchant")),
        click.option("--live/--no-live", default=None, help=say("help.live")),
        click.option("--test-host", "test_hosts", metavar="HOST", multiple=True, help=say("help.test_host")),
        click.option("--allow-http/--no-allow-http", default=None, help=say("help.allow_http")),
        click.option(
            "--allow-prefix", "allowed_prefixes", metavar="+CC…", multiple=True, help=say("help.allow_prefix")
        ),
        click.option("--user-id", metavar="TEXT", help=say("help.profile_user_id")),
        click.option("--paynet-auth", type=click.Choice(["raw", "base64"]), help=say("help.paynet_auth")),
        click.option("--code-length", type=click.IntRange(1, 20), help=say("help.code_length")),
        click.option("--code-pattern", metavar="REGEX", help=say("help.code_pattern")),
        click.option("--otp-lifetime", type=click.IntRange(1, 86_400), help=say("help.profile_otp_lifetime")),
        click.option("--per-10-minutes", type=click.IntRange(1, 100), help=say("help.per_10_minutes")),
        click.option("--per-hour", type=click.IntRange(1, 100), help=say("help.per_hour")),
        click.option("--language", type=click.Choice(LANGUAGES), help=say("help.lang")),
        click.option("--accent-dark", metavar="#RRGGBB", help=say("help.accent_dark")),
        click.option("--accent-light", metavar="#RRGGBB", help=say("help.accent_light")),
        click.option("--ca-bundle", metavar="FILE", help=say("help.ca_bundle")),
        click.option("--proxy", metavar="URL", help=say("help.proxy")),
        click.option("--yes", is_flag=True, help=say("help.yes")),
    ]

    def decorate(command: Callable[..., Any]) -> Callable[..., Any]:
        for option in reversed(options):
            command = option(command)
        return command

    return decorate


def _yes(translator: Translator) -> _Decorator:
    return click.option("--yes", is_flag=True, help=translator.text("help.yes"))


def _json(translator: Translator) -> _Decorator:
    return click.option("--json", "as_json", is_flag=True, help=translator.text("help.as_json"))


def credentials(translator: Translator) -> click.Group:
    """``credentials set|list|test|forget``."""
    say = translator.text

    @click.group("credentials", help=say("help.credentials"))
    def group() -> None:
        """Holds the commands."""

    @group.command("set", help=say("help.credentials_set"))
    @click.argument("profile")
    @click.argument("field", type=click.Choice(list(CREDENTIAL_FIELDS)))
    @_yes(translator)
    def set_key(**chosen: Any) -> Any:
        from otp_tui.cli.commands.credentials import set_credential

        return set_credential(translator, **chosen)

    @group.command("list", help=say("help.credentials_list"))
    @_json(translator)
    def list_keys(**chosen: Any) -> Any:
        from otp_tui.cli.commands.credentials import list_credentials

        return list_credentials(translator, **chosen)

    @group.command("test", help=say("help.credentials_test"))
    @click.argument("profile")
    @_json(translator)
    @_yes(translator)
    def test(**chosen: Any) -> Any:
        from otp_tui.cli.commands.credentials_test import test_credentials

        return test_credentials(translator, **chosen)

    @group.command("forget", help=say("help.credentials_forget"))
    @click.argument("profile")
    @click.argument("field", type=click.Choice(list(CREDENTIAL_FIELDS)), required=False)
    @_yes(translator)
    def forget(**chosen: Any) -> Any:
        from otp_tui.cli.commands.credentials import forget

        return forget(translator, **chosen)

    return group


def profile(translator: Translator) -> click.Group:
    """``profile list|show|add|edit|allow|remove``."""
    say = translator.text

    @click.group("profile", help=say("help.profiles"))
    def group() -> None:
        """Holds the commands."""

    @group.command("list", help=say("help.profile_list"))
    @_json(translator)
    def list_profiles(**chosen: Any) -> Any:
        from otp_tui.cli.commands.profile import list_profiles

        return list_profiles(translator, **chosen)

    @group.command("show", help=say("help.profile_show"))
    @click.argument("name")
    @_json(translator)
    def show(**chosen: Any) -> Any:
        from otp_tui.cli.commands.profile import show

        return show(**chosen)

    @group.command("add", help=say("help.profile_add"))
    @click.argument("name")
    @_settings(translator)
    def add(**chosen: Any) -> Any:
        from otp_tui.cli.commands.profile import add

        return add(translator, **chosen)

    @group.command("edit", help=say("help.profile_edit"))
    @click.argument("name")
    @_settings(translator)
    def edit(**chosen: Any) -> Any:
        from otp_tui.cli.commands.profile import edit

        return edit(translator, **chosen)

    @group.command("allow", help=say("help.profile_allow"))
    @click.argument("name")
    @click.option("--phone", metavar="PHONE|-", required=True, help=say("help.allow_phone"))
    @click.option("--label", metavar="TEXT", required=True, help=say("help.allow_label"))
    def allow(**chosen: Any) -> Any:
        from otp_tui.cli.commands.allow import allow

        return allow(translator, **chosen)

    @group.command("disallow", help=say("help.profile_disallow"))
    @click.argument("name")
    @click.option("--label", metavar="TEXT", required=True, help=say("help.allow_label"))
    def disallow(**chosen: Any) -> Any:
        from otp_tui.cli.commands.allow import disallow

        return disallow(translator, **chosen)

    @group.command("remove", help=say("help.profile_remove"))
    @click.argument("name")
    @_yes(translator)
    def remove(**chosen: Any) -> Any:
        from otp_tui.cli.commands.profile import remove

        return remove(translator, **chosen)

    return group


def history(translator: Translator) -> click.Group:
    """``history purge``."""

    @click.group("history", help=translator.text("help.history"))
    def group() -> None:
        """Holds the commands."""

    @group.command("purge", help=translator.text("help.history_purge"))
    @_yes(translator)
    def purge(**chosen: Any) -> Any:
        from otp_tui.cli.commands.history import purge

        return purge(translator, **chosen)

    return group


def doctor(translator: Translator) -> click.Command:
    """``doctor``."""

    @click.command("doctor", help=translator.text("help.doctor"))
    @_json(translator)
    def command(**chosen: Any) -> Any:
        from otp_tui.cli.commands.doctor import examine

        return examine(translator, **chosen)

    return command
