"""Runs as evidence is made of them: a walkthrough that failed at its link, and one whose every text means harm."""

import json
from datetime import timedelta

from otp_tui.core.environment import Environment
from otp_tui.core.exchange.certificate import Certificate
from otp_tui.core.exchange.drift import Drift, DriftKind
from otp_tui.core.exchange.note import ExchangeNote
from otp_tui.core.exchange.timings import Timings
from otp_tui.core.exchange.verdict import Decision, Delivery, Verdict
from otp_tui.core.flow.events import ExchangeNoted
from otp_tui.core.flow.journey import Journey
from otp_tui.core.flow.record import WalkthroughRecord, changes_of
from otp_tui.evidence.record import run_record
from support.records import AT, recorded
from support.walkthroughs import Walker, says

HOSTILE = (
    "</script><img src=x onerror=alert(1)>]]>\"'`$(touch owned)`${x}\r\nend\n## head\n---\n- [ ] a | b |\n"
    "%%{init}%% ; # http://evil.example www.evil.example @octocat #1 GH-1 :tada: ![x](y) [z](javascript:a) "
    "&lt;b&gt; &#60;\u2028\u2029\u202etfel\u202c\x1b[2J\x00 {{ 7*7 }} {% raw %} ~~~ ``` ```` <!-- --> _a_ **b**"
)
LINK_BODY = """{
  "ErrorCode": 0,
  "Result": true,
  "Body": {
    "Masterpass": {
      "BuildId": "83",
      "CorrelationId": "0a7f3c52-90f1-4d55-8f2e-1b8f4c1d2e3f",
      "RetrievalReferenceNumber": null,
      "Exception": {
        "Code": "ACCOUNT_NOT_FOUND"
      },
      "StatusCode": 404
    }
  }
}"""
REFUSED = Decision(Verdict.NOT_FOUND, "Body.Masterpass.Exception.Code", '"ACCOUNT_NOT_FOUND"')


def record_of(walker, *exchanges, profile=""):
    """The record of what a walker did."""
    return WalkthroughRecord(walker.first, changes_of(walker.first, walker.record), exchanges, profile)


def after(seconds):
    """A moment after the walkthrough began, UTC."""
    return AT + timedelta(seconds=seconds)


def refused_link():
    """A link that the provider refused although its envelope says that all is well."""
    walker = Walker(Journey.MASTERPASS, Environment.TEST)
    walker.starting().wait(1).gets(says("not_found")._replace(decision=REFUSED))
    walker.does(ExchangeNoted(ExchangeNote(2, marked=True, comment="Account was made yesterday.")))
    host = "https://test-payment-api.itspaywall.com/api/paywall/masterpass"
    session = recorded(
        provider="paywall", call="session", url=f"{host}/session", path="ErrorCode", ms=30,
        body='{\n  "ErrorCode": 0\n}', timings=Timings(0.0, 8.0, 18.0, 18.5, 19.0, 29.0, 30.0, 2.0),
    )  # fmt: skip
    link = recorded(
        provider="paywall", call="merchant/link", url=f"{host}/merchant/link", number=2, at=after(0.5), ms=400,
        request_body='{\n  "AccountKey": "905•••••••01",\n  "PhoneVerifiedByMerchant": false\n}',
        request_headers=(("apikeyprivate", "‹paywall.api_key›"),), body=LINK_BODY,
        headers=(("Date", "Sat, 21 Nov 2026 12:00:00 GMT"),), despite=(("ErrorCode", "0"), ("Result", "true")),
        page="https://developer.paywall.one/link", drift=(Drift("Body.New", DriftKind.NEW, came="null"),),
    )._replace(decision=REFUSED)  # fmt: skip
    return run_record(record_of(walker, session, link, profile="acme-test"))


def hostile_run(text=HOSTILE):
    """A walkthrough of a provider that puts the same text into every field."""
    walker = Walker(Journey.PAYNET, Environment.LIVE).phone(text).start()
    walker.gets(says("limited")._replace(decision=Decision(Verdict.LIMITED, text, text, text), words=text))
    walker.does(ExchangeNoted(ExchangeNote(1, marked=True, comment=text)))
    decision = Decision(Verdict.LIMITED, text, text, text)
    known = {
        "call": text, "url": f"https://h.example/{text}", "page": text, "server_address": text, "despite": ((text, text),),
        "request_headers": ((text, text),), "headers": ((text, text), ("X-Request-Id", text)),
        "certificate": Certificate(text, text, AT), "drift": (Drift(text, DriftKind.TYPE, text, text, text),),
    }  # fmt: skip
    exchanges = [
        recorded(number=number, request_body=body, body=body, delivery=Delivery.MAYBE_SENT, **known)._replace(
            decision=decision
        )
        for number, body in enumerate((text, f"{{\n  {_json(text)}: {_json(text)}\n}}", text * 20), 1)
    ]
    run = run_record(record_of(walker, *exchanges, profile=text))
    return run._replace(reason=text)


def _json(text):
    return json.dumps(text, ensure_ascii=False)
