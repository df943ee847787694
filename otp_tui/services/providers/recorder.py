"""The recorder of exchanges, which redacts them before they leave it."""

from typing import Any, Final

from otp_tui.core.exchange.exchange import Answer, Exchange, LinkedAccount
from otp_tui.core.ports import Recorder
from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.sanitize import LIMIT, sanitize
from otp_tui.services.http.certificates import read_certificate
from otp_tui.services.http.client import HttpCall, HttpReply
from otp_tui.services.providers.documentation import NO_DOCUMENTATION, Documentation
from otp_tui.services.providers.json_fields import as_json_text, read_json
from otp_tui.services.providers.shapes import drift_of

_LONGEST_BODY: Final = 20_000
_LONGEST_RAW: Final = 4_000
_LARGEST_PARSED: Final = 128 * 1024
"""The most bytes that are parsed; of a larger body only the beginning is recorded.

Redacting a mebibyte would block the screen.
"""
_LONGEST_VALUE: Final = 80
_LONGEST_DETAIL: Final = 60
_MOST_HEADERS: Final = 60
_OWN_PATHS: Final = frozenset({"transport", "HTTP status"})
"""The paths whose values are no provider's text."""


class ExchangeRecorder:
    """A recorder of one provider's exchanges.

    Args:
        provider: The provider's name.
        base: The base address, as records show it.
        redactor: Redacts the walkthrough's secrets and the target's credentials.
        record: Called with each record.
    """

    def __init__(self, provider: str, base: str, redactor: Redactor, record: Recorder) -> None:
        self._provider = provider
        self._base = base
        self._redactor = redactor
        self._record = record

    def redacted(self, answer: Answer) -> Answer:
        """Return an answer with the provider's texts redacted and sanitised."""
        value = answer.decision.value
        value = _bounded(value if answer.decision.path in _OWN_PATHS else self._redactor.deciding(value))
        return answer._replace(
            decision=answer.decision._replace(value=value),
            words=self._clean(answer.words),
            detail=LinkedAccount(*(self._clean(part, _LONGEST_DETAIL) for part in answer.detail)),
        )

    def _clean(self, text: str, limit: int = LIMIT) -> str:
        """Return a text redacted, and only then shortened: half a secret would not be recognised."""
        return sanitize(self._redactor.text(text), limit)

    def record(
        self,
        number: int,
        call: HttpCall,
        reply: HttpReply,
        answer: Answer,
        documentation: Documentation = NO_DOCUMENTATION,
    ) -> None:
        """Record one exchange, also an incomplete one.

        Args:
            number: The request's number within its walkthrough.
            call: The request as sent.
            reply: The reply as received.
            answer: The decided answer, redacted.
            documentation: What the provider's documents say about it.
        """
        parsed = _parsed(reply.body)
        self._record(
            Exchange(
                number=number,
                at=reply.at,
                provider=self._provider,
                call=call.name,
                method=call.method,
                url=self._redactor.text(self._base + call.path),
                request_headers=self._redactor.headers(reply.request_headers),
                request_body=self._text(call.body or b"", _parsed(call.body or b"")),
                status=reply.status,
                headers=self._redactor.headers(reply.headers[:_MOST_HEADERS]),
                body=self._text(reply.body, parsed),
                ms=reply.ms,
                decision=answer.decision,
                delivery=answer.delivery,
                fault=answer.fault,
                timings=reply.timings,
                page=documentation.shape.page,
                despite=tuple(
                    (path, _bounded(self._redactor.deciding(as_json_text(value))))
                    for path, value in documentation.despite
                ),
                server_address=reply.server_address,
                via_proxy=reply.proxied,
                certificate=read_certificate(reply.certificate) if reply.certificate else None,
                drift=()
                if parsed is None
                else drift_of(documentation.shape, parsed, self._redactor.deciding),
            )
        )

    def _text(self, body: bytes, parsed: Any) -> str:
        if not body:
            return ""
        if isinstance(parsed, dict | list):
            text = self._redactor.body(parsed)
            return text if len(text) <= _LONGEST_BODY else text[:_LONGEST_BODY] + "…"
        text = body[:_LARGEST_PARSED].decode("utf-8", errors="replace")
        return sanitize(self._redactor.raw(text), _LONGEST_RAW)


def _parsed(body: bytes) -> Any:
    return read_json(body) if len(body) <= _LARGEST_PARSED else None


def _bounded(value: str) -> str:
    return value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"
