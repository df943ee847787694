"""`otp-tui doctor`: what is wrong on this machine, each with its fix; no API is called."""

import json
from typing import Any

import click

from otp_tui.cli.commands.doctor_checks import Finding, State, examined
from otp_tui.cli.commands.options import json_option
from otp_tui.cli.terminal.console import print_result
from otp_tui.cli.terminal.loop import run_loop
from otp_tui.cli.terminal.threads import use_daemon_threads
from otp_tui.core.exit_codes import USAGE
from otp_tui.i18n.translator import Translator

_MARKS = {State.OK: "✓", State.WARNING: "!", State.BROKEN: "✗", State.UNKNOWN: "?"}


def command(translator: Translator) -> click.Command:
    """Make ``doctor``."""

    @click.command("doctor", help=translator.text("help.doctor"))
    @json_option(translator)
    def doctor(**chosen: Any) -> int:
        return examine(translator, **chosen)

    return doctor


def examine(translator: Translator, *, as_json: bool) -> int:
    """Run every check and print the findings; exit code 2 where something is broken."""
    findings = run_loop(_examine(translator))
    if as_json:
        rows = [finding._asdict() | {"state": finding.state.value} for finding in findings]
        print_result(json.dumps({"v": 1, "findings": rows}, ensure_ascii=False))
    else:
        for finding in findings:
            print_result(
                f"{_MARKS[finding.state]} {translator.text(f'doctor.check_{finding.check}'):<16} {finding.text}"
            )
            if finding.fix:
                print_result(f"  {'':<16} → {finding.fix}")
        print_result(_verdict(translator, findings))
    return USAGE if any(finding.state is State.BROKEN for finding in findings) else 0


async def _examine(translator: Translator) -> list[Finding]:
    use_daemon_threads()
    return [finding async for finding in examined(translator)]


def _verdict(translator: Translator, findings: list[Finding]) -> str:
    broken = sum(finding.state is State.BROKEN for finding in findings)
    warnings = sum(finding.state is State.WARNING for finding in findings)
    if not broken and not warnings:
        return translator.text("doctor.all_well")
    return translator.text("doctor.sum", broken=broken, warnings=warnings)
