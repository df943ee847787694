"""The sweep finds what is planted, in each spelling, and does not tell it."""

import base64
import json
import subprocess
import sys
from urllib.parse import quote, quote_plus

import pytest

from support.secret_scan import assert_no_secret

SECRET = "sck/Ş+ planted~?>9"
OTHERS = ["never-planted-1", SECRET, "never-planted-2"]

SPELLINGS = {
    "raw": SECRET.encode(),
    "json": json.dumps({"key": SECRET}).encode(),
    "json_slashes": json.dumps({"key": SECRET}).replace("/", "\\/").encode(),
    "json_letters": json.dumps({"key": SECRET}, ensure_ascii=False).encode(),
    "address": quote(SECRET).encode(),
    "address_whole": quote(SECRET, safe="").encode(),
    "address_lower": quote(SECRET, safe="").replace("%2F", "%2f").replace("%C5", "%c5").lower().encode(),
    "form": quote_plus(SECRET).encode(),
} | {
    f"{encode.__name__}_{before}_{after}": encode(b"<" * before + SECRET.encode() + b">" * after)
    for encode in (base64.b64encode, base64.urlsafe_b64encode)
    for before in range(4)
    for after in range(3)
}


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_each_spelling_is_found_wherever_it_stands(tmp_path, spelling):
    folder = tmp_path / "deep" / "er"
    folder.mkdir(parents=True)
    planted = folder / "journal.sqlite3"
    planted.write_bytes(b"\x00\xff--" + SPELLINGS[spelling] + b"--\xfe")
    with pytest.raises(AssertionError) as caught:
        assert_no_secret([tmp_path], OTHERS)
    assert str(caught.value) == f"secret 1 stands in {planted}"
    with pytest.raises(AssertionError, match="secret 1 stands in the extra bytes"):
        assert_no_secret([], OTHERS, extra=b"x" + SPELLINGS[spelling])


def test_it_is_found_in_the_arguments_of_a_process(tmp_path):
    with subprocess.Popen(
        [sys.executable, "-c", "print(flush=True); input()", SECRET],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as process:
        process.stdout.readline()
        with pytest.raises(AssertionError, match=f"secret 1 stands in /proc/{process.pid}/cmdline"):
            assert_no_secret([tmp_path], OTHERS)
        process.stdin.close()


def test_it_is_found_in_the_name_of_a_file(tmp_path):
    (tmp_path / "evidence-never-planted-2.json").write_text("{}")
    with pytest.raises(AssertionError) as caught:
        assert_no_secret([tmp_path], OTHERS)
    assert str(caught.value) == f"secret 2 stands in the names below {tmp_path}"


def test_a_single_file_is_searched(tmp_path):
    file = tmp_path / "report.html"
    file.write_text(SECRET)
    with pytest.raises(AssertionError, match="secret 1 stands in"):
        assert_no_secret([file], OTHERS)


def test_a_clean_place_passes(tmp_path):
    (tmp_path / "config.toml").write_text("profile = 'never-planted'")
    assert_no_secret([tmp_path], OTHERS, extra=SECRET[1:].encode())


def test_the_failure_as_pytest_prints_it_holds_no_value(tmp_path):
    (tmp_path / "log").write_text(SECRET)
    with pytest.raises(AssertionError) as caught:
        assert_no_secret([tmp_path], OTHERS)
    shown = str(caught.getrepr(funcargs=True))
    assert "secret 1 stands in" in shown
    assert not any(secret in shown for secret in OTHERS)


def test_what_cannot_be_searched_is_no_success(tmp_path):
    with pytest.raises(AssertionError, match="nothing to search"):
        assert_no_secret([tmp_path / "absent"], OTHERS)
    with pytest.raises(ValueError, match="too short"):
        assert_no_secret([tmp_path], ["123"])
