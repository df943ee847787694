"""The base class of the providers: the order in which a request is judged."""

from __future__ import annotations

from abc import ABC, abstractmethod
from typing import TYPE_CHECKING, ClassVar, Final

from otp_tui.simulator.messages import Answer, Call, Decided, Incoming, json_answer
from otp_tui.simulator.scenarios import Behaviour, Delivery, GatewayError, behaviour_of

if TYPE_CHECKING:
    from collections.abc import Mapping

    from otp_tui.simulator.clock import Clock
    from otp_tui.simulator.generator import ValueGenerator
    from otp_tui.simulator.inbox import Inbox


STAND_INS: Final = {
    GatewayError.BAD_GATEWAY: Answer(
        status=502,
        content=b"<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head>\n"
        b"<body><center><h1>502 Bad Gateway</h1></center></body></html>\n",
        decided="HTTP 502",
        content_type=b"text/html; charset=utf-8",
    ),
    # A gateway knows nothing of the provider's body, so it has neither result_code nor envelope.
    GatewayError.TOO_MANY_REQUESTS: json_answer(
        {"code": 429, "message": "Too Many Requests"},
        decided="HTTP 429",
        status=429,
        headers=((b"retry-after", b"30"),),
    ),
}


REFUSED_KEY: Final = b"wrong"


class Provider(ABC):
    """The rules and the state of one provider.

    A request is judged in this order: method and size, keys, JSON, a gateway in front, the rule of the call.

    Args:
        clock: The simulator's clock.
        generator: Makes codes, tokens and ids.
        inbox: Takes the SMS.
        otp_lifetime_s: Seconds from a send until its code expires.
    """

    name: ClassVar[str]
    calls: ClassVar[tuple[Call, ...]]

    def __init__(self, clock: Clock, generator: ValueGenerator, inbox: Inbox, otp_lifetime_s: float) -> None:
        self._clock = clock
        self._generator = generator
        self._inbox = inbox
        self._otp_lifetime_s = otp_lifetime_s

    def serve(self, call: Call, request: Incoming) -> Decided:
        """Decide one request and its delivery."""
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

    def _send_sms(
        self, phone: str, code: str, lifetime_s: float, reference: str, *, sender: str | None = None
    ) -> None:
        """Send the SMS of an OTP, signed by the merchant unless another sender is named."""
        self._inbox.send(phone, code, lifetime_s, provider=self.name, reference=reference, sender=sender)

    @abstractmethod
    def reset(self) -> None:
        """Return to the initial state."""

    @abstractmethod
    def forget(self, phone: str) -> None:
        """Delete what is stored about one phone (ten digits)."""

    @abstractmethod
    def _phone_of(self, call: Call, request: Incoming) -> str | None:
        """Return the ten digits of the phone that a request is about; None where it names none."""

    @abstractmethod
    def _keys_accepted(self, headers: Mapping[bytes, bytes]) -> bool:
        """Return whether the credentials are accepted."""

    @abstractmethod
    def _http_refusal(self, status: int, *, headers: tuple[tuple[bytes, bytes], ...] = ()) -> Answer:
        """Return the refusal of a request that is wrong as HTTP (its method or its size)."""

    @abstractmethod
    def _keys_refusal(self) -> Answer:
        """Return the refusal of the credentials."""

    @abstractmethod
    def _not_json(self) -> Answer:
        """Return the refusal of a body that is no JSON object."""

    @abstractmethod
    def _answer(self, call: Call, request: Incoming, behaviour: Behaviour) -> Answer:
        """Return the answer by the call's rule; `request.fields` is a JSON object by now."""


def key_accepted(key: bytes) -> bool:
    """Return whether a key is accepted: any non-empty value but `wrong` (an invention)."""
    return bool(key.strip()) and key != REFUSED_KEY
