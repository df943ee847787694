"""Keys are looked at before they are put into a header."""

import pytest

from otp_tui.services.credential_text import KeyProblem, KeyTextError, check_key


@pytest.mark.parametrize("key", ["sck_pcs_AbC/dEf+GhI=", "k", "!~", "a" * 500])
def test_a_good_key_is_handed_back(key):
    assert check_key(key) == key


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("", KeyProblem.EMPTY),
        ("sck_1\n", KeyProblem.LINE_BREAK),
        ("sck_1\r\nX-Evil: 1", KeyProblem.LINE_BREAK),
        (" sck_1", KeyProblem.SPACE),
        ("sck 1", KeyProblem.SPACE),
        ("sck\t1", KeyProblem.SPACE),
        ("sck\u00a01", KeyProblem.SPACE),
        ("sck\x001", KeyProblem.CONTROL),
        ("sck\x7f", KeyProblem.CONTROL),
        ("şifre", KeyProblem.NOT_ASCII),
        ("sck\u200b", KeyProblem.NOT_ASCII),
    ],
)
def test_a_bad_key_is_named_without_its_text(key, problem):
    with pytest.raises(KeyTextError) as caught:
        check_key(key)
    assert caught.value.problem is problem
    assert str(caught.value) == problem.value
