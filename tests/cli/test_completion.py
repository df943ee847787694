"""Completion, as the shells ask for it: commands, options, languages, journeys and profiles."""

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from support.environment import child_environment
from support.shell import shell

from otp_tui.cli.commands.examples import EXAMPLES
from otp_tui.cli.commands.group import build
from otp_tui.i18n.translator import Translator

BIN = Path(sys.executable).parent
ASK = {
    "bash": 'eval "$(otp-tui completion bash)"; COMP_WORDS=(otp-tui {before} "{word}"); COMP_CWORD={at}; '
    '_otp_tui_completion otp-tui; printf "%s\\n" "${{COMPREPLY[@]}}"',
    "zsh": "compdef() {{ }}; _describe() {{ printf '%s\\n' ${{(P)3}} }}; compadd() {{ printf '%s\\n' ${{(P)5}} }}; "
    "words=(otp-tui {before} '{word}'); CURRENT={zsh_at}; eval \"$(otp-tui completion zsh)\"; _otp_tui_completion",
    "fish": "otp-tui completion fish | source; complete -C 'otp-tui {before} {word}'",
}


def completed(name, home, before, word):
    """What a shell offers for a word after others."""
    if shutil.which(name) is None:
        if os.environ.get("CI") == "true":
            pytest.fail(f"{name} is not installed")
        pytest.skip(f"{name} is not installed")
    at = len(before.split()) + 1
    script = ASK[name].format(before=before, word=word, at=at, zsh_at=at + 1)
    environment = child_environment(
        OTP_TUI_HOME=str(home), PATH=f"{BIN}:{os.environ['PATH']}", HOME=str(home)
    )
    words = {
        "bash": ["bash", "--norc", "-c"],
        "zsh": ["zsh", "-f", "-c"],
        "fish": ["fish", "--no-config", "-c"],
    }[name]
    done = subprocess.run(
        [*words, script], env=environment, capture_output=True, text=True, check=False, timeout=60
    )
    assert done.stderr == ""
    return [line.split("\t")[0].split(":")[0] for line in done.stdout.splitlines()]


@pytest.fixture
def home(tmp_path):
    (tmp_path / "config.toml").write_text("[profiles.acme]\n[profiles.beta]\n")
    return tmp_path


CASES = [
    ("", "se", ["serve"]),
    ("", "--pl", ["--plain"]),
    ("demo --lang", "t", ["tr"]),
    ("run", "pay", ["paynet"]),
    ("profile", "dis", ["disallow"]),
    ("completion", "f", ["fish"]),
    ("run full --profile", "a", ["acme"]),
    ("profile show", "b", ["beta"]),
    ("credentials set acme", "paynet", ["paynet.secret_key"]),
]


@pytest.mark.system
@pytest.mark.parametrize("name", ASK)
@pytest.mark.parametrize(("before", "word", "offered"), CASES)
def test_a_real_shell_completes(home, name, before, word, offered):
    assert completed(name, home, before, word) == offered


def asked(capsys, monkeypatch, words):
    monkeypatch.setenv("_OTP_TUI_COMPLETE", "bash_complete")
    monkeypatch.setenv("COMP_WORDS", words)
    monkeypatch.setenv("COMP_CWORD", str(len(words.split(" ")) - 1))
    done = shell(capsys, [])
    assert (done.code, done.err) == (0, "")
    return [line.partition(",")[2] for line in done.out.splitlines() if line]


@pytest.mark.parametrize(("before", "word", "offered"), CASES)
def test_a_request_of_bash_is_answered(capsys, monkeypatch, home, before, word, offered):
    monkeypatch.setenv("OTP_TUI_HOME", str(home))
    assert asked(capsys, monkeypatch, " ".join(["otp-tui", *before.split(), word])) == offered


def test_a_broken_configuration_offers_nothing(capsys, monkeypatch, home):
    (home / "config.toml").write_text("[")
    monkeypatch.setenv("OTP_TUI_HOME", str(home))
    assert asked(capsys, monkeypatch, "otp-tui run full --profile a") == []


def test_the_commands_are_offered_without_being_loaded(tmp_path):
    script = (
        "import sys; from otp_tui.cli.main import main\n"
        "try: main()\nfinally: print([n for n in sys.modules if n.startswith('otp_tui.cli.commands.')], file=sys.stderr)"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env=child_environment(_OTP_TUI_COMPLETE="bash_complete", COMP_WORDS="otp-tui ", COMP_CWORD="1"),
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip
    assert len(done.stdout.splitlines()) == len(EXAMPLES_OF_COMMANDS)
    assert {name.rpartition(".")[2] for name in ast.literal_eval(done.stderr)} == {
        "examples",
        "group",
        "options",
    }


EXAMPLES_OF_COMMANDS = [path for path in EXAMPLES if path.count(" ") == 1]


def every_command():
    group = build(Translator("en"), "1")
    found = {"otp-tui": group}
    for name in group.list_commands(None):
        found[f"otp-tui {name}"] = command = group.get_command(None, name)
        found |= {
            f"otp-tui {name} {further}": one for further, one in getattr(command, "commands", {}).items()
        }
    return found


def test_every_command_has_an_example_of_its_own():
    commands = every_command()
    assert set(EXAMPLES) == set(commands)
    assert all(line == path or line.startswith(f"{path} ") for path, line in EXAMPLES.items())


@pytest.mark.parametrize(("language", "word"), [("en", "Example"), ("tr", "Örnek")])
@pytest.mark.parametrize("path", EXAMPLES)
def test_its_help_ends_with_the_example_in_one_line(capsys, monkeypatch, language, word, path):
    monkeypatch.setenv("OTP_TUI_LANG", language)
    done = shell(capsys, [*path.split()[1:], "--help"])
    assert done.out.splitlines()[-1] == f"  {word}: {EXAMPLES[path]}"


@pytest.mark.parametrize("line", EXAMPLES.values())
def test_an_example_is_understood(line):
    """Every option of an example exists, and takes its value."""
    words = re.split(" >>? ", line)[0].split()[1:]
    command = build(Translator("en"), "1")
    context = command.make_context("otp-tui", list(words))
    while hasattr(command, "get_command") and context._protected_args:
        name, command, rest = command.resolve_command(context, [*context._protected_args, *context.args])
        context = command.make_context(name, rest, parent=context)
