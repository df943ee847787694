"""A pack as a value: its names, and that no known secret passes."""

import pytest
from support.walkthroughs import NOON

from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.evidence.pack import build_pack
from otp_tui.evidence.pack_names import NAMES
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.scan import LeakError
from otp_tui.i18n.translator import Translator

COULD_NOT_RUN = RunRecord(
    Journey.FULL,
    Environment.TEST,
    NOON,
    Outcome.FAILED,
    9,
    reason="The number is not on the list: k3y-5ecret.",
)


def test_a_run_that_could_not_begin_has_every_file_but_pictures_and_programs():
    assert sorted(build_pack(COULD_NOT_RUN, Translator("en"))) == sorted(NAMES)


@pytest.mark.parametrize("secret", ["k3y-5ecret", "K3Y-5ECRET"])
def test_a_known_secret_stops_the_pack_and_is_named_by_its_name_alone(secret):
    with pytest.raises(LeakError) as leak:
        build_pack(COULD_NOT_RUN, Translator("en"), secrets=[("paynet.secret_key", secret)])
    assert leak.value.secret == "paynet.secret_key"
    assert secret not in str(leak.value)
