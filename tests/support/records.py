"""A made-up record of an exchange, and one field by field as it is needed."""

from datetime import UTC, datetime

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.core.exchange.verdict import Decision, Delivery, Verdict

AT = datetime(2026, 11, 21, 12, tzinfo=UTC)


def recorded(verdict="ok", path="code", value="0", name="", **fields):
    """A record whose decision is given; any other field by its name."""
    usual = {
        "number": 1,
        "at": AT,
        "provider": "paynet",
        "call": "send_otp",
        "method": "POST",
        "url": "https://pts-api.paynet.com.tr/v1/card/send_otp",
        "request_headers": (),
        "request_body": "",
        "status": 200,
        "headers": (),
        "body": "",
        "ms": 20,
        "decision": Decision(Verdict(verdict), path, value, name),
        "delivery": Delivery.NOT_SENT,
    }
    return Exchange(**usual | fields)
