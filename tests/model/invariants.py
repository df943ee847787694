"""Sees all that happens in a harness, and keeps what a truth complains of until nobody can swallow it."""

from otp_tui.conductor import Change
from otp_tui.core.exchange.exchange import SENDING_VERBS, Verb
from otp_tui.core.exchange.verdict import Delivery
from otp_tui.core.flow.events import (
    Answered,
    ArrivedPressed,
    GivenUp,
    Interrupted,
    PhoneEntered,
    StartPressed,
)

from .expected import Expected
from .invariant_list import AT_REST, WHEN_CHANGED, WHEN_LEAVING, WHEN_RECORDED
from .virtual_time import FIRST_TICK

TAKES_CODE = {("check_otp", "code=0"), ("otp/verify", "0000")}
ANEW = (PhoneEntered, GivenUp, StartPressed)


class InvariantChecker:
    """The half of a harness that looks on.

    Attributes:
        expected: What must hold, by what came over the wire.
        presses: How many presses asked for a send.
        allowed: The calls that the newest press may still lead to.
        pressed: The keys of the newest press.
        codes: The codes that were typed.
        secrets: Every secret value that the process ever had of the walkthrough.
        said: What the program said of each exchange that can send or use a code: the exchange, its delivery, why.
        shown: Which countdown was seen last, and what it showed.
        failures: The truths that were broken.
    """

    def __init__(self):
        self.presses, self.allowed, self.pressed = 0, set(), set()
        self.failures = []

    def begins(self):
        """A walkthrough begins."""
        walkthrough = self.walkthrough
        self.open_walkthroughs.first[walkthrough.id] = self.open_walkthroughs.newest[walkthrough.id] = (
            walkthrough
        )
        self.open_walkthroughs.record[walkthrough.id] = []
        session = self.conductor.secrets.get(walkthrough.session) if walkthrough.session else None
        self.expected = Expected(session)
        self.began_at = self.attempt_at = len(self.network.exchanges_seen)
        self.codes, self.secrets, self.said, self.shown = [], set(), [], None

    @property
    def exchanges_seen(self):
        """This walkthrough's exchanges."""
        return self.network.exchanges_seen[self.began_at :]

    def observed_of(self, number):
        """The exchange of a request; None where it never came to the network."""
        return next(
            (observed for observed in reversed(self.exchanges_seen) if observed.asked.number == number), None
        )

    def used_unheard(self):
        """The newest code that the simulator took without the program's hearing of it, None where there is none."""
        attempt = self.network.exchanges_seen[self.attempt_at :]
        taken = [observed for observed in attempt if (observed.call, observed.decided) in TAKES_CODE]
        return next(
            (observed for observed in reversed(taken) if not (observed.heard and observed.told)), None
        )

    def phone_is_linked(self):
        """Whether the simulated Paywall holds this walkthrough's phone for linked."""
        phone = self.own_phone or self.conductor.phone()
        return self.state.providers[1]._links.get(phone, phone == "5000000023")

    def check(self, truths, *about):
        for truth in truths:
            try:
                truth(self, *about)
            except Exception as error:  # noqa: BLE001 - a truth that cannot be looked at is no better than a broken one
                self.failures.append(error)

    def rest(self):
        """Nothing moves any more: see whether all is as it must be.

        Raises:
            AssertionError: The first truth that was broken.
        """
        if self.walkthrough.in_flight is None:
            self.allowed = set()
        self.check(AT_REST)
        if self.failures:
            raise self.failures.pop(0)
        assert (self.times.loop.errors, self.network.broken) == ([], [])

    def leaves(self, observed):
        """A request leaves; one that must not is held back, so that no loop of them can hang a test.

        Raises:
            AssertionError: It breaks a truth.
        """
        self.check(WHEN_LEAVING, observed)
        if self.failures:
            raise self.failures.pop()
        self.allowed -= {observed.call}
        self.expected.left(observed)

    def keeps(self, after, event, now):
        """An event moves the walkthrough; it is on its way to disk."""
        before = self.walkthrough
        if after is not before:
            self._moved(before, event, after)
            self.check(WHEN_CHANGED, Change(before, event, after, now))

    def _moved(self, before, event, after):
        self.secrets |= {value for _, value in self.conductor.secrets.items()}
        if isinstance(event, ANEW) or after.resends > before.resends:
            self.attempt_at = len(self.network.exchanges_seen)
        if isinstance(event, ArrivedPressed) and before.uncertain_send and after.challenge:
            since = before.uncertain_send.since.monotonic - FIRST_TICK
            self.expected.arrived(since, resend=before.uncertain_send.verb == "resend")
        if isinstance(event, StartPressed):
            self.expected.reference = self.conductor.secrets.get(event.reference)
        if not isinstance(event, Answered | Interrupted):
            return
        observed = self.observed_of(event.number)
        if observed is None:
            return
        observed.heard = isinstance(event, Answered)
        if observed.heard:
            self.expected.came(observed, self.times.wall(), resend=before.in_flight.verb == "resend")
        if before.in_flight.verb in {*SENDING_VERBS, Verb.VERIFY}:
            delivery = event.answer.delivery if observed.heard else Delivery.MAYBE_SENT
            self.said.append((observed, delivery, after.notice.reason if after.notice else None))

    def changed(self, change):
        """Everybody is told."""
        if change.after.id != change.before.id:
            self.begins()
        elif change.after is change.before:
            self.check(WHEN_CHANGED, change)

    def exchange_recorded(self, exchange):
        self.check(WHEN_RECORDED, exchange)
