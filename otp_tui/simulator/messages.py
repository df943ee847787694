"""Requests as the rules see them, and answers on their way to a connection."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

from otp_tui.simulator.scenarios import Behaviour, Delivery

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What a provider says to one request.

    Attributes:
        status: The HTTP status.
        content: The body.
        decided: What it says in short, for the list of exchanges; never a secret.
        content_type: Of the body.
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
    """Make an answer of a JSON object."""
    content = json.dumps(body, ensure_ascii=False, separators=(",", ":")).encode()
    return Answer(status=status, content=content, decided=decided, headers=headers)


class Call(NamedTuple):
    """One service of a provider.

    Attributes:
        name: The last part of its path, as in `otp/verify`.
        method: The HTTP method.
        path: The whole path.
        sends: True when an SMS goes out: numbers with trouble on sends have it here.
    """

    name: str
    method: str
    path: str
    sends: bool = False


class Incoming(NamedTuple):
    """A request as the rules see it.

    Attributes:
        method: The HTTP method.
        headers: By lower-case name.
        fields: The JSON object of the body, empty without a body; None where it is no JSON object.
        too_large: True when the body was over the limit and not read.
    """

    method: str
    headers: Mapping[bytes, bytes]
    fields: dict[str, Any] | None
    too_large: bool = False


class Decided(NamedTuple):
    """A decided request: the answer, whose phone it was about, and how the answer travels."""

    answer: Answer
    phone: str | None
    behaviour: Behaviour
    delivery: Delivery

    @property
    def http_status(self) -> int | None:
        """The status that the client gets to see; None when the connection is dropped instead."""
        return None if self.delivery is Delivery.DROPPED else self.answer.status
