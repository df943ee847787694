"""The report's page is valid HTML by tidy, whatever ran, in both languages; no secret is in any file of a real pack."""

import os
import shutil
import subprocess

import pytest
from support.records import AT
from support.runs import hostile_run, refused_link
from support.secret_scan import assert_no_secret
from support.shell import KEYS, shell

from otp_tui.core.flow.journey import Journey, Outcome
from otp_tui.evidence.record import RunRecord
from otp_tui.evidence.report_html import report_html
from otp_tui.i18n.translator import Translator

pytestmark = pytest.mark.system
RUNS = {
    "refused": refused_link(),
    "hostile": hostile_run(),
    "not begun": RunRecord(Journey.FULL, None, AT, Outcome.FAILED, 6, reason="no key"),
}


@pytest.fixture
def tidy():
    """The path of tidy; a machine without it skips the test, and CI fails."""
    found = shutil.which("tidy")
    if found is None:
        if os.environ.get("CI") == "true":
            pytest.fail("tidy is not installed")
        pytest.skip("tidy is not installed")
    return found


def complaints(tidy, text):
    words = [tidy, "-e", "-q", "-utf8"]
    done = subprocess.run(words, input=text.encode(), capture_output=True, check=False, timeout=60)
    return done.returncode, done.stderr.decode()


@pytest.mark.parametrize("language", ["en", "tr"])
@pytest.mark.parametrize("run", RUNS.values(), ids=RUNS)
def test_tidy_finds_nothing(tidy, run, language):
    run = run._replace(pictures={"01-phone.svg": '<svg xmlns="http://www.w3.org/2000/svg"/>'})
    assert complaints(tidy, report_html(run, Translator(language))) == (0, "")


@pytest.mark.parametrize(("phone", "code"), [("5000000001", 0), ("5000000006", 7), ("5000000002", 3)])
def test_a_real_walkthrough_is_valid_and_holds_no_secret(tidy, sim, home, capsys, phone, code):
    folder = home / "pack"
    words = ["--phone", phone, "--code-from", "sim", "--confirm", "--unlink", "--evidence", str(folder)]
    assert shell(capsys, ["run", "full", *words]).code == code
    assert complaints(tidy, (folder / "report.html").read_text(encoding="utf-8")) == (0, "")
    codes = [message.code for message in sim.state.messages()]
    assert_no_secret([folder], [*KEYS.values(), phone, *(one for one in codes if len(one) > 4)])
