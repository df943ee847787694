"""The token, the cookie, and who is let in by them."""

import pytest

from otp_tui.web.access import Access

ORIGIN = "http://127.0.0.1:8788"
HOST = "127.0.0.1:8788"


@pytest.fixture
def access():
    return Access(ORIGIN)


def token_of(access):
    return access.address().removeprefix(f"{ORIGIN}/?token=")


def test_the_token_is_good_once(access):
    token = token_of(access)
    cookie = access.exchange(token)
    assert access.knows({"otp_tui_8788": cookie.reveal()})
    assert access.exchange(token) is None
    with pytest.raises(RuntimeError, match="used"):
        access.address()


@pytest.mark.parametrize("wrong", ["", "x", "ü", "\udce7"])
def test_another_token_is_none_and_spends_nothing(access, wrong):
    assert access.exchange(wrong) is None
    assert access.exchange(token_of(access)) is not None


def test_the_token_is_no_cookie_and_two_servers_share_none(access):
    token = token_of(access)
    assert not access.knows({"otp_tui_8788": token})
    cookie = access.exchange(token).reveal()
    assert not Access(ORIGIN).knows({"otp_tui_8788": cookie})
    assert not access.knows({"otp_tui_8789": cookie})
    assert not access.knows({})


@pytest.mark.parametrize(
    ("hosts", "origins", "needed", "foreign"),
    [
        ([HOST], [], False, False),
        ([HOST], [ORIGIN], True, False),
        ([HOST], [], True, True),
        ([HOST], ["null"], False, True),
        ([HOST], ["https://127.0.0.1:8788"], True, True),
        ([HOST], [ORIGIN, "http://evil.example"], True, True),
        ([HOST], [f"{ORIGIN}.evil.example"], True, True),
        (["localhost:8788"], [], False, True),
        (["127.0.0.1"], [], False, True),
        (["evil.example:8788"], [ORIGIN], True, True),
        ([HOST, HOST], [], False, True),
        ([], [], False, True),
    ],
)
def test_one_name_and_one_origin(access, hosts, origins, needed, foreign):
    assert access.is_foreign(hosts, origins, origin_needed=needed) is foreign


def test_no_repr_shows_a_token(access):
    token = token_of(access)
    assert token not in repr(vars(access))
