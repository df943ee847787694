"""The languages of snippets, one row each; the row's template has the same name."""

import re
from collections.abc import Callable, Mapping
from typing import Final, NamedTuple

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.evidence.snippets import literals
from otp_tui.evidence.snippets.parts import Packed, Packing, Part, Text, Value, Variable, joined

_LONGEST_CALL: Final = 80
_NOT_IN_A_NAME: Final = re.compile(r"[^A-Za-z0-9._]+")


class Language(NamedTuple):
    """One language.

    Attributes:
        name: Its name, which is its template's.
        label: Its name for people, with the client that the snippets use.
        extension: The extension of its files.
        lexer: The name of its lexer in Pygments.
        comment: What begins a comment that ends with the line.
        literal: Gives the literal of a text.
        variable: The expression of an environment variable; ``{}`` is its name.
        packings: The expression of an encoding; ``{}`` is the expression of the text.
        plus: What stands between two expressions to join their texts.
    """

    name: str
    label: str
    extension: str
    lexer: str
    comment: str
    literal: Callable[[str], str]
    variable: str
    packings: Mapping[Packing, str]
    plus: str = " + "

    def expression(self, value: Value) -> str:
        """Return the expression that puts a value's pieces together."""
        return self.plus.join(map(self._piece, joined(value))) or self.literal("")

    def _piece(self, part: Part) -> str:
        match part:
            case Text(text):
                return self.literal(text)
            case Variable(name):
                return self.variable.format(name)
            case Packed(packing, parts):
                return self.packings[packing].format(self.expression(parts))


_HASH: Final = "#"
_SLASHES: Final = "//"

LANGUAGES: Final = (
    Language(
        name="curl",
        label="curl",
        extension="sh",
        lexer="sh",
        comment=_HASH,
        literal=literals.shell_literal,
        variable='"${}"',
        packings={Packing.JSON: '"$(quoted {} json)"', Packing.BASE64: '"$(base64_of {})"'},
        plus="",
    ),
    Language(
        name="csharp",
        label="C# HttpClient",
        extension="cs",
        lexer="csharp",
        comment=_SLASHES,
        literal=literals.csharp_literal,
        variable='Env("{}")',
        packings={
            Packing.JSON: "Json({})",
            Packing.BASE64: "Convert.ToBase64String(Encoding.UTF8.GetBytes({}))",
        },
    ),
    Language(
        name="go",
        label="Go net/http",
        extension="go",
        lexer="go",
        comment=_SLASHES,
        literal=literals.go_literal,
        variable='os.Getenv("{}")',
        packings={
            Packing.JSON: "quoted({})",
            Packing.BASE64: "base64.StdEncoding.EncodeToString([]byte({}))",
        },
    ),
    Language(
        name="java",
        label="Java HttpClient",
        extension="java",
        lexer="java",
        comment=_SLASHES,
        literal=literals.java_literal,
        variable='env("{}")',
        packings={
            Packing.JSON: "json({})",
            Packing.BASE64: "Base64.getEncoder().encodeToString(({}).getBytes(StandardCharsets.UTF_8))",
        },
    ),
    Language(
        name="php",
        label="PHP curl",
        extension="php",
        lexer="php",
        comment=_SLASHES,
        literal=literals.php_literal,
        variable="getenv('{}')",
        packings={
            Packing.JSON: "json_encode({}, JSON_INVALID_UTF8_SUBSTITUTE)",
            Packing.BASE64: "base64_encode({})",
        },
        plus=" . ",
    ),
    Language(
        name="python",
        label="Python httpx",
        extension="py",
        lexer="python",
        comment=_HASH,
        literal=literals.python_literal,
        variable='os.environ["{}"]',
        packings={
            Packing.JSON: "json.dumps({})",
            Packing.BASE64: "base64.b64encode(({}).encode()).decode()",
        },
    ),
    Language(
        name="ruby",
        label="Ruby Net::HTTP",
        extension="rb",
        lexer="ruby",
        comment=_HASH,
        literal=literals.ruby_literal,
        variable='env("{}")',
        packings={Packing.JSON: "JSON.generate({})", Packing.BASE64: '[{}].pack("m0")'},
    ),
    Language(
        name="typescript",
        label="TypeScript fetch",
        extension="ts",
        lexer="typescript",
        comment=_SLASHES,
        literal=literals.typescript_literal,
        variable="env('{}')",
        packings={
            Packing.JSON: "JSON.stringify({})",
            Packing.BASE64: "btoa({})",
        },
    ),
)


def snippet_file_name(exchange: Exchange, language: Language) -> str:
    """Return the name of a snippet's file: ``05-otp-verify.sh``."""
    call = _NOT_IN_A_NAME.sub("-", exchange.call)[:_LONGEST_CALL]
    return f"{exchange.number:02d}-{call}.{language.extension}"
