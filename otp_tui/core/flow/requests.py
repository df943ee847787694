"""How a walkthrough asks for one exchange."""

from otp_tui.core.exchange.exchange import Request, Verb
from otp_tui.core.flow.state import Flight, Walk
from otp_tui.core.timestamps import Now


def ask(walk: Walk, verb: Verb, now: Now) -> tuple[Walk, tuple[Request, ...]]:
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
        code=walk.tried if verb is Verb.VERIFY else None,
        verified=walk.verified,
    )
    return walk.but(requests=number, flight=Flight(number, verb, now), notice=None), (request,)
