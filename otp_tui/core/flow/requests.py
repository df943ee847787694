"""How a walkthrough asks for one exchange."""

from otp_tui.core.exchange.exchange import Request, Verb
from otp_tui.core.flow.state import InFlight, Walkthrough
from otp_tui.core.timestamps import ClockReading


def request_exchange(
    walk: Walkthrough, verb: Verb, now: ClockReading
) -> tuple[Walkthrough, tuple[Request, ...]]:
    """Number a request and put it in flight.

    Args:
        walk: Has no request in flight.
        verb: What is asked.
        now: When.
    """
    number = walk.requests + 1
    request = Request(
        number=number,
        verb=verb,
        provider=walk.policy.provider,
        reference=walk.reference,
        session=walk.session,
        token=walk.challenge.token if walk.challenge else None,
        code=walk.last_code if verb is Verb.VERIFY else None,
        verified=walk.verified,
    )
    return walk.replace(requests=number, in_flight=InFlight(number, verb, now), notice=None), (request,)
