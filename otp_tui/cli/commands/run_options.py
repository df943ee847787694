"""What was typed after `run`, read and checked before anything is sent."""

import shlex
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from uuid import UUID

from otp_tui.cli.composition.prompting import piped_or_given
from otp_tui.cli.composition.targets import Target, addresses, read_target
from otp_tui.core.environment import Environment
from otp_tui.core.errors import usage_error
from otp_tui.core.flow.journey import Journey
from otp_tui.core.phone.number import PREFIXES, PhoneError, PhoneNumber
from otp_tui.plain.code_sources import NoCodeError, read_code


class RunOptions(NamedTuple):
    """What was typed after ``run``, as `contract.md` names it."""

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
    har: str | None
    junit: str | None
    no_keyring: bool


def target_of(options: RunOptions) -> Target | None:
    """Where to; None for the built-in simulator."""
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
    """Where codes come from: ``given``, ``stdin``, ``sim``, ``cmd:…`` or ``ask``."""
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


def files_of(options: RunOptions) -> dict[Path, str]:
    """The files that are to be left behind, and what each holds: ``har``, ``junit`` or ``lines``."""
    files = {Path(options.har): "har"} if options.har else {}
    if options.junit:
        files[Path(options.junit)] = "junit"
    if options.evidence:
        folder = Path(options.evidence)
        files |= {
            folder / "exchanges.har": "har",
            folder / "junit.xml": "junit",
            folder / "lines.jsonl": "lines",
        }
    return files


def check_files(options: RunOptions) -> None:
    """A file that could not be written at the end is told before anything is sent."""
    for path in files_of(options):
        try:
            if options.evidence:
                Path(options.evidence).mkdir(parents=True, exist_ok=True)
            with path.open("a", encoding="utf-8"):
                continue
        except OSError:
            raise usage_error("run.cannot_write", path=path) from None


def _check_command(command: str) -> None:
    """A command that could never give a code is told before an SMS is sent."""
    try:
        words = shlex.split(command)
    except ValueError:  # a quotation mark is missing
        raise usage_error("usage.code_from") from None
    if not words:
        raise usage_error("usage.code_from")
    if shutil.which(words[0]) is None:
        raise usage_error("run.command_not_started")


def _check_codes(codes: tuple[str, ...]) -> None:
    """A code that could never be sent is told before an SMS is."""
    for code in codes:
        try:
            read_code(code)
        except NoCodeError as error:
            raise usage_error(error.name, **error.facts) from None


def phone_of(options: RunOptions, target: Target | None) -> PhoneNumber:
    """The phone, read once.

    Raises:
        UserError: There is none, or it is no Turkish mobile number.
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
