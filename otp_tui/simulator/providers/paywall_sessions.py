"""Paywall's sessions and their open challenges."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from otp_tui.simulator.bounded_dict import BoundedDict
from otp_tui.simulator.providers.paywall_envelope import RefusalError

if TYPE_CHECKING:
    from otp_tui.simulator.clock import Clock
    from otp_tui.simulator.generator import ValueGenerator

SESSION_LIFETIME_S: Final = 30 * 60.0  # an invention: no page tells the lifetime


@dataclass(slots=True)
class Session:
    """A session; a renewal changes `id` and makes the older ids invalid.

    Attributes:
        id: The only valid id.
        phone: Ten digits, given when the session was created.
        expires_at: Seconds since the Unix epoch.
        challenge: The challenge of the newest merchant/link.
    """

    id: str
    phone: str
    expires_at: float
    challenge: Challenge | None = None


@dataclass(slots=True)
class Challenge:
    """An OTP that was sent and waits for its code.

    Attributes:
        kind: The ResponseCode that asked for it: `5001` for an OTP of the bank, `5008` for one of Masterpass.
        further: True when otp/verify asked for it, as a second OTP.
        token: The only valid token; a resend changes it.
        code: The code in the newest SMS.
        expires_at: Seconds since the Unix epoch.
        checks: The number of tries, over all resends.
        used: True once its code was accepted.
    """

    kind: str
    further: bool
    token: str = ""
    code: str = ""
    expires_at: float = 0.0
    checks: int = 0
    used: bool = False


class Sessions:
    """The newest 10,000 sessions and tokens.

    Args:
        clock: Decides what has expired.
        generator: Makes ids, tokens and codes.
    """

    def __init__(self, clock: Clock, generator: ValueGenerator) -> None:
        self._clock = clock
        self._generator = generator
        self._sessions: BoundedDict[str, Session] = BoundedDict()
        self._challenges: BoundedDict[str, Challenge] = BoundedDict()

    def clear(self) -> None:
        """Delete every session and token."""
        self._sessions.clear()
        self._challenges.clear()

    def forget(self, phone: str) -> None:
        """Delete the sessions and tokens of one phone."""
        challenges = [session.challenge for session in self._sessions.values() if session.phone == phone]
        self._sessions.drop(lambda _, session: session.phone == phone)
        self._challenges.drop(lambda _, challenge: any(challenge is own for own in challenges))

    def open(self, phone: str) -> Session:
        """Create a session for a phone of ten digits."""
        session = Session(self._generator.guid(), phone, self._clock.now() + SESSION_LIFETIME_S)
        self._sessions.add(session.id, session)
        return session

    def find(self, session_id: str) -> Session | None:
        """Return the session that an id belongs or belonged to; None for an unknown id."""
        return self._sessions.get(session_id)

    def alive(self, session_id: str) -> Session:
        """Return the session of a valid id.

        Raises:
            RefusalError: `SESSION_NOT_FOUND`: the id is unknown, renewed or expired.
        """
        session = self.find(session_id)
        if session is None or session.id != session_id or self._clock.now() >= session.expires_at:
            raise RefusalError("SESSION_NOT_FOUND")
        return session

    def renew(self, session: Session) -> None:
        """Give a session a new id and its whole lifetime; the old id becomes invalid."""
        session.id = self._generator.guid()
        session.expires_at = self._clock.now() + SESSION_LIFETIME_S
        self._sessions.add(session.id, session)

    def challenge(self, session: Session, kind: str, *, further: bool = False) -> Challenge:
        """Begin a challenge in place of the session's earlier one."""
        session.challenge = Challenge(kind, further)
        return session.challenge

    def issue(self, challenge: Challenge, lifetime_s: float) -> None:
        """Give a challenge a new token and a new code; the old ones become invalid."""
        challenge.token = self._generator.token()
        challenge.code = self._generator.digit_code()
        challenge.expires_at = self._clock.now() + lifetime_s
        self._challenges.add(challenge.token, challenge)

    def challenge_of(self, session: Session, token: str) -> Challenge:
        """Return the challenge that a token opens, expired or not.

        Raises:
            RefusalError: `TOKEN_ALREADY_USED`: its code was accepted. `TOKEN_IS_NOT_VALID`: the token is unknown, of
                another session, or no longer the newest.
        """
        challenge = self._challenges.get(token)
        if challenge is not None and challenge.token == token and challenge.used:
            raise RefusalError("TOKEN_ALREADY_USED")
        if challenge is None or challenge.token != token or challenge is not session.challenge:
            raise RefusalError("TOKEN_IS_NOT_VALID")
        return challenge
