"""Builders that the core's tests share: moments, answers, and a walker who presses keys and folds events."""

from datetime import UTC, datetime, timedelta

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Answer, ChallengeKind, Request, Verb
from otp_tui.core.exchange.verdict import Decision, Delivery, Fault, Verdict
from otp_tui.core.flow.events import (
    Answered,
    AskPressed,
    CodeEntered,
    Event,
    PhoneEntered,
    ResendPressed,
    StartPressed,
    UnlinkPressed,
)
from otp_tui.core.flow.intents import Intent, available_intents
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.state import Walkthrough, new_walkthrough
from otp_tui.core.flow.step import lost_answer, step
from otp_tui.core.security.secrets import Handle
from otp_tui.core.timestamps import ClockReading, Expiry

NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
MASKED = "+90 5•• ••• •• 01"


def moment(seconds=0.0):
    """A reading of both clocks, so many seconds after the walkthrough began."""
    return ClockReading(5_000.0 + seconds, NOON + timedelta(seconds=seconds))


def expiring(seconds):
    """An expiry that the server named and that is believed."""
    return Expiry(NOON + timedelta(seconds=seconds), float(seconds))


def says(verdict, delivery=Delivery.NOT_SENT, **known):
    """A complete answer with this verdict."""
    return Answer(Decision(Verdict(verdict), "code", '"x"'), Delivery(delivery), http_status=200, **known)


def asks_for_code(token=None, **known):
    """A send that worked, or a verify that asks for another OTP."""
    return says("challenge", "sent", token=Handle(token) if token else None, **known)


def session(name="session#1"):
    """A session that was created."""
    return says("ok", session=Handle(name))


class Walker:
    """Presses the keys of one walkthrough and plays its providers, by a clock of its own.

    Attributes:
        walkthrough: Where it stands.
        requests: Every request that left.
        seconds: What the clock shows.
        record: Every event with its moment, as a journal keeps them.
    """

    def __init__(
        self, journey=Journey.MASTERPASS, environment=Environment.SIM, *, confirm=False, session=None
    ):
        self.walkthrough: Walkthrough = new_walkthrough(
            "walk-1",
            journey,
            environment,
            moment(),
            confirm=confirm,
            session=Handle(session) if session else None,
        )
        self.first = self.walkthrough
        self.requests: list[Request] = []
        self.record: list[tuple[Event, ClockReading]] = []
        self.seconds = 0.0

    @property
    def now(self):
        return moment(self.seconds)

    @property
    def reason(self):
        return self.walkthrough.notice.reason if self.walkthrough.notice else None

    @property
    def asked(self):
        """The verbs of the requests so far."""
        return [request.verb for request in self.requests]

    @property
    def left(self):
        """Seconds on the countdown."""
        return self.walkthrough.challenge.remaining(self.now)

    def is_open(self, intent):
        return available_intents(self.walkthrough, self.now)[Intent(intent)].available

    def keys(self):
        """Every open intent by name."""
        return {
            intent.value
            for intent, option in available_intents(self.walkthrough, self.now).items()
            if option.available
        }

    def wait(self, seconds):
        self.seconds += seconds
        return self

    def does(self, event):
        """Fold one event."""
        self.record.append((event, self.now))
        self.walkthrough, requests = step(self.walkthrough, event, self.now)
        self.requests += requests
        return self

    def phone(self, masked=MASKED, *, changed=True):
        return self.does(PhoneEntered(masked, changed=changed))

    def start(self, reference="reference#1"):
        return self.does(StartPressed(Handle(reference)))

    def code(self, code="code#1"):
        return self.does(CodeEntered(Handle(code), 6))

    def resend(self, *, early=False):
        return self.does(ResendPressed(early=early))

    def gets(self, answer):
        """The request in flight is answered."""
        return self.does(Answered(self.walkthrough.in_flight.number, answer))

    def loses(self, *, written=True, fault=Fault.READ_TIMEOUT):
        """The answer of the request in flight never comes."""
        return self.gets(lost_answer(self.walkthrough.in_flight.verb, fault, written=written))

    def cancels(self, *, written):
        return self.loses(written=written, fault=Fault.CANCELLED)

    # to well-known places ----------------------------------------------------------------------------

    def preparing(self):
        return self.phone().start()

    def starting(self):
        """A send is in flight."""
        self.phone().start()
        if self.walkthrough.in_flight.verb is Verb.PREPARE:
            self.gets(session())
        return self

    def at_code(self, token="token#1", seconds=120):
        """An OTP waits for its code."""
        if self.walkthrough.policy.tokenless:
            return self.starting().gets(asks_for_code(kind=ChallengeKind.CARD, expiry=expiring(seconds)))
        return self.starting().gets(asks_for_code(token, kind=ChallengeKind.BANK))

    def resending(self):
        self.at_code().wait(121)
        return self.resend()

    def verifying(self):
        return self.at_code().code()

    def verify_lost(self):
        return self.verifying().loses()

    def asking(self):
        return self.verify_lost().does(AskPressed())

    def linked(self):
        return self.verifying().gets(says("ok", "sent"))

    def unlinking(self):
        return self.linked().does(UnlinkPressed())


def in_flight(verb, journey=None, **options):
    """A walker whose request of this verb is in flight."""
    walker = Walker(journey or Journey.MASTERPASS, **options)
    places = {
        Verb.PREPARE: walker.preparing,
        Verb.START: walker.starting,
        Verb.RESEND: walker.resending,
        Verb.VERIFY: walker.verifying,
        Verb.CONFIRM: walker.asking,
        Verb.UNLINK: walker.unlinking,
    }
    return places[Verb(verb)]()
