"""The made-up provider in the simulator."""

from otp_tui.simulator import phone_formats
from otp_tui.simulator.clock import rfc3339
from otp_tui.simulator.messages import Call, json_answer
from otp_tui.simulator.providers.provider import Provider


class AcmeRules(Provider):
    """A code for each reference; the newest one counts."""

    name = "acme"
    calls = (Call("send", "POST", "/acme/send", sends=True), Call("check", "POST", "/acme/check"))

    def __init__(self, *parts):
        super().__init__(*parts)
        self._codes = {}

    def reset(self):
        self._codes.clear()

    def forget(self, phone):
        """Nothing is kept by phone."""

    def _phone_of(self, call, request):
        return phone_formats.from_paywall((request.fields or {}).get("to"))

    def _keys_accepted(self, headers):
        return bool(headers.get(b"x-acme-token"))

    def _http_refusal(self, status, *, headers=()):
        return json_answer({"status": "refused"}, decided=f"HTTP {status}", status=status, headers=headers)

    def _keys_refusal(self):
        return self._http_refusal(401)

    def _not_json(self):
        return self._http_refusal(400)

    def _answer(self, call, request, behaviour):
        fields = request.fields
        if call.name == "send":
            self._codes[fields["ref"]] = code = self._generator.letter_code()
            self._send_sms(self._phone_of(call, request), code, self._otp_lifetime_s, fields["ref"])
            until = rfc3339(self._clock.now() + self._otp_lifetime_s)
            return json_answer({"status": "sent", "until": until}, decided="sent")
        status = "ok" if self._codes.get(fields["ref"]) == fields["code"] else "wrong"
        return json_answer({"status": status}, decided=status)
