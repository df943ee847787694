"""A made-up provider, as a further one would be added: its row, its adapter, its sentences."""

import json
from gettext import NullTranslations

from otp_tui.core.exchange.exchange import Answer, ChallengeKind, Verb
from otp_tui.core.exchange.verdict import Decision, Delivery, Verdict
from otp_tui.core.flow.journey import LegPolicy, Outcome, ResendRule
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.secrets import PHONE
from otp_tui.core.target.providers import CredentialField, PhoneForm, Provider
from otp_tui.core.timestamps import parse_expiry
from otp_tui.services.http.client import HttpCall

ROW = Provider(
    name="acme",
    title="Acme",
    policy=LegPolicy(
        provider="acme",
        outcome=Outcome.VERIFIED,
        prepares=False,
        confirms=False,
        unlinks=False,
        tokenless=True,
        names_wrong_code=True,
        resend_rule=ResendRule.GUARD,
        guard_s=(30,),
    ),
    credentials=(CredentialField("acme.token", "acme", "OTP_TUI_ACME_TOKEN"),),
    test_hosts=("test.acme.example",),
    live_hosts=("acme.example",),
    other_api_hosts=frozenset(),
    phone_form=PhoneForm.INTERNATIONAL,
    needs_user_id=False,
    harmless_verb=Verb.VERIFY,
)

SENTENCES = {
    "provider.acme": "Acme",
    "phone.sent_acme": "Acme gets",
    "done.by_acme": "verified with Acme",
    "help.acme_url": "Acme's base address",
}


class Sentences(NullTranslations):
    """The sentences that the provider brings along, behind a catalogue."""

    def gettext(self, message: str) -> str:
        return SENTENCES.get(message, message)


_STATUSES = {"sent": Verdict.CHALLENGE, "ok": Verdict.OK, "wrong": Verdict.CODE_REFUSED}


class Acme:
    """How the made-up provider is asked and understood."""

    provider = "acme"
    documented = frozenset({"sent", "ok", "wrong", "refused"})

    def __init__(self, registry, target):
        self._registry = registry
        self._key = target.credentials["acme.token"]

    def build(self, request):
        number = PhoneNumber(self._registry.get(PHONE)).international
        fields = {"to": number, "ref": self._registry.get(request.reference)}
        if request.verb is Verb.VERIFY:
            fields["code"] = self._registry.get(request.code)
        name = "check" if request.verb is Verb.VERIFY else "send"
        headers = (("X-Acme-Token", self._key.reveal()), ("Content-Type", "application/json"))
        return HttpCall(name, "POST", f"/acme/{name}", headers, json.dumps(fields).encode())

    def answer(self, verb, reply, body):
        status = str((body or {}).get("status"))
        verdict = _STATUSES.get(status, Verdict.UNKNOWN)
        delivery = Delivery.SENT if verdict is Verdict.CHALLENGE else Delivery.NOT_SENT
        answer = Answer(Decision(verdict, "status", f'"{status}"'), delivery)
        if verdict is not Verdict.CHALLENGE:
            return answer
        expiry = parse_expiry(body["until"], reply.header("date"), reply.received)
        return answer._replace(kind=ChallengeKind.CARD, expiry=expiry)
