"""The command group: a command's module is loaded when the command is called."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from otp_tui.cli.commands.examples import with_examples
from otp_tui.cli.commands.options import journey_option, language_option, profile_option
from otp_tui.core.errors import usage_error
from otp_tui.i18n.translator import Translator

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

Loader = Callable[[Translator], click.Command]


class LazyGroup(click.Group):
    """A group whose commands are loaded one by one.

    Args:
        loaders: Loads a command, by its name; its line in the help is ``help.NAME`` of the catalogues.
        translator: Words the help.
        settings: As for any group of click.
    """

    def __init__(self, loaders: Mapping[str, Loader], translator: Translator, **settings: Any) -> None:
        super().__init__(**settings)
        self._loaders = loaders
        self._translator = translator

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(self._loaders)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        loader = self._loaders.get(cmd_name)
        return (
            with_examples(loader(self._translator), f"otp-tui {cmd_name}", self._translator)
            if loader
            else None
        )

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section(self._translator.text("Commands")):
            formatter.write_dl(self._lines(ctx))

    def shell_complete(self, ctx: click.Context, incomplete: str) -> "list[CompletionItem]":
        """Complete a command or an option; click's own would load each command for its line."""
        from click.shell_completion import CompletionItem

        commands = [
            CompletionItem(name, help=line) for name, line in self._lines(ctx) if name.startswith(incomplete)
        ]
        return commands + click.Command.shell_complete(self, ctx, incomplete)

    def _lines(self, ctx: click.Context) -> list[tuple[str, str]]:
        """Return the commands, each with its line in the help."""
        say = self._translator.text
        return [(name, say(_HELP.get(name, f"help.{name}"))) for name in self.list_commands(ctx)]


def build(translator: Translator, version: str) -> click.Group:
    """Make the command group, worded in one language.

    Args:
        translator: Words every help text.
        version: What ``--version`` prints.
    """
    say = translator.text

    @click.version_option(
        version, prog_name="otp-tui", message="%(prog)s %(version)s", help=say("help.version")
    )
    @profile_option(translator)
    @journey_option(translator)
    @language_option(translator)
    @click.option("--plain", is_flag=True, help=say("help.plain"))
    @click.pass_context
    def wizard(context: click.Context, /, **chosen: Any) -> Any:
        if context.invoked_subcommand is None:
            from otp_tui.cli.commands.wizard import open_wizard

            return open_wizard(translator, **chosen)
        for option in ("profile", "journey", "plain"):
            if chosen[option]:
                command = context.invoked_subcommand
                raise usage_error("usage.option_before_command", option=f"--{option}", command=command)
        context.default_map = {context.invoked_subcommand: {"lang": chosen["lang"]}}
        return None

    group = click.command(
        cls=LazyGroup,
        loaders=_LOADERS,
        translator=translator,
        invoke_without_command=True,
        help=say("help.otp_tui"),
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )(wizard)
    with_examples(group, "otp-tui", translator)
    return group


def _completion(translator: Translator) -> click.Command:
    from otp_tui.cli.commands.completion import command

    return command(translator)


def _credentials(translator: Translator) -> click.Command:
    from otp_tui.cli.commands.credentials import command

    return command(translator)


def _demo(translator: Translator) -> click.Command:
    from otp_tui.cli.commands.wizard import demo_command

    return demo_command(translator)


def _doctor(translator: Translator) -> click.Command:
    from otp_tui.cli.commands.doctor import command

    return command(translator)


def _history(translator: Translator) -> click.Command:
    from otp_tui.cli.commands.history import command

    return command(translator)


def _profile(translator: Translator) -> click.Command:
    from otp_tui.cli.commands.profile import command

    return command(translator)


def _run(translator: Translator) -> click.Command:
    from otp_tui.cli.commands.run import command

    return command(translator)


def _serve(translator: Translator) -> click.Command:
    from otp_tui.cli.commands.serve import command

    return command(translator)


def _sim(translator: Translator) -> click.Command:
    from otp_tui.cli.commands.sim import command

    return command(translator)


_HELP: Mapping[str, str] = {"profile": "help.profiles"}

_LOADERS: Mapping[str, Loader] = {
    "completion": _completion,
    "credentials": _credentials,
    "demo": _demo,
    "doctor": _doctor,
    "history": _history,
    "profile": _profile,
    "run": _run,
    "serve": _serve,
    "sim": _sim,
}
