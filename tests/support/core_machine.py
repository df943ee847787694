"""Random operators against random providers: after every step, the truths that a walkthrough's state can show."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import SENDING_VERBS, Answer, ChallengeKind, Verb
from otp_tui.core.exchange.verdict import Decision, Delivery, Fault, Verdict
from otp_tui.core.exit_codes import GUARD
from otp_tui.core.flow.events import (
    Answered,
    ArrivedPressed,
    AskPressed,
    BackPressed,
    CodeEntered,
    GivenUp,
    Interrupted,
    NotArrivedPressed,
    PhoneEntered,
    QuitPressed,
    ResendPressed,
    ReturnPressed,
    SameCodePressed,
    StartPressed,
    Stopped,
    UnlinkPressed,
)
from otp_tui.core.flow.intents import Intent, available_intents
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.outcome import exit_code
from otp_tui.core.flow.state import Phase
from otp_tui.core.flow.step import lost_answer, step
from otp_tui.core.security.budget import DEFAULT_BUDGET
from otp_tui.core.security.secrets import SecretRegistry
from otp_tui.core.security.send_policy import Refusal, Rule
from otp_tui.core.timestamps import Expiry, ExpiryProblem
from support.walkthroughs import Walker, moment

PRESSES = (StartPressed, ResendPressed)
SENTINEL = "s3ntinel"


@st.composite
def answers(draw, verb, registry):
    """Any answer a provider could give to a verb; its secrets are in the bag, as a gateway puts them."""
    if draw(st.integers(0, 4)) == 4:
        return lost_answer(verb, draw(st.sampled_from(Fault)), written=draw(st.booleans()))
    usual = {
        Verb.PREPARE: Verdict.OK,
        Verb.START: Verdict.CHALLENGE,
        Verb.RESEND: Verdict.CHALLENGE,
        Verb.VERIFY: Verdict.OK,
        Verb.CONFIRM: Verdict.OK,
        Verb.UNLINK: Verdict.OK,
    }
    verdict = draw(st.sampled_from(Verdict)) if draw(st.booleans()) else usual[verb]
    serial = draw(st.integers(1, 10**9))
    token = registry.register("token", f"{SENTINEL}-token-{serial}") if verdict is Verdict.CHALLENGE else None
    if verb is Verb.RESEND and draw(st.booleans()):
        token = None
    new_session = (verb is Verb.PREPARE and verdict is Verdict.OK) or draw(st.integers(0, 5)) == 0
    session = registry.register("session", f"{SENTINEL}-session-{serial}") if new_session else None
    seconds = draw(st.floats(0.5, 86_400))
    expiry = draw(
        st.sampled_from([None, Expiry(moment(seconds).utc, seconds), Expiry(problem=ExpiryProblem.PAST)])
    )
    went_out = verdict is Verdict.CHALLENGE or (verdict is Verdict.OK and verb in {Verb.RESEND, Verb.VERIFY})
    return Answer(
        Decision(verdict, "code", "0"),
        Delivery.SENT if went_out else draw(st.sampled_from([Delivery.NOT_SENT, Delivery.MAYBE_SENT])),
        token=token,
        session=session,
        renewed=session is not None and verb is not Verb.PREPARE,
        kind=draw(st.sampled_from([None, *ChallengeKind])),
        expiry=expiry,
        already=draw(st.booleans()),
        linked=draw(st.sampled_from([None, True, False])),
    )


class Walkthrough(RuleBasedStateMachine):
    """One walkthrough between an operator who presses anything and a provider who answers anything."""

    @initialize(
        journey=st.sampled_from(Journey),
        environment=st.sampled_from(Environment),
        confirm=st.booleans(),
        fixed=st.booleans(),
    )
    def begin(self, journey, environment, confirm, fixed):
        self.registry = SecretRegistry()
        own = self.registry.register("session", f"{SENTINEL}-own") if fixed else None
        self.walker = Walker(journey, environment, confirm=confirm, session=own)
        self.session = own
        self.token = None
        self.in_flight = None
        self.numbers = [0]
        self.verified = False
        self.serial = 0
        self.fold(PhoneEntered("+90 5•• ••• •• 01", changed=True))

    @property
    def walkthrough(self):
        return self.walker.walkthrough

    def fold(self, event):
        """One event, and what must be true of every step."""
        before, asked = self.walkthrough, len(self.walker.wait(0.01).requests)
        self.walker.does(event)
        after, requests = self.walkthrough, self.walker.requests[asked:]
        for request in requests:
            assert self.in_flight is None, "one request in flight"
            assert request.number > self.numbers[-1], "numbers increase"
            assert (after.in_flight.number, after.in_flight.verb) == request[:2]
            self.numbers.append(request.number)
            self.in_flight = request.number
            if request.verb in SENDING_VERBS:
                chained = isinstance(event, Answered) and before.in_flight.verb is Verb.PREPARE
                assert isinstance(event, PRESSES) or chained, "a send follows from one press"
            if request.provider == "paywall" and request.verb is not Verb.PREPARE:
                assert request.session == self.session is not None, "the newest session"
            if request.provider == "paywall" and request.verb in {Verb.RESEND, Verb.VERIFY}:
                assert request.token == self.token is not None, "the newest token"
            assert request.verified is self.verified, "verified only after a verified leg"
        assert len(requests) <= 1
        if before.challenge and after.challenge and before.challenge.sent == after.challenge.sent:
            left = before.challenge.remaining(self.walker.now)
            assert after.challenge.remaining(self.walker.now) == left, "only a new send changes the countdown"
        elif after.challenge:
            sent = isinstance(event, ArrivedPressed) or event.answer.delivery is not Delivery.NOT_SENT
            assert sent, "a countdown begins with a send"
        if after.outcome is not None and before.outcome is not None:
            assert after.outcome == before.outcome, "an end is an end"

    # the operator ------------------------------------------------------------------------------------

    def phone(self, digits, *, changed):
        is_open = available_intents(self.walkthrough, self.walker.now)[Intent.PHONE].available
        self.fold(PhoneEntered(f"+90 5•• ••• •• {digits}", changed=changed))
        if is_open and changed:
            self._fresh()

    def give_up(self):
        is_open = available_intents(self.walkthrough, self.walker.now)[Intent.GIVE_UP].available
        self.fold(GivenUp())
        if is_open:
            self._fresh()

    def _fresh(self):
        self.verified = False
        self.session = self.walkthrough.session

    def does(self, intent, data):
        """Do what an intent means, whether it is open or not."""
        self.serial += 1
        simple = {
            Intent.SAME_CODE: SameCodePressed(),
            Intent.ASK: AskPressed(),
            Intent.RESEND: ResendPressed(),
            Intent.RESEND_EARLY: ResendPressed(early=True),
            Intent.ARRIVED: ArrivedPressed(),
            Intent.NOT_ARRIVED: NotArrivedPressed(),
            Intent.BACK: BackPressed(),
            Intent.RETURN: ReturnPressed(),
            Intent.UNLINK: UnlinkPressed(),
        }
        if intent in simple:
            self.fold(simple[intent])
        elif intent is Intent.PHONE:
            self.phone(data.draw(st.sampled_from(["01", "02"])), changed=data.draw(st.booleans()))
        elif intent is Intent.GIVE_UP:
            self.give_up()
        elif intent is Intent.START:
            self.fold(
                StartPressed(self.registry.register("reference", f"{SENTINEL}-reference-{self.serial}"))
            )
        elif intent is Intent.VERIFY:
            code = f"{SENTINEL}-code-{data.draw(st.integers(0, 3))}"
            self.fold(CodeEntered(self.registry.register("code", code), 6))

    @precondition(lambda self: self.in_flight is None and self.walkthrough.phase is not Phase.DONE)
    @rule(data=st.data())
    def press_an_open_key(self, data):
        keys = self.walker.keys()
        forward = [*(keys - {"back", "give_up"})] * 4
        self.does(Intent(data.draw(st.sampled_from(sorted([*keys, *forward])))), data)

    @precondition(lambda self: self.in_flight is None)
    @rule(data=st.data())
    def press_another_open_key(self, data):
        """Keys that fit are pressed more often than others."""
        if self.walkthrough.phase is not Phase.DONE:
            self.press_an_open_key(data)
        elif available_intents(self.walkthrough, self.walker.now)[Intent.UNLINK].available:
            self.does(Intent.UNLINK, data)

    @rule(intent=st.sampled_from(Intent), data=st.data())
    def press_any_key(self, intent, data):
        self.does(intent, data)

    @precondition(lambda self: self.walker.requests)
    @rule(sure=st.integers(0, 19))
    def quit(self, sure):
        if sure == 19:
            if self.walkthrough.outcome is None:  # after the end there is nothing to quit, an unlink goes on
                self.in_flight = None
            self.fold(QuitPressed())

    @rule(seconds=st.sampled_from([0.25, 5, 30, 61, 180, 90_000]))
    def wait(self, seconds):
        if self.walkthrough.challenge is None:
            self.walker.wait(seconds)
            return
        before = self.walker.left
        self.walker.wait(seconds)
        assert 0 <= self.walker.left <= before, "the countdown never rises"

    # the provider ------------------------------------------------------------------------------------

    @precondition(lambda self: self.in_flight is not None)
    @rule(data=st.data())
    def answer(self, data):
        self._answer(data.draw(answers(self.walkthrough.in_flight.verb, self.registry)))

    @precondition(lambda self: self.in_flight is not None)
    @rule(data=st.data())
    def answer_again(self, data):
        """Answers are more frequent than deaths."""
        self.answer(data)

    @precondition(lambda self: self.in_flight is not None)
    @rule()
    def die(self):
        number, self.in_flight = self.in_flight, None
        self.fold(Interrupted(number))

    @precondition(
        lambda self: self.walkthrough.in_flight is None or self.walkthrough.in_flight.verb in SENDING_VERBS
    )
    @rule(
        refusal=st.sampled_from([Refusal(Rule.LIVE_LAPSED), Refusal(Rule.BUDGET, DEFAULT_BUDGET.short, 1e9)])
    )
    def be_stopped(self, refusal):
        """A guard of our own stops a press, or the send that followed on it."""
        if self.walkthrough.phase is not Phase.DONE:
            number, self.in_flight = self.in_flight, None
            self.fold(Stopped(refusal, number))
            assert exit_code(self.walkthrough) in {GUARD, 130}

    @precondition(lambda self: self.numbers[-1] > 0)
    @rule(data=st.data())
    def late_answer(self, data):
        """An answer with another number than the one in flight changes nothing."""
        number = data.draw(st.sampled_from([n for n in self.numbers if n != self.in_flight]))
        before = self.walkthrough
        self.fold(Answered(number, data.draw(answers(data.draw(st.sampled_from(Verb)), self.registry))))
        assert self.walkthrough is before

    def _answer(self, answer):
        before = self.walkthrough
        number, self.in_flight = self.in_flight, None
        self.session = answer.session or self.session
        if answer.token is not None and before.in_flight.verb in {*SENDING_VERBS, Verb.VERIFY}:
            self.token = answer.token
        ends_first_leg = (
            before.journey is Journey.FULL and before.leg == 0 and before.in_flight.verb is Verb.VERIFY
        )
        if ends_first_leg and answer.decision.verdict is Verdict.OK:
            self.verified = True
        self.fold(Answered(number, answer))
        if self.walkthrough.session is None:
            self.session = None

    # what is always true -----------------------------------------------------------------------------

    @invariant()
    def it_knows_of_one_flight(self):
        flight = self.walkthrough.in_flight
        assert (flight.number if flight else None) == self.in_flight

    @invariant()
    def it_holds_no_secret(self):
        assert SENTINEL not in repr(self.walkthrough)
        assert SENTINEL not in repr(self.walker.record)
        assert all(SENTINEL not in repr(request) for request in self.walker.requests)

    @invariant()
    def it_always_has_a_next_key(self):
        keys = self.walker.keys()
        assert keys, "every dead end has a next key"
        if self.walkthrough.in_flight is not None:
            assert keys == {"cancel"}
        elif self.walkthrough.phase is Phase.DONE:
            assert "again" in keys
        else:
            assert keys - {"again", "cancel"}

    @invariant()
    def its_parts_fit_together(self):
        walkthrough = self.walkthrough
        assert (walkthrough.phase is Phase.DONE) == (walkthrough.outcome is not None)
        assert (walkthrough.phase is Phase.MAYBE_SENT) <= (walkthrough.uncertain_send is not None)
        assert (walkthrough.phase is Phase.CODE) <= (
            walkthrough.challenge is not None or walkthrough.pending_outcome is not None
        )
        waits = walkthrough.in_flight is not None and (
            walkthrough.in_flight.verb in {Verb.PREPARE, Verb.START} or walkthrough.pending_outcome
        )
        assert (walkthrough.phase is Phase.SENDING) <= bool(waits)
        assert not (walkthrough.fixed_session and walkthrough.session is None)
        assert not (walkthrough.fixed_session and Verb.PREPARE in self.walker.asked)
        assert exit_code(walkthrough) in {0, 1, 3, 4, 5, 6, 7, 8, GUARD, 130}

    def teardown(self):
        walkthrough = self.walker.first
        for event, now in self.walker.record:
            walkthrough, _ = step(walkthrough, event, now)
        assert walkthrough == self.walkthrough, "a replay gives an equal state"
