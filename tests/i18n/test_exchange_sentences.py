"""The sentences of a decision and of drift, as a person reads them."""

import pytest
from support.records import recorded

from otp_tui.core.exchange.drift import Drift, DriftKind
from otp_tui.core.exchange.verdict import Delivery, Fault
from otp_tui.core.exchange.walkthrough_drift import walkthrough_drift
from otp_tui.i18n.exchanges import decision_sentence, drift_sentence, walkthrough_drift_sentence
from otp_tui.i18n.translator import Translator

EXCEPTION = "Body.Masterpass.Exception.Code"
DESPITE = (("ErrorCode", "0"), ("Result", "true"))
LAYERS = (*DESPITE, ("Body.Masterpass.StatusCode", "200"))
MAYBE_EN = "It is not known whether the request was processed: an SMS may have been sent, or the code used."
MAYBE_TR = "İsteğin işlenip işlenmediği bilinmiyor: SMS gönderilmiş ya da kod kullanılmış olabilir."
CODE = Drift("code", DriftKind.TYPE, "string", "number", "string")


def lost(fault, **fields):
    return recorded("provider_error", "transport", f'"{fault}"', fault=Fault(fault), **fields)


@pytest.mark.parametrize(
    ("exchange", "english", "turkish"),
    [
        (
            recorded("not_found", EXCEPTION, '"ACCOUNT_NOT_FOUND"', despite=DESPITE),
            f'FAILED: `{EXCEPTION}` is "ACCOUNT_NOT_FOUND", although `ErrorCode` is 0 and `Result` is true. Meaning: not found.',
            f'BAŞARISIZ: `ErrorCode` 0 ve `Result` true olmasına rağmen `{EXCEPTION}` değeri "ACCOUNT_NOT_FOUND". Anlamı: bulunamadı.',
        ),
        (
            recorded("unknown", "x", '"9999"', despite=LAYERS, delivery=Delivery.MAYBE_SENT),
            (
                'UNDECIDED: `x` is "9999", although `ErrorCode` is 0, `Result` is true and '
                f"`Body.Masterpass.StatusCode` is 200. Meaning: not documented. {MAYBE_EN}"
            ),
            (
                "BELİRSİZ: `ErrorCode` 0, `Result` true ve `Body.Masterpass.StatusCode` 200 olmasına rağmen "
                f'`x` değeri "9999". Anlamı: belgelenmemiş. {MAYBE_TR}'
            ),
        ),
        (recorded(), "OK: `code` is 0.", "BAŞARILI: `code` değeri 0."),
        (
            recorded("challenge"),
            "OK: `code` is 0. Meaning: a code is needed.",
            "BAŞARILI: `code` değeri 0. Anlamı: kod gerekiyor.",
        ),
        (
            recorded("credentials", "result_code", "7", "unauthorized", status=401),
            "FAILED: `result_code` is 7 (unauthorized). Meaning: keys refused.",
            "BAŞARISIZ: `result_code` değeri 7 (unauthorized). Anlamı: anahtarlar reddedildi.",
        ),
        (
            recorded("provider_error", "HTTP status", "502", "no JSON object", status=502),
            "FAILED: the HTTP status is 502 (no JSON object). Meaning: provider or network error.",
            "BAŞARISIZ: HTTP durum kodu 502 (JSON nesnesi yok). Anlamı: sağlayıcı ya da ağ hatası.",
        ),
        (
            lost("reset", delivery=Delivery.MAYBE_SENT),
            f"NO COMPLETE ANSWER: the connection was dropped. {MAYBE_EN}",
            f"YANIT TAMAMLANMADI: bağlantı koptu. {MAYBE_TR}",
        ),
        (
            lost("connect_refused"),
            "NO COMPLETE ANSWER: nothing is listening at that address and port.",
            "YANIT TAMAMLANMADI: bu adres ve portta dinleyen yok.",
        ),
        (
            recorded("three_d", "x", '"5010"'),
            'UNDECIDED: `x` is "5010". Meaning: 3-D Secure required.',
            'BELİRSİZ: `x` değeri "5010". Anlamı: 3-D Secure isteniyor.',
        ),
        (
            recorded("unknown", "x", '"{0} [/] {path}"', "no Token"),
            'UNDECIDED: `x` is "{0} [/] {path}" (no Token). Meaning: not documented.',
            'BELİRSİZ: `x` değeri "{0} [/] {path}" (Token yok). Anlamı: belgelenmemiş.',
        ),
    ],
)
def test_what_decided(exchange, english, turkish):
    assert decision_sentence(Translator("en"), exchange) == english
    assert decision_sentence(Translator("tr"), exchange) == turkish


@pytest.mark.parametrize(
    ("drift", "english", "turkish"),
    [
        (
            CODE,
            "`code`: documented string, example number, came as string",
            "`code`: belgede string, örnekte number, yanıtta string",
        ),
        (
            Drift("a.b", DriftKind.TYPE, "string|null", "", "array"),
            "`a.b`: documented string or null, came as array",
            "`a.b`: belgede string ya da null, yanıtta array",
        ),
        (
            Drift("a[]", DriftKind.MISSING, "number"),
            "`a[]`: documented number, missing",
            "`a[]`: belgede number, yanıtta yok",
        ),
        (
            Drift("code", DriftKind.MISSING, "string", "number"),
            "`code`: documented string, example number, missing",
            "`code`: belgede string, örnekte number, yanıtta yok",
        ),
        (
            Drift("x{y}", DriftKind.NEW, came="object"),
            "`x{y}`: not documented, came as object",
            "`x{y}`: belgede yok, yanıtta object",
        ),
    ],
)
def test_drift_in_words(drift, english, turkish):
    assert drift_sentence(Translator("en"), drift) == english
    assert drift_sentence(Translator("tr"), drift) == turkish


def test_the_drift_of_a_walkthrough_is_listed_once():
    new = Drift("x", DriftKind.NEW, came="null")
    exchanges = [
        recorded(number=1, drift=(CODE,)),
        recorded(number=2, drift=(new, CODE)),
        recorded(number=2, drift=(CODE,)),
        recorded(number=3),
        recorded(number=4, provider="paywall", drift=(new,)),
    ]
    found = walkthrough_drift(iter(exchanges))
    assert [(one.provider, one.drift, one.numbers) for one in found] == [
        ("paynet", CODE, (1, 2)),
        ("paynet", new, (2,)),
        ("paywall", new, (4,)),
    ]
    assert walkthrough_drift_sentence(Translator("en"), found[0]) == (
        "Paynet, exchange #1, #2: `code`: documented string, example number, came as string"
    )
    assert walkthrough_drift_sentence(Translator("tr"), found[2]) == (
        "Paywall, #4 numaralı istek: `x`: belgede yok, yanıtta null"
    )
    assert walkthrough_drift([]) == ()
