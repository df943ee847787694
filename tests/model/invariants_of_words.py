"""What must be true of everything that is kept, shown or handed on: it holds no secret, and nothing in it acts."""

import re
import unicodedata

from support.rig import API_CLIENT, API_KEY, SECRET_KEY

from otp_tui.core.security.sanitize import LIMIT

KEYS = (SECRET_KEY, API_KEY, API_CLIENT)
SHORT = 10


def secrets_in(harness, text):
    """Every secret value that stands in a text; a short code counts as a word of its own."""
    return [
        value
        for value in harness.secrets.union(KEYS)
        if value in text and (len(value) >= SHORT or _alone(value, text))
    ]


def is_inert(text):
    return all(unicodedata.category(char)[0] != "C" or char == "\n" for char in text)


def truth_10_state_and_events_hold_no_secret(harness, change):
    assert secrets_in(harness, repr(change)) == []


def truth_10_the_bag_shows_no_secret(harness, change):
    assert secrets_in(harness, repr(harness.conductor.secrets)) == []


def truth_11_the_provider_s_words_are_inert(harness, change):
    notice, answer = change.after.notice, getattr(change.event, "answer", None)
    told = [part for part in (notice, answer) if part is not None]
    shown = [*change.after.detail, *(part.words for part in told)]
    shown += [part.decision.decided_by for part in told if part.decision is not None]
    assert all(is_inert(text) and len(text) <= LIMIT + 1 and "\n" not in text for text in shown)


def truth_10_a_record_holds_no_secret(harness, exchange):
    assert secrets_in(harness, repr(exchange)) == []


def truth_11_a_record_is_inert(harness, exchange):
    pairs = [*exchange.request_headers, *exchange.headers]
    texts = [exchange.body, exchange.request_body, *(text for pair in pairs for text in pair)]
    assert all(is_inert(text) for text in texts)


def _alone(value, text):
    return re.search(rf"(?<![0-9A-Za-z]){re.escape(value)}(?![0-9A-Za-z])", text) is not None


WHEN_SAID = (
    truth_10_state_and_events_hold_no_secret,
    truth_10_the_bag_shows_no_secret,
    truth_11_the_provider_s_words_are_inert,
)
WHEN_RECORDED = (truth_10_a_record_holds_no_secret, truth_11_a_record_is_inert)
