"""What the random operators draw from, and how their steps are counted."""

from collections import Counter
from functools import wraps

from hypothesis import strategies as st
from hypothesis.stateful import rule

from otp_tui.core.flow.intents import Intent
from otp_tui.core.security.budget import DEFAULT_BUDGET
from otp_tui.core.security.send_policy import Refusal, Rule

from .network_faults import WEATHERS, answers_late, drops_the_answer, fine
from .strange_answers import (
    leaves_the_date_out,
    leaves_the_expiry_out,
    names_another_zone,
    names_no_zone,
    renews_the_session,
    speaks_hostile_words,
)

ORDINARY = "5321112233"
PHONES = (*(f"50000000{number:02d}" for number in range(1, 24)), ORDINARY)
FAR = (
    tuple(f"50000000{number}" for number in ("01", "02", "03", "07", "08", "12", "15", "16", "17", "18")) * 2
)
"""The numbers that lead to a code, and what they do differently there."""
FORWARD = (
    Intent.START,
    Intent.RETURN,
    Intent.PHONE,
    Intent.VERIFY,
    Intent.RESEND,
    Intent.ASK,
    Intent.SAME_CODE,
)
CALLS = (
    "send_otp",
    "check_otp",
    "session",
    "merchant/link",
    "otp/verify",
    "otp/resend",
    "card/list",
    "merchant/unlink",
)
WAITS_S = (0.5, 5.0, 16.0, 31.0, 61.0, 121.0, 2_000.0)
JUMPS_S = (3_600.0, -3_600.0, -10_800.0, 90.0, -90.0, 0.5)
ANSWER_STYLES = (
    names_no_zone,
    names_another_zone,
    leaves_the_date_out,
    leaves_the_expiry_out,
    renews_the_session,
    speaks_hostile_words,
)
"""What a provider may do to every answer."""
OFTEN = (drops_the_answer, answers_late, speaks_hostile_words, renews_the_session)
"""What teaches more than the rest."""
WEATHER = st.sampled_from((*WEATHERS, *OFTEN * 3))
BAD_WEATHER = st.lists(st.one_of(st.just(fine), WEATHER), max_size=2)
FULL = Refusal(Rule.BUDGET, DEFAULT_BUDGET.short, 1e9)
SEEN = Counter()
"""Steps, phases and outcomes over all examples of a run."""


def step(**draws):
    """A rule that is counted."""

    def decorate(does):
        @wraps(does)
        def counted(self, **drawn):
            does(self, **drawn)
            SEEN.update(["steps", self.harness.walkthrough.phase, self.harness.walkthrough.outcome])

        return rule(**draws)(counted)

    return decorate
