"""Sentences of notices that depend on more than their reason."""

import pytest

from otp_tui.core.flow.state import CODE_REFUSED, Notice, Reason, Tone
from otp_tui.i18n.notices import notice_text
from otp_tui.i18n.translator import Translator

NEWEST = "Only the code in the newest SMS is valid (send 2)."


@pytest.mark.parametrize("reason", sorted(CODE_REFUSED))
def test_after_a_resend_a_refused_code_may_be_of_an_older_sms(reason):
    texts = [
        notice_text(Translator("en"), Notice(reason, Tone.ERROR, "paynet", sends=sends)) for sends in (1, 2)
    ]
    assert [text.endswith(NEWEST) for text in texts] == [False, True]


def test_another_notice_does_not_speak_of_the_newest_sms():
    assert Reason.LIMITED not in CODE_REFUSED
    assert NEWEST not in notice_text(Translator("en"), Notice(Reason.LIMITED, Tone.ERROR, "paynet", sends=2))
