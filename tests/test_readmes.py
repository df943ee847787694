"""What the READMEs say is what the program does: commands, options, keys, codes, numbers, links, in both languages."""

import re
import tomllib

import click
import pytest
from support.readmes import PARTLY_THERE, ROOT, commands, program_commands, table, text_of

from otp_tui.cli.commands.group import build
from otp_tui.core import exit_codes
from otp_tui.i18n.translator import Translator
from otp_tui.storage.config.reader import parse_config
from otp_tui.wizard.actions import ACTIONS, first_unusable

LANGUAGES = ("en", "tr")
both = pytest.mark.parametrize("language", LANGUAGES)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
EXTRAS = set(PROJECT["optional-dependencies"])
HEADS = {"en": ("key", "option", "code"), "tr": ("tuş", "seçenek", "kod")}


def parsed(words):
    """Parse a command line down to the command that would run; fails where it would be refused."""
    command, context, rest = build(Translator("en"), "0"), None, list(words)
    while True:
        context = command.make_context(command.name or "otp-tui", rest, parent=context)
        rest = [*context._protected_args, *context.args]
        if not isinstance(command, click.Group) or not rest:
            return command
        command = command.get_command(context, rest.pop(0))
        assert command is not None, words


@both
def test_each_command_of_the_program_is_one(language):
    found = program_commands(language)
    assert {words[0] for words in found if words} >= {
        "demo",
        "run",
        "profile",
        "credentials",
        "history",
        "doctor",
    }
    for words in found:
        parsed(words)


def test_a_command_that_is_wrong_would_be_found():
    with pytest.raises(click.UsageError):
        parsed(["demo", "--autoplay", "sad"])
    with pytest.raises(click.UsageError):
        parsed(["run", "full", "--phon", "01"])


@both
def test_what_installs_the_program_names_what_there_is(language):
    for words in commands(language):
        if words[0] in {"otp-tui", ".venv/bin/otp-tui"}:
            continue
        for place, word in enumerate(words):
            extra = re.fullmatch(r"\.\[(\w+)\]", word)
            if extra and not (extra[1] == "web" and "serve" in PARTLY_THERE):
                assert extra[1] in EXTRAS
            if word == "-c":
                assert (ROOT / words[place + 1]).exists()
    script = (ROOT / ".ci" / "run").read_text(encoding="utf-8")
    pattern = re.search(r"sed -n 's/\^\\\((.*)\\\)\$/", script)[1]
    assert len(re.findall(f"^{pattern}$", text_of(language), re.MULTILINE)) == 1


def test_both_languages_show_the_same_commands():
    def without_words(language):
        return [[*words[:-1], ""] if "--label" in words else words for words in commands(language)]

    assert without_words("en") == without_words("tr")


@both
def test_every_key_of_the_program_stands_in_the_table(language):
    shown = " ".join(row[0] for row in table(language, HEADS[language][0])).split()
    keys = {action.shown.replace("^", "Ctrl+") for action in ACTIONS if action.shown}
    assert keys <= set(shown)
    assert set(shown) - keys == {"Tab", "·"}


@both
def test_every_option_of_run_stands_in_the_table_and_no_other(language):
    shown = re.findall(r"--[a-z-]+", " ".join(row[0] for row in table(language, HEADS[language][1])))
    options = {name for option in parsed(["run", "full"]).params for name in option.opts if name[:2] == "--"}
    assert sorted(shown) == sorted(options - {"--lang"})


@both
def test_every_exit_code_stands_in_the_table(language):
    codes = {value for name, value in vars(exit_codes).items() if name.isupper() and isinstance(value, int)}
    assert [row[0] for row in table(language, HEADS[language][2])] == [*map(str, range(10)), "130"]
    assert codes <= {*range(10), 130}


@both
def test_every_number_of_the_simulator_stands_in_the_table(language):
    rows = table(language, "NN")
    assert sorted(cell for row in rows for cell in row[::2] if cell) == [f"{nn:02d}" for nn in range(1, 24)]


@both
def test_the_configuration_can_be_read_and_its_keys_be_bound(language):
    text = re.search(r"```toml\n(.*?)```", text_of(language), re.DOTALL)[1]
    config = parse_config(text, ROOT / "README.md")
    assert list(config.profiles) == ["acme"]
    assert first_unusable(dict(config.keys)) == ""


def test_both_configurations_are_one():
    texts = [re.search(r"```toml\n(.*?)```", text_of(language), re.DOTALL)[1] for language in LANGUAGES]
    english, turkish = map(tomllib.loads, texts)
    assert english == turkish


@both
def test_every_link_leads_somewhere(language):
    text = text_of(language)
    headings = {_anchor(line.lstrip("# ")) for line in text.splitlines() if line.startswith("#")}
    for target in re.findall(r"\]\(([^)]+)\)", text):
        if target.startswith("#"):
            assert target[1:] in headings
        else:
            assert (ROOT / target).exists(), target


def _anchor(heading):
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")
