"""The program that repeats a recorded exchange, in any of the languages."""

import re
from functools import cache
from typing import Any, Final, NamedTuple

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from markupsafe import Markup

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.target.providers import PROVIDERS, PhoneForm
from otp_tui.evidence.snippets.languages import Language
from otp_tui.evidence.snippets.masks import PHONE_VARIABLE
from otp_tui.evidence.snippets.parts import Packing, Text, Value
from otp_tui.evidence.snippets.request import SnippetRequest, snippet_request

_TIMEOUT_S: Final = 30
_LONGEST_TITLE: Final = 80
_NOT_IN_A_COMMENT: Final = re.compile(r"[^A-Za-z0-9 ,./_-]")
"""All that could end a comment in one of the languages, or mean something to a compiler in one."""
_PHONE_FORMS: Final = {PhoneForm.NATIONAL: "5•••••••••", PhoneForm.INTERNATIONAL: "905•••••••••"}
_CONTENT_TYPE: Final = "content-type"


class _Header(NamedTuple):
    """A header as code: its name, its value, and both as curl takes them."""

    name: Markup
    value: Markup
    line: Markup


def snippet(exchange: Exchange, language: Language) -> str:
    """Return a complete program that sends a recorded request again.

    It reads every secret from an environment variable, prints the answer's status and body, and ends with 1 where
    there was no answer and with 2 where a variable is not set or cannot stand in a header.

    Args:
        exchange: The exchange; its secrets are handles.
        language: One of `LANGUAGES`.

    Raises:
        ValueError: The exchange's method is no HTTP method.
    """
    request = snippet_request(exchange)
    return _template(language.name).render(
        intro=_intro(exchange, request, language), **_request_code(request, language)
    )


def _request_code(request: SnippetRequest, language: Language) -> dict[str, Any]:
    """Return the template's values: what is printed is code, the rest decides which lines are there."""
    headers = [
        _Header(*(_code(language.expression(part)) for part in ((Text(name),), value, _line(name, value))))
        for name, value in request.headers
    ]
    body = request.body
    return {
        "method": _code(language.literal(request.method)),
        "url": _code(language.expression(request.url)),
        "headers": headers,
        "header_names": list(dict.fromkeys(header.name for header in headers)),
        "body": None if body is None else [_code(language.expression(line)) for line in body],
        "needs": [_code(name) for name in request.variables],
        "checked": [_code(name) for name in request.checked],
        "json": Packing.JSON in request.packings,
        "base64": Packing.BASE64 in request.packings,
        "typed": any(name.lower() == _CONTENT_TYPE for name, _ in request.headers),
        "head": request.method == "HEAD",
        "timeout": _code(str(_TIMEOUT_S)),
        "milliseconds": _code(str(_TIMEOUT_S * 1000)),
    }


def _line(name: str, value: Value) -> Value:
    """Return a header as curl takes it; a colon with nothing after it would take the header away."""
    return (Text(f"{name}: "), *value) if value else (Text(f"{name};"),)


def _intro(exchange: Exchange, request: SnippetRequest, language: Language) -> Markup:
    """Return the first comment: the exchange and the variables."""
    row = PROVIDERS.get(exchange.provider)
    form = request.phone_form or (_PHONE_FORMS[row.phone_form] if row else "")
    title = f"Exchange {exchange.number:02d}, {row.title if row else exchange.provider} {exchange.call}"
    lines = [f"{_comment(title)}. Needs: {', '.join(request.variables) or 'nothing'}."]
    if PHONE_VARIABLE in request.variables and form:
        lines.append(f"{PHONE_VARIABLE} is written as {_comment(form.replace('•', 'x'))}.")
    return _code("\n".join(f"{language.comment} {line}" for line in lines))


def _comment(text: str) -> str:
    return _NOT_IN_A_COMMENT.sub("_", text[:_LONGEST_TITLE])


def _code(text: str) -> Markup:
    """Return text that is code already; a template prints nothing else."""
    return Markup(text)  # noqa: S704 - not HTML: it went through the language's encoder


def _only_code(value: object) -> Markup:
    """Return what a template prints.

    Raises:
        TypeError: It did not go through the language's encoder.
    """
    if not isinstance(value, Markup):
        raise TypeError(f"a template prints {type(value).__name__}, which is no code")
    return value


@cache
def _template(name: str) -> Template:
    return _environment().get_template(f"{name}.jinja")


@cache
def _environment() -> Environment:
    return Environment(
        loader=PackageLoader("otp_tui.evidence.snippets"),
        autoescape=True,
        undefined=StrictUndefined,
        finalize=_only_code,
        variable_start_string="«",
        variable_end_string="»",
        comment_start_string="«#",
        comment_end_string="#»",
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
