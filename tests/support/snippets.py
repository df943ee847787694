"""Exchanges as the program records them, and the toolchains that run their snippets."""

import os
import shutil
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from otp_tui.core.exchange.exchange import Answer
from otp_tui.core.exchange.verdict import Decision, Delivery, Verdict
from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.secrets import PHONE, SecretRegistry
from otp_tui.evidence.snippets.languages import LANGUAGES, snippet_file_name
from otp_tui.evidence.snippets.program import snippet
from otp_tui.services.http.client import HttpCall, HttpReply
from otp_tui.services.providers.recorder import ExchangeRecorder

BY_NAME = {language.name: language for language in LANGUAGES}
_AT = datetime(2026, 11, 22, tzinfo=UTC)
_LIMIT_S = 120
_RUN = {
    # language: (what it needs, how to build it, how to run it)
    "curl": (("sh", "awk", "curl"), (), ("sh", "{file}")),
    "csharp": (
        ("mcs", "mono"),
        ("mcs", "-r:System.Net.Http", "-out:{file}.exe", "{file}"),
        ("mono", "{file}.exe"),
    ),
    "go": (("go",), (), ("go", "run", "{file}")),
    "java": (("java", "javac"), (), ("java", "{file}")),
    "php": (("php",), (), ("php", "{file}")),
    "python": ((), (), (sys.executable, "{file}")),
    "ruby": (("ruby",), (), ("ruby", "{file}")),
    "typescript": (("node",), (), ("node", "{file}")),
}


def missing_tools(name):
    """What this machine lacks to run a language's snippets."""
    missing = [tool for tool in _RUN[name][0] if shutil.which(tool) is None]
    if name == "php" and not missing and "curl" not in _output("php", "-m"):
        return ["php-curl"]
    return missing


def toolchain(name):
    """Skip a test whose language this machine cannot run; CI installs the small ones and names the others."""
    missing = missing_tools(name)
    if missing:
        pytest.skip(f"a snippet in {BY_NAME[name].label} needs {', '.join(missing)}")


def recorded(base, call, *, provider="paywall", phone=None, secrets=(), keys=None):
    """The record of a call.

    Args:
        base: The base address.
        call: The call as it is sent.
        provider: The provider's name.
        phone: The phone, where one is known.
        secrets: Pairs of a handle's kind and the value.
        keys: The keys by name.
    """
    registry = SecretRegistry()
    if phone:
        registry.restore({PHONE: phone}, ())
    for kind, value in secrets:
        registry.register(kind, value)
    kept = []
    recorder = ExchangeRecorder(provider, base, Redactor(registry, keys), kept.append)
    own = [("Host", "127.0.0.1:1"), ("User-Agent", "otp-tui"), ("Accept-Encoding", "identity")]
    length = [("Content-Length", str(len(call.body)))] if call.body else []
    reply = HttpReply(_AT, _AT, request_headers=[*own, *call.headers, *length], status=200)
    recorder.record(5, call, reply, Answer(Decision(Verdict.OK, "code", "0"), Delivery.SENT))
    return kept[0]


def run_snippet(name, exchange, folder, variables=None):
    """Run an exchange's snippet by its toolchain, with no other variables of ours in the environment."""
    toolchain(name)
    path = folder / snippet_file_name(exchange, BY_NAME[name])
    path.write_text(snippet(exchange, BY_NAME[name]), encoding="utf-8", newline="\n")
    environment = {
        **{key: value for key, value in os.environ.items() if not key.startswith(("OTP_", "COVERAGE"))},
        "LC_ALL": "C.UTF-8",
        "NO_PROXY": "127.0.0.1",
        **(variables or {}),
    }
    _, build, run = _RUN[name]
    for words in filter(None, (build, run)):
        done = subprocess.run(
            [word.format(file=path) for word in words],
            cwd=folder,
            env=environment,
            capture_output=True,
            check=False,
            timeout=_LIMIT_S,
        )
        if done.returncode:
            break
    return done


def _output(*words):
    return subprocess.run(words, capture_output=True, text=True, check=True, timeout=_LIMIT_S).stdout


__all__ = ["BY_NAME", "HttpCall", "missing_tools", "recorded", "run_snippet", "toolchain"]
