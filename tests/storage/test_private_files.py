"""Private files: whatever their name."""

import os
import sys

import pytest

from otp_tui.storage.files import check_writable, write_private


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have no such names")
@pytest.mark.parametrize("name", [b"a\xffb.har", "ğ".encode() * 120])
def test_a_file_is_written_whatever_bytes_its_name_has(tmp_path, name):
    path = tmp_path / os.fsdecode(name)
    check_writable(path)
    write_private(path, "text")
    assert [(os.fsencode(one.name), one.read_text()) for one in tmp_path.iterdir()] == [(name, "text")]
