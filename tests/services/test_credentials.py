"""Keys are looked at before they are put into a header."""

import pytest

from otp_tui.core.target.credentials import CredentialProblem, CredentialTextError, check_credential_text


@pytest.mark.parametrize("key", ["sck_pcs_AbC/dEf+GhI=", "k", "!~", "a" * 500])
def test_a_good_key_is_handed_back(key):
    assert check_credential_text(key) == key


@pytest.mark.parametrize(
    ("key", "problem"),
    [
        ("", CredentialProblem.EMPTY),
        ("sck_1\n", CredentialProblem.LINE_BREAK),
        ("sck_1\r\nX-Evil: 1", CredentialProblem.LINE_BREAK),
        (" sck_1", CredentialProblem.SPACE),
        ("sck 1", CredentialProblem.SPACE),
        ("sck\t1", CredentialProblem.SPACE),
        ("sck\u00a01", CredentialProblem.SPACE),
        ("sck\x001", CredentialProblem.CONTROL),
        ("sck\x7f", CredentialProblem.CONTROL),
        ("şifre", CredentialProblem.NOT_ASCII),
        ("sck\u200b", CredentialProblem.NOT_ASCII),
    ],
)
def test_a_bad_key_is_named_without_its_text(key, problem):
    with pytest.raises(CredentialTextError) as caught:
        check_credential_text(key)
    assert caught.value.problem is problem
    assert str(caught.value) == problem.value
