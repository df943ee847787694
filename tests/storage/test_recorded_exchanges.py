"""Records of exchanges as they are kept: whole, and those that an older version kept without the newer fields."""

import json
from datetime import UTC, datetime

import pytest
from support.records import recorded

from otp_tui.core.exchange.certificate import Certificate
from otp_tui.core.exchange.drift import Drift, DriftKind
from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.timings import Timings
from otp_tui.storage.journal.codec import read_exchange, write_exchange

WHOLE = recorded(
    timings=Timings(0.1, 2.0, 3.0, 4.0, 5.0, 6.0, 7.0, 1.0),
    page="https://doc.paynet.com.tr/servisler/kart/untitled-1",
    despite=(("ErrorCode", "0"), ("Result", "true")),
    server_address="192.0.2.1",
    via_proxy=True,
    certificate=Certificate("pts-api.paynet.com.tr", "Example CA", datetime(2027, 3, 4, 5, 6, 7, tzinfo=UTC)),
    drift=(Drift("code", DriftKind.TYPE, "string", "number", "string"),),
)
NEWER = ("page", "despite", "server_address", "via_proxy", "certificate", "drift")


def test_a_record_is_read_as_it_was_written():
    assert read_exchange(write_exchange(WHOLE)) == WHOLE
    assert read_exchange(write_exchange(recorded())) == recorded()


@pytest.mark.parametrize("timings", [7, 0])
def test_a_record_of_an_older_version_has_the_defaults(timings):
    row = json.loads(write_exchange(WHOLE))
    older = row[: Exchange._fields.index("page")]
    moments = older[Exchange._fields.index("timings")]
    del moments[timings:]
    read = read_exchange(json.dumps(older).encode())
    usual = Exchange._field_defaults
    assert Exchange._fields[-len(NEWER) :] == NEWER
    assert read == WHOLE._replace(
        timings=Timings(*WHOLE.timings[:timings]), **{name: usual[name] for name in NEWER}
    )
