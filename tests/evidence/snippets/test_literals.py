"""A literal is one literal and says what it should, whatever the text."""

import ast
import re
import shutil
import subprocess

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.snippets import BY_NAME

from .cases import HOSTILE, SHARP

TEXTS = st.text(max_size=60) | st.lists(
    st.sampled_from(
        ["'", '"', "`", "\\", "$", "#", "{", "}", "u0027", "\n", "\r", "\0", "\u2028", "?>", "*/", "é", "😀"]
    ),
    max_size=12,
).map("".join)
ESCAPE = r"\\(?:u\{(?P<braced>[0-9a-f]+)\}|u(?P<four>[0-9a-f]{4})|U(?P<eight>[0-9a-f]{8})|(?P<octal>[0-7]{3})|(?P<itself>.))"
WHOLE = {
    # language: the literals it may have; nothing that ends or interpolates stands in one without a backslash
    "csharp": r'"(?:[^"\\]|\\.)*"',
    "go": r'"(?:[^"\\]|\\.)*"|`[^`]*`',
    "java": r'"(?:[^"\\]|\\.)*"',
    "php": r"""'(?:[^'\\]|\\['\\])*'|"(?:[^"\\$]|\\.)*\"""",
    "python": r"'(?:[^'\\]|\\.)*'",
    "ruby": r"""'(?:[^'\\]|\\['\\])*'|"(?:[^"\\#]|\\.)*\"""",
    "typescript": r"'(?:[^'\\]|\\.)*'",
}


def replaced(text):
    """A text with unpaired surrogates replaced, one character each."""
    return re.sub("[\ud800-\udfff]", "\ufffd", text)


def read_back(literal):
    """What a literal says, read by the rules that the languages have in common."""
    if literal[0] == "`":
        return literal[1:-1]
    units = re.sub(ESCAPE, _character, literal[1:-1])
    return units.encode("utf-16", "surrogatepass").decode("utf-16")


def _character(match):
    digits = match["braced"] or match["four"] or match["eight"]
    if digits:
        return chr(int(digits, 16))
    return chr(int(match["octal"], 8)) if match["octal"] else match["itself"]


@pytest.mark.parametrize("language", WHOLE)
@settings(max_examples=60)
@given(text=TEXTS)
@example(HOSTILE)
@example(SHARP)
@example("\\u000a\\")
def test_a_literal_is_one_literal_in_ascii(language, text):
    literal = BY_NAME[language].literal(text)
    assert literal.isascii()
    assert literal.isprintable()
    assert re.fullmatch(WHOLE[language], literal)
    assert read_back(literal) == replaced(text)


@given(text=TEXTS)
@example(HOSTILE)
def test_python_reads_its_literal(text):
    assert ast.literal_eval(BY_NAME["python"].literal(text)) == replaced(text)


@pytest.mark.skipif(not shutil.which("sh"), reason="needs a POSIX shell")
@settings(max_examples=10, deadline=None)
@given(texts=st.lists(TEXTS, max_size=20))
@example([HOSTILE, SHARP, "\n", "'\n'", "$(exit 7)", "-n", "\0"])
def test_the_shell_reads_its_literals(texts):
    script = "".join(f"printf '%s\\0' {BY_NAME['curl'].literal(text)}\n" for text in texts)
    done = subprocess.run(["sh"], input=script.encode(), capture_output=True, check=True, timeout=60)
    expected = [replaced(text).replace("\0", "\ufffd") for text in texts]
    assert done.stdout.decode().split("\0")[:-1] == expected


@pytest.mark.parametrize(
    ("language", "literal"),
    [
        ("curl", "'it'\\''s $x'"),
        ("csharp", '"it\'s $x"'),
        ("go", '"it\'s $x"'),
        ("java", '"it\'s $x"'),
        ("php", "'it\\'s $x'"),
        ("python", "'it\\'s $x'"),
        ("ruby", "'it\\'s $x'"),
        ("typescript", "'it\\'s $x'"),
    ],
)
def test_a_usual_text_stays_readable(language, literal):
    assert BY_NAME[language].literal("it's $x") == literal


def test_java_has_no_escape_that_its_compiler_reads_before_the_literals():
    assert BY_NAME["java"].literal('\n"\u2028\\u0022') == '"\\012\\"\\u2028\\\\u0022"'
