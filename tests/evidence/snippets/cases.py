"""Requests that snippets have to repeat: usual ones of both providers, and those of a provider that means harm."""

import base64
import json
from typing import NamedTuple

from otp_tui.services.http.client import HttpCall

KEY = "sck_pbs_AbC/dEf+GhIjKlMnOpQr=="
API_KEY, API_CLIENT = "prv-0123456789abcdef", "cli-fedcba9876543210"
SESSION = "7d7a1f4e-5b7c-4a43-9d26-0f6a3c8b1e55"
KEYS = {"paynet.secret_key": KEY, "paywall.api_key": API_KEY, "paywall.api_client": API_CLIENT}
PAYWALL = (("apikeyprivate", API_KEY), ("apiclientprivate", API_CLIENT), ("Accept", "application/json"))
JSON = ("Content-Type", "application/json")
SHARP = "a\"b'c\\d$e`f$(exit 7)\n\tg#{h}${i}%s%n?>*/\u2028ş\U0001f600@</script>"
"""A secret of all that a language could take for its own."""
HOSTILE = "</script>\"'`$(touch owned)`touch owned`\r\n]]>\u2028\u2029#{exit 7}${7}*/ ?> <b>{{ 7*7 }} «name» %7B\\u000a\\"
"""A text of a provider that is sent back to it."""


class Case(NamedTuple):
    """A request, its secrets, and the variables that stand for them."""

    call: HttpCall
    variables: dict[str, str]
    provider: str = "paywall"
    phone: str | None = None
    secrets: tuple[tuple[str, str], ...] = ()


def body(**fields):
    return json.dumps(fields).encode()


def paynet(authorization):
    return Case(
        HttpCall(
            "check_otp",
            "POST",
            "/v1/card/check_otp",
            (("Authorization", authorization), ("Content-Type", "application/json; charset=UTF-8")),
            body(otp_code="AR7K", otp_session_id=SESSION, user_gsm="5000000001"),
        ),
        {
            "OTP_TUI_PAYNET_SECRET_KEY": KEY,
            "OTP_CODE": "AR7K",
            "OTP_REFERENCE": SESSION,
            "OTP_PHONE": "5000000001",
        },
        "paynet",
        "5000000001",
        (("code", "AR7K"), ("reference", SESSION)),
    )


PAYWALL_KEYS = {"OTP_TUI_PAYWALL_API_KEY": API_KEY, "OTP_TUI_PAYWALL_API_CLIENT": API_CLIENT}
IN_SESSION = {**PAYWALL_KEYS, "OTP_SESSION_ID": SESSION}

CASES = {
    "Paynet, the key as it is": paynet(f"Basic {KEY}"),
    "Paynet, the key in base64": paynet("Basic " + base64.b64encode(f"{KEY}:".encode()).decode()),
    "a session": Case(
        HttpCall(
            "session",
            "POST",
            "/api/paywall/masterpass/session",
            (*PAYWALL, JSON),
            body(ReferenceCode=SESSION, UserId="ada", UserPhone="905000000001", PhoneVerifiedByMerchant=True),
        ),
        {**PAYWALL_KEYS, "OTP_REFERENCE": SESSION, "OTP_USER_ID": "ada", "OTP_PHONE": "905000000001"},
        phone="5000000001",
        secrets=(("reference", SESSION),),
    ),
    "without a body": Case(
        HttpCall("card/list", "GET", "/api/paywall/masterpass/card/list", (*PAYWALL, ("sessionid", SESSION))),
        IN_SESSION,
        secrets=(("session", SESSION),),
    ),
    "DELETE with a body": Case(
        HttpCall(
            "merchant/unlink",
            "DELETE",
            "/api/paywall/masterpass/merchant/unlink",
            (*PAYWALL, JSON),
            body(SessionId=SESSION),
        ),
        IN_SESSION,
        secrets=(("session", SESSION),),
    ),
    "no JSON": Case(
        HttpCall("send", "PUT", "/send", (("Content-Type", "text/plain"),), "şifre=482913; n='1'".encode()),
        {"OTP_CODE": "482913"},
        "acme",
        secrets=(("code", "482913"),),
    ),
    "hostile": Case(
        HttpCall(
            "*/ ?> $(touch owned)\n`touch owned`",
            "POST",
            "/a b\"'`$(touch owned)`\\${x}#{y}|{}^%zz%41/ş",
            (
                ("X-Text", HOSTILE.replace("\r\n", " ").encode("ascii", "ignore").decode()),
                ("X-Empty", ""),
                JSON,
            ),
            body(
                **{HOSTILE: HOSTILE, "to": "905000000001", "otpCode": "x"},
                list=[None, True, 1, -0.5, [], {}, {"Token": SHARP}],
                at="@/etc/passwd",
            ),
        ),
        {"OTP_CODE": "x", "OTP_TOKEN": SHARP, "OTP_PHONE": "905000000001"},
        "acme",
        "5000000001",
        (("code", "x"), ("token", SHARP)),
    ),
}
