"""Every guard of our own as `run` meets it on the vendors' played hosts: what is refused leaves nothing at all."""

import pytest
from support.environment import FIELDS, MASKED, PAYNET_HOST, PAYWALL_HOST, PHONE, by_hosts, codes
from support.shell import KEYS, shell

STRANGER = "5330000099"
LIVE = ["--paynet-url", "https://api.paynet.com.tr", "--paywall-url", "https://pay.example.com"]


@pytest.fixture
def told(capsys, home, keyring, hosts):
    def run(*words):
        return shell(capsys, words)

    return run


@pytest.fixture
def acme(told, keyring, hosts):
    """A profile of the vendors' test hosts, whose keys are in the keyring."""
    assert told("profile", "add", "acme", *by_hosts(hosts), "--merchant", "Acme Mağaza").code == 0
    for field, value in FIELDS.items():
        keyring.values["otp-tui", f"acme/{field}"] = value
    return "acme"


def run_words(running, journey="full", phone=PHONE):
    return ["run", journey, "--phone", phone, *codes(running.url, phone), "--json"]


def assert_stopped(printed, hosts, rule, sentence, *, begun=True):
    """It ended with 9, told the rule by a line and a sentence, and asked nobody for anything."""
    assert printed.code == 9, printed.err
    kinds = [line["type"] for line in printed.lines]
    assert kinds == [*(["started"] if begun else []), "stopped", "finished"]
    assert (printed.lines[-2]["rule"], printed.lines[-2]["opens_at"]) == (rule, None)
    assert (printed.last["outcome"], printed.last["exit_code"]) == ("failed", 9)
    assert sentence in printed.err
    assert hosts.asked == []
    assert PHONE not in printed.out + printed.err


def test_a_listed_number_walks_the_test_hosts_to_the_end(told, acme, hosts, running):
    allowed = told("profile", "allow", acme, "--phone", f"+90 {PHONE}", "--label", "Ayşe’s desk")
    assert (allowed.code, allowed.out) == (0, f"Profile acme may now send to {MASKED} (Ayşe’s desk).\n")
    walked = told(*run_words(running), "--profile", acme)
    assert (walked.code, walked.last["outcome"]) == (0, "linked"), walked.err
    assert {line["environment"] for line in walked.lines} == {"test"}
    assert walked.lines[0]["profile"] == acme
    assert set(hosts.asked) == {PAYNET_HOST, PAYWALL_HOST}
    assert PHONE not in walked.out + walked.err


@pytest.mark.parametrize("journey", ["full", "paynet", "masterpass"])
def test_an_unlisted_number_on_test(told, acme, hosts, running, journey):
    printed = told(*run_words(running, journey), "--profile", acme)
    assert_stopped(printed, hosts, "unlisted_number", "This phone is not on the list")


def test_a_list_is_of_one_profile(told, acme, hosts, running):
    told("profile", "add", "beta", *by_hosts(hosts))
    told("profile", "allow", "beta", "--phone", PHONE, "--label", "me")
    printed = told(*run_words(running), "--profile", acme)
    assert_stopped(printed, hosts, "unlisted_number", "otp-tui profile allow")


def test_a_number_in_the_configuration_alone_is_not_on_the_list(told, acme, hosts, running, keyring):
    told("profile", "allow", acme, "--phone", PHONE, "--label", "me")
    del keyring.values["otp-tui", "@numbers/acme"]
    assert MASKED in told("profile", "show", acme).out
    printed = told(*run_words(running), "--profile", acme)
    assert_stopped(printed, hosts, "unlisted_number", "This phone is not on the list")


@pytest.mark.parametrize("listed", [PHONE, f"0{PHONE}", f" {STRANGER} , +90 532 111 22 33,", f"0090{PHONE}"])
def test_the_variables_list_on_test(told, hosts, running, monkeypatch, acme, listed):
    monkeypatch.setenv("OTP_TUI_ALLOW_NUMBERS", listed)
    walked = told(*run_words(running, "paynet"), "--profile", acme)
    assert (walked.code, walked.last["outcome"]) == (0, "verified"), walked.err


@pytest.mark.parametrize("listed", ["", STRANGER, "532111223", ","])
def test_another_list_lets_it_not_through(told, hosts, running, monkeypatch, acme, listed):
    monkeypatch.setenv("OTP_TUI_ALLOW_NUMBERS", listed)
    printed = told(*run_words(running, "paynet"), "--profile", acme)
    if listed == "532111223":
        assert (printed.code, printed.out, hosts.asked) == (2, "", [])
        assert "Number 1 in OTP_TUI_ALLOW_NUMBERS is not a phone number." in printed.err
        assert listed not in printed.err
    else:
        assert_stopped(printed, hosts, "unlisted_number", "OTP_TUI_ALLOW_NUMBERS")


def test_keys_and_numbers_from_the_environment_need_no_keyring(told, hosts, running, monkeypatch, tmp_path):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTP_TUI_ALLOW_NUMBERS", PHONE)
    told("profile", "add", "ci", *by_hosts(hosts))
    walked = told(*run_words(running), "--profile", "ci", "--no-keyring")
    assert (walked.code, walked.last["outcome"]) == (0, "linked"), walked.err


@pytest.mark.parametrize("listed", [False, True])
@pytest.mark.parametrize("number", ["5000000001", "+90 500 000 00 42"])
def test_the_simulators_numbers_on_test(told, acme, hosts, running, number, listed, monkeypatch):
    if listed:
        monkeypatch.setenv("OTP_TUI_ALLOW_NUMBERS", number)
    printed = told(*run_words(running, phone=number.replace(" ", "")), "--profile", acme)
    assert_stopped(printed, hosts, "simulated_number", "belong to the simulator")


def test_the_simulators_numbers_are_not_put_on_a_list(told, acme, keyring):
    printed = told("profile", "allow", acme, "--phone", "5000000001", "--label", "nobody")
    assert (printed.code, "belong to the simulator" in printed.err) == (2, True)
    assert ("otp-tui", "@numbers/acme") not in keyring.values


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        ("+4915123456789", "only to Turkish numbers"),
        ("0212 555 44 33", "This is a landline"),
        ("+1 212 555 0123", "only to Turkish numbers"),
    ],
)
def test_other_numbers_are_none_of_this_profiles(told, acme, hosts, running, number, sentence):
    printed = told("run", "full", "--phone", number, *codes(running.url), "--json", "--profile", acme)
    assert (printed.code, printed.out, hosts.asked) == (2, "", [])
    assert sentence in printed.err
    refused = told("profile", "allow", acme, "--phone", number, "--label", "x")
    assert (refused.code, sentence in refused.err) == (2, True)


def test_a_profile_may_allow_numbers_elsewhere(told, acme, hosts, running):
    german = "+4915123456789"
    assert told("profile", "edit", acme, "--allow-prefix", "+4915", "--allow-prefix", "+905").code == 0
    assert told("profile", "allow", acme, "--phone", "0049 151 23456789", "--label", "Jörg").code == 0
    walked = told("run", "paynet", "--phone", german, "--code", "XX", "--json", "--profile", acme)
    assert (walked.code, set(hosts.asked)) == (7, {PAYNET_HOST}), walked.err
    assert not [form for form in ("15123456789", "4915123456789") if form in walked.out + walked.err]
    elsewhere = told("run", "paynet", "--phone", "+4917612345678", "--code", "XX", "--profile", acme)
    assert elsewhere.code == 2


@pytest.mark.parametrize(
    ("words", "rule", "sentence"),
    [
        ([], "live_host", "api.paynet.com.tr is Paynet's live host. It needs a profile that is marked live"),
        (["--live", "--yes"], "live_locked", "has no merchant's name"),
        (
            ["--live", "--yes", "--merchant", "Acme"],
            "live_locked",
            "The merchant's name must be typed at a terminal",
        ),
    ],
)
def test_live_needs_a_mark_a_name_and_a_terminal(told, hosts, running, keyring, words, rule, sentence):
    assert told("profile", "add", "shop", *LIVE, *by_hosts(hosts), *words).code == 0
    for field, value in FIELDS.items():
        keyring.values["otp-tui", f"shop/{field}"] = value
    printed = told(*run_words(running), "--profile", "shop")
    assert_stopped(printed, hosts, rule, sentence, begun=False)
    assert keyring.calls == [], "the keys are not even read"


@pytest.mark.parametrize("mark", [["--live", "--yes"], []])
def test_an_unknown_host_counts_as_live(told, hosts, running, monkeypatch, mark):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    told("profile", "add", "shop", "--paynet-url", "https://staging.example.com", *by_hosts(hosts), *mark)
    printed = told(*run_words(running, "paynet"), "--profile", "shop")
    rule, sentence = ("live_locked", "merchant's name") if mark else ("unknown_host", "so it counts as live")
    assert_stopped(printed, hosts, rule, sentence, begun=False)
    assert told("profile", "list").out.split()[:2] == ["shop", "LIVE"]


def test_a_test_host_of_ones_own_is_test(told, hosts, running, monkeypatch):
    for name, value in KEYS.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setenv("OTP_TUI_ALLOW_NUMBERS", PHONE)
    own = ["--paynet-url", "https://staging.example.com", "--test-host", "staging.example.com", "--yes"]
    told("profile", "add", "shop", *own, *by_hosts(hosts))
    walked = told(*run_words(running, "paynet"), "--profile", "shop")
    assert (walked.code, walked.last["environment"]) == (0, "test"), walked.err
    assert set(hosts.asked) == {"staging.example.com:443"}
    told("profile", "add", "plain", "--paynet-url", "http://plain.example.com", *by_hosts(hosts))
    hosts.asked.clear()
    refused = told(*run_words(running, "paynet"), "--profile", "plain")
    assert_stopped(refused, hosts, "plain_http", "unencrypted", begun=False)


def test_a_negative_test_is_refused_on_live_without_asking(told, hosts, running):
    told("profile", "add", "shop", *LIVE, *by_hosts(hosts), "--live", "--merchant", "Acme", "--yes")
    printed = told("run", "paynet", "--phone", PHONE, "--code-from", "sim", "--profile", "shop")
    assert (printed.code, printed.out, hosts.asked) == (2, "", [])


def test_a_test_host_by_its_address_alone_has_no_list_in_a_keyring(told, hosts, monkeypatch):
    monkeypatch.setenv("OTP_TUI_PAYNET_URL", "https://pts-api.paynet.com.tr")
    monkeypatch.setenv("OTP_TUI_PAYNET_SECRET_KEY", KEYS["OTP_TUI_PAYNET_SECRET_KEY"])
    printed = told("run", "paynet", "--phone", PHONE, "--code", "123456", "--json")
    assert_stopped(printed, hosts, "unlisted_number", "OTP_TUI_ALLOW_NUMBERS")
