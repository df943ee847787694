"""`otp-tui` and `otp-tui demo`: the wizard on a target or on the built-in simulator."""

import os
from typing import TYPE_CHECKING, Any

import click

from otp_tui.cli.commands.options import journey_option, language_option, lifetime_option
from otp_tui.cli.composition.connections import ConnectionFactory
from otp_tui.cli.terminal.streams import on_terminal
from otp_tui.core.errors import UserError, usage_error
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.translator import Translator, choose_language

if TYPE_CHECKING:
    from otp_tui.cli.composition.runtime import Runtime
    from otp_tui.conductor.evidence_ports import HistoryService
    from otp_tui.core.target.profile import Config, Profile
    from otp_tui.wizard.app import WizardApp

_BROWSER = "textual.drivers.web_driver:WebDriver"
"""Textual's driver for a page of textual-serve, as it names it in the environment."""


AUTOPLAY_SCRIPTS = ("happy", "new-code", "no-account")
"""The names of `otp_tui.wizard.flows.scripts.SCRIPTS`, which is not loaded for a help text."""
_DELAY_S = 0.7
_SHOWN_DELAY_S = 2.0
"""Seconds until a simulated SMS arrives: an audience has to see that it takes a while."""


def demo_command(translator: Translator) -> click.Command:
    """Make ``demo``."""

    @click.command("demo", help=translator.text("help.demo"))
    @journey_option(translator)
    @language_option(translator)
    @lifetime_option(translator)
    @click.option("--plain", is_flag=True, help=translator.text("help.plain"))
    @click.option("--present", is_flag=True, help=translator.text("help.present"))
    @click.option(
        "--autoplay",
        is_flag=False,
        flag_value=AUTOPLAY_SCRIPTS[0],
        default=None,
        type=click.Choice(AUTOPLAY_SCRIPTS),
        help=translator.text("help.autoplay"),
    )
    def demo(**chosen: Any) -> int:
        del chosen["lang"]
        return open_demo(translator, **chosen)

    return demo


def open_demo(
    translator: Translator,
    *,
    journey: str | None,
    otp_lifetime: float,
    plain: bool = False,
    present: bool = False,
    autoplay: str | None = None,
) -> int:
    """Open the wizard on the built-in simulator, which starts after the first paint.

    Args:
        translator: Words it.
        journey: ``full`` unless told otherwise.
        otp_lifetime: Seconds a simulated code lives.
        plain: Line by line.
        present: As a presentation.
        autoplay: The script that plays the walkthrough; None for none.

    Raises:
        UserError: A script or a presentation was asked for line by line, or a script on another journey than the full
            one.
    """
    linear = plain or is_plain()
    if linear and (autoplay or present):
        raise usage_error("usage.needs_screen", option="--autoplay" if autoplay else "--present")
    if autoplay and journey not in {None, Journey.FULL}:
        raise usage_error("usage.autoplay_journey")
    connections = ConnectionFactory()
    try:
        shown = bool(present or autoplay)
        delay = _SHOWN_DELAY_S if shown else _DELAY_S
        connection = connections.demo(translator, journey, otp_lifetime, sms_delay=0.0 if linear else delay)
        if linear:
            from otp_tui.cli.commands.plain import PlainStart, run_plain_wizard

            return run_plain_wizard(
                translator, PlainStart(connection, connections, lost_screen=_lost_screen(plain=plain))
            )
        from otp_tui.cli.commands.wizard_parts import wizard_parts
        from otp_tui.wizard.app import WizardApp
        from otp_tui.wizard.preferences import WizardPreferences

        preferences = WizardPreferences(crash_page=_crashed, presenting=present, autoplay=autoplay or "")
        runtime = connections.runtime
        parts = wizard_parts(lambda: _history_of(runtime))
        return _run(WizardApp(connection, translator, preferences, parts=parts))
    finally:
        connections.close()


def open_wizard(
    translator: Translator, *, profile: str | None, journey: str | None, lang: str | None, plain: bool
) -> int:
    """Open the wizard on the target that was named; without one, on its first run.

    Raises:
        UserError: The target or the configuration cannot be used.
    """
    from otp_tui.cli.composition.config import load_config, profile_of
    from otp_tui.cli.composition.os_keyring import open_keyring
    from otp_tui.cli.composition.targets import addresses

    config, keyring, connections = load_config(), open_keyring(), ConnectionFactory()
    chosen = profile_of(config, profile) or _usual(config)
    translator.language = choose_language(lang, (chosen.language if chosen else None) or config.language)
    texts = addresses(profile=chosen)
    try:
        connection = connections.for_profile(texts, chosen, journey, keyring) if texts else connections.none()
        from otp_tui.cli.composition.open_walkthroughs import OpenWalkthroughService
        from otp_tui.cli.composition.setup import ConfiguredSetup

        setup = ConfiguredSetup(translator, config, keyring, connections)
        open_walkthroughs = OpenWalkthroughService(config, keyring, connections)
        if plain or is_plain():
            from otp_tui.cli.commands.plain import PlainStart, run_plain_wizard

            named = connection if texts else None
            missing = _missing(config)
            return run_plain_wizard(
                translator,
                PlainStart(
                    named,
                    connections,
                    open_walkthroughs,
                    setup,
                    missing,
                    lost_screen=_lost_screen(plain=plain),
                ),
            )
        from otp_tui.cli.commands.wizard_parts import wizard_parts
        from otp_tui.wizard.actions import BY_NAME, first_unusable
        from otp_tui.wizard.app import WizardApp
        from otp_tui.wizard.flows.start import StartFlow
        from otp_tui.wizard.preferences import WizardPreferences

        wrong = first_unusable(dict(config.keys))
        if wrong:
            raise usage_error("config.bad_key", action=wrong, actions=", ".join(BY_NAME))
        preferences = WizardPreferences(config.theme, config.keys, _crashed)
        start = StartFlow(setup, open_walkthroughs)
        return _run(WizardApp(connection, translator, preferences, start, wizard_parts(_history)))
    finally:
        connections.close()


def _missing(config: "Config") -> UserError:
    """Return why there is no target."""
    names = ", ".join(config.profiles)
    return usage_error("target.choose_profile", names=names) if names else usage_error("target.no_target")


def _usual(config: "Config") -> "Profile | None":
    """Return the profile to open where none is named: the configured or the only one.

    Addresses in the environment are a target of their own.
    """
    from otp_tui.cli.composition.targets import addresses

    if addresses():
        return None
    if config.profile:
        return config.profiles[config.profile]
    return next(iter(config.profiles.values())) if len(config.profiles) == 1 else None


def _history() -> "HistoryService":
    from otp_tui.cli.composition.history import JournalHistory

    return JournalHistory()


def _history_of(runtime: "Runtime") -> "HistoryService":
    from otp_tui.cli.composition.history import MemoryHistory

    return MemoryHistory(runtime.memory)


def _crashed(translator: Translator, error: BaseException | None) -> str:
    from otp_tui.cli.terminal.crash import crash_page

    return crash_page(translator, error)


def _run(app: "WizardApp") -> int:
    app.heeds_signals = True
    code = app.run()
    return code if code is not None else app.return_code or 0


def is_plain() -> bool:
    """Return whether the environment asks for the line-by-line front end, or leaves no other.

    A screen is drawn on standard error and takes its keys from standard input: without one of them on a terminal it
    would be a program that nobody sees, or that nobody can end. A browser (`serve`) has neither and is one all the same.
    """
    if os.environ.get("TEXTUAL_DRIVER") == _BROWSER:
        return False
    return _asks_for_lines() or not all(on_terminal())


def _lost_screen(*, plain: bool) -> bool:
    """Return whether somebody at a terminal gets lines that nobody asked for: one of its streams leads elsewhere."""
    return not plain and not _asks_for_lines() and any(on_terminal())


def _asks_for_lines() -> bool:
    """Return whether the environment asks for the line-by-line front end."""
    return os.environ.get("TERM") == "dumb" or os.environ.get("ACCESSIBLE", "") not in {"", "0"}
