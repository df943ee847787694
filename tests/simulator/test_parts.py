"""The small parts: clock, mint, phones, SMS, the bounded dictionary, the world's settings."""

import random

import pytest

from otp_tui.core.code.sms import codes_in
from otp_tui.simulator import phone_formats
from otp_tui.simulator.bounded_dict import KEPT, BoundedDict
from otp_tui.simulator.clock import Clock, dotnet_istanbul, http_date, istanbul_local, rfc3339
from otp_tui.simulator.generator import DIGITS, LETTERS, ValueGenerator
from otp_tui.simulator.sms_text import lifetime_in_words, sms_text
from otp_tui.simulator.state import SimulatorState

NOON = 1_795_262_400.0


async def no_sleep(seconds):
    """Return at once."""


def test_moments_are_written_as_the_wire_writes_them():
    assert rfc3339(NOON + 0.0625) == "2026-11-21T12:00:00.062Z"
    assert dotnet_istanbul(NOON + 0.0625) == "2026-11-21T15:00:00.0625000+03:00"
    assert dotnet_istanbul(NOON + 10 * 3600) == "2026-11-22T01:00:00.0000000+03:00"
    assert istanbul_local(NOON + 0.9) == "2026-11-21T15:00:00"
    assert http_date(NOON + 0.9) == b"Sat, 21 Nov 2026 12:00:00 GMT"


def test_a_fraction_never_rounds_up_to_the_next_second():
    assert dotnet_istanbul(0.99999999) == "1970-01-01T03:00:00.9999999+03:00"


def test_moments_before_1970_are_written_too():
    assert dotnet_istanbul(-1.5) == "1970-01-01T02:59:58.5000000+03:00"


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -float("inf"), 1e9, -1e9])
def test_the_clock_stays_within_ten_years(seconds):
    clock = Clock(lambda: NOON, no_sleep)
    with pytest.raises(ValueError, match="ten years"):
        clock.advance(seconds)
    assert clock.now() == NOON


def test_the_clock_may_go_back():
    clock = Clock(lambda: NOON, no_sleep)
    clock.advance(60)
    clock.advance(-30)
    assert clock.now() == NOON + 30


def test_a_letter_code_has_letters_and_digits_that_cannot_be_confused():
    generator = ValueGenerator(1)
    codes = [generator.letter_code() for _ in range(2_000)]
    assert {len(code) for code in codes} == {4}
    assert set("".join(codes)) == set(LETTERS + DIGITS)
    assert not set(LETTERS + DIGITS) & set("0O1I")
    assert not [code for code in codes if code.isalpha() or code.isdigit()]


def values(generator):
    makers = (
        generator.letter_code,
        generator.digit_code,
        generator.token,
        generator.guid,
        generator.reference,
        generator.card_number,
    )
    return [make() for make in makers]


def test_the_same_seed_makes_the_same_values():
    generator = ValueGenerator(7)
    first = values(generator)
    assert first == values(ValueGenerator(7))
    assert first != values(ValueGenerator(8))
    assert first != values(generator)
    generator.restart()
    assert first == values(generator)


def test_without_a_seed_the_operating_system_makes_them():
    assert isinstance(ValueGenerator()._random, random.SystemRandom)
    assert values(ValueGenerator()) != values(ValueGenerator())


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("5301112233", "5301112233"),
        ("905301112233", "5301112233"),
        ("+905301112233", "5301112233"),
        (" 905301112233", "5301112233"),
        ("05301112233", None),
        ("+5301112233", None),
        ("530111223", None),
        ("٥301112233", None),
    ],
)
def test_phones_are_read_from_a_query(written, read):
    assert phone_formats.from_query(written) == read


def test_a_masked_phone_keeps_two_digits():
    assert phone_formats.masked("5301112233") == "••••••••33"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(120, "2 dakika"), (5, "5 saniye"), (90, "1 dakika 30 saniye"), (0.2, "1 saniye"), (60, "1 dakika")],
)
def test_a_lifetime_in_words(seconds, words):
    assert lifetime_in_words(seconds) == words


def test_a_bounded_table_forgets_what_was_put_first():
    table = BoundedDict()
    for number in range(KEPT):
        table.add(number, number)
    table.add(0, "newest")
    table.add(KEPT, KEPT)
    assert (len(table), table.get(0), table.get(1)) == (10_000, "newest", None)


@pytest.mark.parametrize("lifetime", [0, -1, 86_401, float("nan"), float("inf")])
def test_an_otp_lives_between_nothing_and_a_day(lifetime):
    with pytest.raises(ValueError, match="86400"):
        SimulatorState(otp_lifetime_s=lifetime)


def test_merchant_and_lifetime_are_in_the_text():
    state = SimulatorState(now=lambda: NOON, otp_lifetime_s=45, merchant="Kırmızı Kedi", seed=1)
    state.inbox.send("5301112233", "A1A1", 45)
    text = "A1A1 Kırmızı Kedi doğrulama kodunuz. 45 saniye geçerlidir. Kimseyle paylaşmayın."
    assert state.messages("5301112233")[0].text == text


def test_the_sms_can_be_in_english():
    state = SimulatorState(now=lambda: NOON, sms_language=lambda: "en", seed=1)
    state.inbox.send("5301112233", "A1A1", 90)
    assert state.messages()[0].text == (
        "A1A1 is your Acme Store verification code. It is valid for 1 minute 30 seconds. "
        "Do not share it with anyone."
    )


@pytest.mark.system
@pytest.mark.parametrize("language", ["tr", "en"])
def test_every_code_is_found_in_its_own_sms(language):
    generator = ValueGenerator(7)
    for _ in range(3_000):
        for code, sender in ((generator.letter_code(), "Acme Mağaza"), (generator.digit_code(), "Örnekbank")):
            assert codes_in(sms_text(language, code, sender, 120)) == {code}


@pytest.mark.parametrize("code", ["XX42", "2XX3", "TL48", "48TL", "64MB", "5AUG", "USD8", "74SN"])
def test_a_code_that_reads_like_an_amount_a_date_or_a_mask_is_never_made(code, monkeypatch):
    generator = ValueGenerator(1)
    drawn = iter([*code, *"ART2"])
    monkeypatch.setattr(generator._random, "choices", lambda letters, k: [next(drawn) for _ in range(k)])
    assert generator.letter_code() == "ART2"
