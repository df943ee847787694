"""Random operators against random providers: rules press keys, change the network fault and let time pass."""

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.exchange.verdict import Fault
from otp_tui.core.flow.events import Answered
from otp_tui.core.flow.intents import Intent
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.record import WalkthroughRecord, changes_of
from otp_tui.core.flow.state import Phase
from otp_tui.core.flow.step import lost_answer

from .model_harness import WRONG_CODES, ModelHarness
from .network_faults import answers_late, fine
from .strategies import (
    ANSWER_STYLES,
    BAD_WEATHER,
    CALLS,
    FAR,
    FORWARD,
    FULL,
    JUMPS_S,
    PHONES,
    WAITS_S,
    WEATHER,
    step,
)


class Walkthroughs(RuleBasedStateMachine):
    """One operator, who may begin again and again, between one network and one simulated world."""

    @initialize(
        journey=st.sampled_from((*Journey, Journey.MASTERPASS)),
        environment=st.sampled_from(Environment),
        confirm=st.sampled_from((True, True, False)),
        own_session=st.sampled_from((False, False, False, True)),
        seed=st.integers(0, 2**32),
        server_off=st.sampled_from((0.0, 600.0, -600.0)),
        favourite=st.sampled_from((*PHONES, *FAR)),
        style=st.sampled_from((*[fine] * len(ANSWER_STYLES), *ANSWER_STYLES)),
        keys=st.integers(0, 6),
    )
    def begin(self, journey, environment, confirm, own_session, seed, server_off, favourite, style, keys):
        self.favourite = favourite
        self.harness = ModelHarness(
            journey,
            environment=environment,
            confirm=confirm,
            own_session_of=favourite if own_session else None,
            seed=seed,
            server_off=server_off,
        )
        self.harness.network.usual = style
        self.straight(keys)

    @property
    def waits_for_code(self):
        return Intent.VERIFY in self.harness.keys

    def drawn(self, intent, data):
        """What a key takes."""
        told = {}
        if intent is Intent.PHONE:
            others = () if self.harness.own_phone else PHONES
            told["phone"] = data.draw(st.sampled_from((*[self.favourite] * (1 + len(others)), *others)))
        if intent is Intent.VERIFY:
            arrived = self.harness.arrived_codes
            told["code"] = data.draw(st.sampled_from((*arrived[-1:] * 4, *arrived[-3:-1], *WRONG_CODES)))
        return told

    def key(self, intent, data, times=1):
        self.harness.press(intent, times=times, **self.drawn(intent, data))

    def further(self, data):
        keys = self.harness.keys
        self.key(data.draw(st.sampled_from([key for key in keys if key in FORWARD] or keys)), data)

    def straight(self, keys):
        """So many keys that lead further, right codes among them; what is under way is waited for."""
        for _ in range(keys):
            key = next((key for key in FORWARD if key in self.harness.keys), None)
            if self.harness.walkthrough.in_flight is not None:
                self.harness.wait(16.0)
            elif key is Intent.VERIFY and self.harness.arrived_codes:
                self.harness.type_code()
            elif key is not None:
                self.harness.press(key, phone=self.favourite)

    # the operator ----------------------------------------------------------------------------------------

    @step(data=st.data())
    def go_on(self, data):
        """Press what leads further, as operators mostly do."""
        self.further(data)

    @step(data=st.data(), faults=BAD_WEATHER)
    def go_on_in_bad_weather(self, data, faults):
        self.harness.network.ahead = faults
        self.further(data)

    @step(data=st.data())
    def press_an_open_key(self, data):
        self.key(data.draw(st.sampled_from(self.harness.keys)), data)

    @step(intent=st.sampled_from(Intent), data=st.data())
    def press_any_key(self, intent, data):
        self.key(intent, data)

    @step(intent=st.sampled_from(Intent), data=st.data())
    def press_any_key_twice(self, intent, data):
        before = len(self.harness.network.exchanges_seen)
        self.key(intent, data, times=2)
        calls = [observed.call for observed in self.harness.network.exchanges_seen[before:]]
        assert len(calls) == len(set(calls)), "truth 5: a double press acts once"

    @step(keys=st.integers(2, 5))
    def go_straight_on(self, keys):
        self.straight(keys)

    @precondition(lambda self: self.waits_for_code)
    @step(data=st.data(), faults=BAD_WEATHER)
    def type_a_code(self, data, faults):
        self.harness.network.ahead = faults
        self.key(Intent.VERIFY, data)

    @precondition(lambda self: self.waits_for_code)
    @step(early_s=st.sampled_from((0.0, 0.0, 0.001)))
    def ask_for_a_new_code_when_it_opens(self, early_s):
        asked = len(self.harness.network.exchanges_seen)
        left = self.harness.walkthrough.challenge.resend_in(self.harness.now)
        if left > early_s:
            self.harness.wait(left - early_s + 1e-6)
        self.harness.press(Intent.RESEND)
        opened = (early_s == 0 or left == 0) and self.harness.open_walkthroughs.stops is None
        assert len(self.harness.network.exchanges_seen) - asked == opened, "truth 7: it opens by its rule"

    @precondition(lambda self: self.harness.walkthrough.in_flight is not None)
    @step()
    def cancel(self):
        self.harness.press(Intent.CANCEL)
        assert self.harness.walkthrough.in_flight is None, "truth 5: a cancel cuts what is in flight"

    @precondition(lambda self: self.harness.walkthrough.phase is not Phase.PHONE)
    @step()
    def quit(self):
        self.harness.quit()
        assert self.harness.walkthrough.phase is Phase.DONE

    # the program -----------------------------------------------------------------------------------------

    @step(data=st.data(), intent=st.sampled_from(Intent), turns=st.integers(0, 30))
    def die_after_a_key(self, data, intent, turns):
        asked = len(self.harness.network.exchanges_seen)
        told = self.drawn(intent, data)
        self.harness.die(intent, turns, **told)
        calls = [observed.call for observed in self.harness.network.exchanges_seen[asked:]]
        assert len(calls) == len(set(calls)), "truth 13: nothing is sent again on restart"

    @step(gently=st.booleans())
    def leave_the_program(self, gently):
        if gently:
            self.harness.leave()
        else:
            self.harness.die()

    # everything else -------------------------------------------------------------------------------------

    @step(network_fault=WEATHER, call=st.sampled_from(CALLS))
    def network_fault(self, network_fault, call):
        """How the next exchange of a call will go, whenever it comes."""
        self.harness.network.ahead_of[call] = network_fault

    @step(seconds=st.sampled_from(WAITS_S))
    def wait(self, seconds):
        idle, before = self.harness.walkthrough.in_flight is None, len(self.harness.network.exchanges_seen)
        self.harness.wait(seconds)
        assert not idle or len(self.harness.network.exchanges_seen) == before, (
            "truth 4: nothing is sent on a timer"
        )

    @step(clock=st.sampled_from(("suspend", "wall", "server")), seconds=st.sampled_from(JUMPS_S))
    def a_clock_jumps(self, clock, seconds):
        """The machine sleeps, somebody sets its wall clock, or the server's clock is set."""
        if clock == "suspend":
            self.harness.suspend(abs(seconds))
        elif clock == "wall":
            self.harness.times.set_wall(seconds)
        else:
            self.harness.state.clock.advance(seconds)
        self.harness.rest()

    @step(data=st.data(), verb=st.sampled_from(Verb), written=st.booleans())
    def an_old_answer_comes_while_another_is_waited_for(self, data, verb, written):
        """Whatever it says, it is not the answer to the request in flight."""
        if self.harness.walkthrough.in_flight is None:
            self.harness.network.ahead = [answers_late, answers_late]
            self.further(data)
        flight = self.harness.walkthrough.in_flight
        numbers = [
            n for n in range(self.harness.walkthrough.requests + 2) if flight is None or n != flight.number
        ]
        answer = lost_answer(verb, Fault.READ_TIMEOUT, written=written)
        number, before = data.draw(st.sampled_from(numbers)), self.harness.walkthrough
        self.harness.do(lambda: self.harness.conductor.post(Answered(number, answer)))
        assert self.harness.walkthrough is before, "truth 5: a late answer changes nothing"

    @step(stops=st.sampled_from((None, None, None, FULL)))
    def the_budget_is_used_up_or_not(self, stops):
        self.harness.open_walkthroughs.stops = stops

    def teardown(self):
        if not hasattr(self, "harness"):
            return
        self.harness.close()
        open_walkthroughs = self.harness.open_walkthroughs
        for walkthrough_id, walkthrough in open_walkthroughs.first.items():
            assert (
                WalkthroughRecord(
                    walkthrough, changes_of(walkthrough, open_walkthroughs.record[walkthrough_id])
                ).walkthrough
                == open_walkthroughs.newest[walkthrough_id]
            )
