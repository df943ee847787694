"""`history`: what is listed, shown, compared and packed of what `run` left in the journal."""

import json

import pytest
from support.shell import shell

RUN = ("--code-from", "sim", "--lang", "en")


@pytest.fixture
def kept(sim, home, keyring, capsys):
    """Two walkthroughs, one that verified a phone and one whose code was not accepted."""
    assert shell(capsys, ["run", "paynet", "--phone", "5000000001", *RUN]).code == 0
    assert shell(capsys, ["run", "paynet", "--phone", "5000000002", *RUN]).code == 3
    return lambda *words: shell(capsys, ["history", *words])


def ids(told):
    return [row["id"] for row in json.loads(told.out)["walkthroughs"]]


def test_the_list_has_the_newest_first_and_fits_a_line(kept):
    told = kept()
    newest, oldest = told.out.splitlines()
    assert newest.endswith("SIM   paynet      +90 5•• ••• •• 02  ✗ code not accepted")
    assert oldest.endswith("SIM   paynet      +90 5•• ••• •• 01  ✓ Verified")
    assert (told.code, told.err) == (0, "")


def test_scripts_get_everything_that_is_known(kept):
    listed = json.loads(kept("list", "--json").out)
    newest = listed["walkthroughs"][0]
    assert (listed["v"], listed["count"], listed["arrivals"]) == (1, 2, [])
    assert {
        name: newest[name] for name in ("journey", "environment", "profile", "phone", "outcome", "verdict")
    } == {
        "journey": "paynet",
        "environment": "sim",
        "profile": None,
        "phone": "+90 5•• ••• •• 02",
        "outcome": "failed",
        "verdict": "code_refused",
    }


@pytest.mark.parametrize(
    ("words", "count"),
    [
        (["--verdict", "code_refused"], 1),
        (["--provider", "paywall"], 0),
        (["--environment", "sim"], 2),
        (["--phone", "0500 000 00 01"], 1),
        (["--since", "2001-01-01"], 2),
        (["--until", "2001-01-01"], 0),
        (["--limit", "1"], 1),
    ],
)
def test_the_list_is_filtered(kept, words, count):
    assert len(ids(kept("list", "--json", *words))) == count


def test_what_is_left_out_is_said(kept):
    assert kept("list", "--limit", "1").out.splitlines()[-1] == "Shown: 1 of 2. --limit shows more."
    assert kept("list", "--provider", "paywall").out.startswith("No saved walkthrough matches.")
    told = kept("list", "--phone", "5")
    assert (told.code, told.err) == (2, "otp-tui: --phone needs at least the last two digits.\n")


def test_a_walkthrough_is_shown_as_it_was_told(kept):
    newest, _ = ids(kept("list", "--json"))
    told = kept("show", newest[:8])
    assert told.code == 0
    lines = told.out.splitlines()
    assert lines[0] == "SIM · Paynet journey · +90 5•• ••• •• 02"
    assert lines[-3].startswith("Failed at ")
    assert lines[-3].endswith("exit code 3")
    assert [line[:12] for line in lines[-2:]] == ["01 send_otp ", "02 check_otp"], "a chart of the exchanges"
    as_json = kept("show", newest, "--json").lines
    assert [line["type"] for line in as_json] == [
        "started", "exchange", "challenge", "code_entered", "exchange", "finished",
    ]  # fmt: skip
    assert (as_json[-1]["exit_code"], as_json[-1]["decided_by"]) == (3, "code = 1 (unsuccessful)")


def test_what_is_not_there_is_said(kept):
    told = kept("show", "ffffffff-0")
    assert (told.code, told.out) == (2, "")
    assert "No saved walkthrough begins with ffffffff-0." in told.err


def test_two_are_compared_call_by_call(kept):
    newest, oldest = ids(kept("list", "--json"))
    lines = kept("compare", oldest, newest).out.splitlines()
    assert lines[2] == "= Paynet send_otp"
    assert lines[4] == '    Request: user_gsm: "5•••••••01"  |  "5•••••••02"'
    assert lines[5] == "≠ Paynet check_otp"
    assert "    code: 0  |  1" in lines
    assert not any("otp_expire" in line for line in lines), "a date is another one each time"


def test_scripts_are_told_what_differs(kept):
    newest, oldest = ids(kept("list", "--json"))
    told = json.loads(kept("compare", oldest, newest, "--json").out)
    assert (told["v"], told["one"], told["other"]) == (1, oldest, newest)
    send, check = told["calls"]
    assert (send["call"], send["same_answer"], check["call"], check["same_answer"]) == (
        "send_otp",
        True,
        "check_otp",
        False,
    )
    assert send["fields"] == [
        {"part": "request", "path": "user_gsm", "one": "5•••••••01", "other": "5•••••••02"}
    ]
    assert {"part": "answer", "path": "code", "one": 0, "other": 1} in check["fields"]
    assert (check["one"]["verdict"], check["other"]["verdict"]) == ("ok", "code_refused")
    assert kept("compare", oldest, oldest, "--json").out.count('"same_answer": false') == 0


def test_a_folder_with_something_in_it_is_left_alone(kept, tmp_path):
    newest, _ = ids(kept("list", "--json"))
    (tmp_path / "mine.txt").write_text("mine")
    told = kept("evidence", newest, "--out", str(tmp_path))
    assert (told.code, told.out) == (2, "")
    assert "holds files of your own" in told.err
    assert [path.name for path in tmp_path.iterdir() if path.suffix] == ["mine.txt"]
