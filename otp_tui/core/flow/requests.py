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
    number, challenge = walkthrough.requests + 1, walkthrough.challenge
    request = Request(
        number=number,
        verb=verb,
        provider=walkthrough.policy.provider,
        reference=walkthrough.reference,
        session=walkthrough.session,
        token=challenge.token if challenge else None,
        code=walkthrough.last_code if verb is Verb.VERIFY else None,
        verified=walkthrough.verified,
        chained=verb is Verb.VERIFY and challenge is not None and challenge.chained > 0,
    )
    return walkthrough.replace(requests=number, in_flight=InFlight(number, verb, now), notice=None), (
        request,
    )
