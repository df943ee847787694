"""The records that rules and HTTP share: requests as received, decided answers."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from otp_tui.simulator.scenarios import Behaviour, Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """A provider's answer to one request.

    Attributes:
        status: The HTTP status.
        content: The body.
        decided: The deciding value in short, for the exchange log; never a secret.
        content_type: The body's media type.
        headers: Further headers.
    """

    status: int
    content: bytes
    decided: str
    content_type: bytes = b"application/json; charset=utf-8"
    headers: tuple[tuple[bytes, bytes], ...] = ()


def json_answer(
    body: dict[str, Any], *, decided: str, status: int = 200, headers: tuple[tuple[bytes, bytes], ...] = ()
) -> Answer:
    """Return an answer with a JSON object as its body."""
    content = _ENCODER.encode(body).encode()
    return Answer(status=status, content=content, decided=decided, headers=headers)


class Call(NamedTuple):
    """One service of a provider.

    Attributes:
        name: The last part of its path, as in `otp/verify`.
        method: The HTTP method.
        path: The whole path.
        sends: True for a sending call, to which the scenarios about sends apply.
    """

    name: str
    method: str
    path: str
    sends: bool = False


class Incoming(NamedTuple):
    """A received request.

    Attributes:
        method: The HTTP method.
        headers: Values by lower-case name.
        fields: The JSON object of the body, empty without a body; None where the body is no JSON object.
        too_large: True when the body was over the limit and not read.
    """

    method: str
    headers: Mapping[bytes, bytes]
    fields: dict[str, Any] | None
    too_large: bool = False


class Decided(NamedTuple):
    """A decided request: the answer, its delivery, and the phone it was about (ten digits)."""

    answer: Answer
    phone: str | None
    behaviour: Behaviour
    delivery: Delivery

    @property
    def http_status(self) -> int | None:
        """The status that the client sees; None when the connection is dropped instead."""
        return None if self.delivery is Delivery.DROPPED else self.answer.status
