"""The code: what is typed stays as it is, what is pasted gives its code or none."""

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.sms_messages import AMBIGUOUS, MESSAGES

from otp_tui.core.code.extraction import CodeError, CodeProblem, Extraction, extract_code
from otp_tui.core.code.sms import Candidate, codes_in


def problem_of(text):
    with pytest.raises(CodeError) as caught:
        extract_code(text)
    assert str(caught.value) == caught.value.problem.value
    return caught.value.problem, caught.value.length


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456", "123456"),
        ("ART2", "ART2"),
        ("art2", "art2"),
        ("aRt2", "aRt2"),
        ("0042", "0042"),
        ("7", "7"),
        ("abcdef", "abcdef"),
        ("B001", "B001"),
        (" 123456\t\n", "123456"),
        ("123 456", "123456"),
        ("12 34 56", "123456"),
        ("1 2 3 4 5 6", "123456"),
        ("123\u00a0456", "123456"),
        ("A1B2 C3D4", "A1B2C3D4"),
        ("123-456", "123456"),
        ("123–456", "123456"),
        ("123\u2011456", "123456"),
        ("ABC-123", "ABC123"),
        ("12-34-56", "123456"),
        ("１２３４５６", "123456"),
        ("12\u200b34\u200e56", "123456"),
        ("\ufeff123456", "123456"),
        ("12\u00ad3456", "123456"),
        ("A" * 20, "A" * 20),
        ("12345 67890 12345 67890", "12345678901234567890"),
        ("kod123456", "kod123456"),
        ("123456 123456", "123456"),
    ],
)
def test_a_typed_code_stays_as_it_is(text, code):
    assert extract_code(text) == Extraction(code, folded=False, pasted=False)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("123456.", "123456"),
        ("(ART2)", "ART2"),
        ("“123456”,", "123456"),
        ("<123456>", "123456"),
        ("Kod:123456", "123456"),
        ("OTP=7788", "7788"),
        ("KODUNUZ:ABCD", "ABCD"),
    ],
)
def test_what_stands_round_a_code_is_left_out_and_said(text, code):
    assert extract_code(text) == Extraction(code, pasted=True)


@pytest.mark.parametrize(
    ("text", "code", "folded"),
    [
        ("ARTİ2", "ARTI2", True),
        ("artı2", "arti2", True),
        ("İıİı", "IiIi", True),
        ("I\u0307X12", "IX12", True),
        ("İ12 ı34", "I12i34", True),
        ("AIiR2", "AIiR2", False),
        ("(İ234)", "I234", True),
        ("Kodunuz: Aİ42", "AI42", True),
        ("Şifreniz aı42 Kimseyle paylaşmayın", "ai42", True),
        ("İşlem için kodunuz: AB42", "AB42", False),
    ],
)
def test_only_turkish_i_is_folded(text, code, folded):
    found = extract_code(text)
    assert (found.code, found.folded) == (code, folded)


@pytest.mark.parametrize(
    "text", ["ş1234", "ARTÖ2", "٢٢٣٤", "1234*", "12_34", "pass!word1", "1234$5", "АRТ2", "💬", "-", "..."]
)
def test_other_characters_are_not_guessed(text):
    assert problem_of(text) == (CodeProblem.ODD_CHARACTERS, 0)


@pytest.mark.parametrize("text", ["<b>123456</b>", "[b]123456[/b]", "12\x0034", "\x1b[31m1234", "12\ud80034"])
def test_markup_and_control_characters_are_no_part_of_a_code(text):
    assert problem_of(text)[0] is CodeProblem.ODD_CHARACTERS


@pytest.mark.parametrize("text", ["", "   ", "\n\t", "\u200b", "\u200e \ufeff", "\u00ad"])
def test_nothing(text):
    assert problem_of(text) == (CodeProblem.EMPTY, 0)


@pytest.mark.parametrize(
    ("text", "length"),
    [
        ("A" * 21, 21),
        ("1" * 21, 21),
        ("12345 67890 12345 67890 1", 21),
        ("(" + "a" * 21 + ")", 21),
        ("İ" * 21, 21),
    ],
)
def test_one_character_too_many_is_said_and_not_cut(text, length):
    assert problem_of(text) == (CodeProblem.TOO_LONG, length)


@pytest.mark.parametrize(("text", "code"), MESSAGES)
def test_a_message(text, code):
    if code is None:
        assert problem_of(text) == (CodeProblem.NONE_FOUND, 0)
    else:
        assert extract_code(text) == Extraction(code, folded=False, pasted=True)


@pytest.mark.parametrize("text", AMBIGUOUS)
def test_two_equally_good_codes_are_not_guessed_between(text):
    assert problem_of(text) == (CodeProblem.AMBIGUOUS, 0)


def test_a_code_is_in_no_repr():
    assert repr(extract_code("ART2")) == str(extract_code("ART2")) == "Extraction(4 characters)"
    assert repr(Candidate("ART2", named=True, distance=1)) == "Candidate(4 characters)"


def test_the_codes_that_a_message_can_mean():
    assert codes_in("Kodunuz 1234, Kodunuz 5678") == {"1234", "5678"}


@pytest.mark.parametrize(("between", "codes"), [(37, {"1234"}), (38, {"1234", "5678"})])
def test_a_word_for_a_code_decides_up_to_39_characters_away(between, codes):
    assert codes_in(f"kod {'.' * between} 1234 {'.' * 9} 5678") == codes


def test_of_several_words_for_a_code_the_nearest_counts():
    assert codes_in(f"kod 1234 {'. ' * 5} 5678 {'. ' * 10} kod") == {"1234"}


@given(st.text(string.ascii_letters + string.digits, min_size=1, max_size=20))
def test_any_typed_code_comes_back_unchanged(code):
    assert extract_code(code) == Extraction(code)


@given(st.text(string.ascii_letters + string.digits, min_size=21, max_size=60))
def test_any_longer_one_does_not(code):
    assert problem_of(code) == (CodeProblem.TOO_LONG, len(code))


@given(
    st.from_regex(r"[1-9][0-9]{5}", fullmatch=True),
    st.sampled_from(
        ["Kodunuz: {}", "{} doğrulama kodunuz.", "Your code is {}.", "Şifreniz {}, tutar 1.000,00 TL B001"]
    ),
)
def test_any_six_digits_in_a_message(code, wording):
    assert extract_code(wording.format(code)).code == code


@given(st.text() | st.text("İı1234 :.-kodAB*@/+<>\u0307\u200b", max_size=200))
def test_any_text_gives_a_code_or_a_problem(text):
    try:
        found = extract_code(text)
    except CodeError:
        return
    assert set(found.code) <= set(string.ascii_letters + string.digits)
    assert 1 <= len(found.code) <= 20
    assert extract_code(found.code).code == found.code


@pytest.mark.parametrize("piece", ["1", "1 ", "a\u0316\u0301", "kod 1234 ", "1.", "\ud800"])
def test_a_text_that_is_no_sms_is_not_searched_at_all(piece):
    text = (piece * 1_000_000).strip()
    assert problem_of(text) == (CodeProblem.TOO_LONG, len(text))
