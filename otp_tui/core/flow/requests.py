"""The creation of a walkthrough's requests."""

from otp_tui.core.exchange.exchange import Request, Verb
from otp_tui.core.flow.state import InFlight, Walkthrough
from otp_tui.core.timestamps import ClockReading


def request_exchange(
    walkthrough: Walkthrough, verb: Verb, now: ClockReading
) -> tuple[Walkthrough, tuple[Request, ...]]:
    """Number a request and put it in flight.

    Args:
        walkthrough: A walkthrough without a request in flight.
        verb: The request's verb.
        now: The moment of the request.
    """
    number = walkthrough.requests + 1
    request = Request(
        number=number,
        verb=verb,
        provider=walkthrough.policy.provider,
        reference=walkthrough.reference,
        session=walkthrough.session,
        token=walkthrough.challenge.token if walkthrough.challenge else None,
        code=walkthrough.last_code if verb is Verb.VERIFY else None,
        verified=walkthrough.verified,
    )
    return walkthrough.replace(requests=number, in_flight=InFlight(number, verb, now), notice=None), (
        request,
    )
