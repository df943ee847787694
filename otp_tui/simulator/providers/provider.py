"""What both providers share: the order in which a request is judged."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, Any, ClassVar, Final, NamedTuple

from otp_tui.simulator.http.delivery import STAND_INS
from otp_tui.simulator.scenarios import Behaviour, Delivery, behaviour_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from otp_tui.simulator.http.messages import Answer

REFUSED_KEY: Final = b"wrong"


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


class Provider(ABC):
    """The rules and the memory of one provider.

    A request is judged in this order: method and size, keys, JSON, a gateway in front, the rule of the call.
    """

    name: ClassVar[str]
    calls: ClassVar[tuple[Call, ...]]

    def serve(self, call: Call, request: Incoming) -> Decided:
        """Decide one request."""
        phone = self._phone_of(call, request)
        behaviour = behaviour_of(phone)
        answer = self._judge(call, request, behaviour)
        return Decided(answer, phone, behaviour, behaviour.sends_delivered if call.sends else Delivery.WHOLE)

    def _judge(self, call: Call, request: Incoming, behaviour: Behaviour) -> Answer:
        if request.method != call.method:
            return self._http_refusal(405, headers=((b"allow", call.method.encode()),))
        if request.too_large:
            return self._http_refusal(413)
        if behaviour.keys_refused or not self._keys_accepted(request.headers):
            return self._keys_refusal()
        if request.fields is None:
            return self._not_json()
        if call.sends and behaviour.sends_answered_by is not None:
            return STAND_INS[behaviour.sends_answered_by]
        return self._answer(call, request, behaviour)

    @abstractmethod
    def reset(self) -> None:
        """Forget everything."""

    @abstractmethod
    def _phone_of(self, call: Call, request: Incoming) -> str | None:
        """Return the ten digits of the phone that a request is about, as far as it tells."""

    @abstractmethod
    def _keys_accepted(self, headers: Mapping[bytes, bytes]) -> bool:
        """Tell whether the credentials are good."""

    @abstractmethod
    def _http_refusal(self, status: int, *, headers: tuple[tuple[bytes, bytes], ...] = ()) -> Answer:
        """Refuse a request for what it is as HTTP."""

    @abstractmethod
    def _keys_refusal(self) -> Answer:
        """Refuse the credentials."""

    @abstractmethod
    def _not_json(self) -> Answer:
        """Refuse a body that is no JSON object."""

    @abstractmethod
    def _answer(self, call: Call, request: Incoming, behaviour: Behaviour) -> Answer:
        """Apply the rule of the call; `request.fields` is an object by now."""


def key_accepted(key: bytes) -> bool:
    """Tell whether a single key is good: any non-empty value but `wrong` (an invention, no key is ever registered)."""
    return bool(key.strip()) and key != REFUSED_KEY
