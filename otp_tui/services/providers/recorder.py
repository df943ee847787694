"""Makes the record of an exchange, redacted from the start, and hands it on."""

from typing import Final

from otp_tui.core.exchange.exchange import Answer, Exchange, LinkedAccount
from otp_tui.core.ports import Recorder
from otp_tui.core.security.redaction import Redactor
from otp_tui.core.security.sanitize import LIMIT, sanitize
from otp_tui.services.http.client import HttpCall, HttpReply
from otp_tui.services.providers.json_fields import read_json

_LONGEST_BODY: Final = 20_000
_LONGEST_RAW: Final = 4_000
_LARGEST_PARSED: Final = 128 * 1024
"""Bodies over this are recorded by their beginning: redacting a mebibyte would hold the screen up."""
_LONGEST_VALUE: Final = 80
_LONGEST_DETAIL: Final = 60
_MOST_HEADERS: Final = 60


class ExchangeRecorder:
    """Turns exchanges of one provider into records.

    Args:
        provider: Whose exchanges they are.
        base: The base address, as records show it.
        redactor: Knows the walkthrough's secrets and the target's keys.
        record: Takes each record.
    """

    def __init__(self, provider: str, base: str, redactor: Redactor, record: Recorder) -> None:
        self._provider = provider
        self._base = base
        self._redactor = redactor
        self._record = record

    def redacted(self, answer: Answer) -> Answer:
        """An answer whose texts, which the provider wrote, hold no known secret and are inert."""
        value = self._redactor.deciding(answer.decision.value)
        value = value if len(value) <= _LONGEST_VALUE else value[:_LONGEST_VALUE] + "…"
        return answer._replace(
            decision=answer.decision._replace(value=value),
            words=self._clean(answer.words),
            detail=LinkedAccount(*(self._clean(part, _LONGEST_DETAIL) for part in answer.detail)),
        )

    def _clean(self, text: str, limit: int = LIMIT) -> str:
        """Redacted before it is shortened: half a secret would not be recognised."""
        return sanitize(self._redactor.text(text), limit)

    def record(self, number: int, call: HttpCall, reply: HttpReply, answer: Answer) -> None:
        """Record one exchange, however it ended.

        Args:
            number: The request's number within its walkthrough.
            call: What left.
            reply: What came.
            answer: What was made of it, scrubbed.
        """
        self._record(
            Exchange(
                number=number,
                at=reply.at,
                provider=self._provider,
                call=call.name,
                method=call.method,
                url=self._base + call.path,
                request_headers=self._redactor.headers(reply.request_headers),
                request_body=self._text(call.body or b""),
                status=reply.status,
                headers=self._redactor.headers(reply.headers[:_MOST_HEADERS]),
                body=self._text(reply.body),
                ms=reply.ms,
                decision=answer.decision,
                delivery=answer.delivery,
                fault=answer.fault,
            )
        )

    def _text(self, body: bytes) -> str:
        if not body:
            return ""
        parsed = read_json(body) if len(body) <= _LARGEST_PARSED else None
        if isinstance(parsed, dict | list):
            text = self._redactor.body(parsed)
            return text if len(text) <= _LONGEST_BODY else text[:_LONGEST_BODY] + "…"
        text = body[:_LARGEST_PARSED].decode("utf-8", errors="replace")
        return sanitize(self._redactor.raw(text), _LONGEST_RAW)
