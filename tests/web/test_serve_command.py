"""`serve` as a process: what it prints, how it ends, what its children know."""

import asyncio
import os
import signal
import sys
from pathlib import Path

import aiohttp
import httpx
import pytest
from support.environment import child
from support.served import serving, until
from support.shell import KEYS, shell

from otp_tui.cli.commands import serve as serve_module
from otp_tui.cli.terminal import installation

posix = pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="reads /proc")
system = pytest.mark.system


async def open_window(session, program):
    async with httpx.AsyncClient() as client:
        await client.get(program.address)
        cookie = "; ".join(f"{name}={value}" for name, value in client.cookies.items())
    headers = {"Origin": program.url, "Cookie": cookie}
    return await session.ws_connect(f"{program.url}/ws?width=100&height=30", headers=headers)


async def read_until(window, wanted):
    drawn = b""
    async with asyncio.timeout(30):
        while wanted not in drawn:
            drawn += await window.receive_bytes()
    return drawn


@system
@posix
@pytest.mark.parametrize("name", ["SIGINT", "SIGTERM", "SIGHUP"])
async def test_it_prints_one_line_and_ends_with_0_and_no_child(name):
    with serving("--lang", "en") as program:
        async with aiohttp.ClientSession() as session:
            window = await open_window(session, program)
            await read_until(window, b"Which phone")
            pid = program.child()
            program.process.send_signal(getattr(signal, name))
            await window.receive(timeout=30)
            while not window.closed:
                await window.receive(timeout=30)
            assert window.close_code == 1001
        assert program.process.wait(timeout=30) == 0
        assert program.process.stdout.read() == ""
        assert program.process.stderr.read() == ""
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


@system
@posix
async def test_the_child_knows_no_key_of_ours_and_is_a_demo():
    given = {**KEYS, "OTP_TUI_LANG": "tr", "ACCESSIBLE": "1", "NO_COLOR": "1", "TERM": "dumb", "LANG": "C"}
    with serving("--journey", "paynet", **given) as program:
        async with aiohttp.ClientSession() as session:
            window = await open_window(session, program)
            drawn = await read_until(window, b"Hangi telefon")
            pid = program.child()
            environment = Path(f"/proc/{pid}/environ").read_text().split("\0")
            words = Path(f"/proc/{pid}/cmdline").read_text().split("\0")
            assert words[:-1] == [
                *(sys.executable, "-P", "-m", "otp_tui", "demo"),
                *("--lang", "tr", "--journey", "paynet"),
            ]
            assert [line for line in environment if line.startswith("OTP_TUI_")] == []
            assert not any(key in line for key in KEYS.values() for line in environment)
            assert "PYTHON_KEYRING_BACKEND=keyring.backends.fail.Keyring" in environment
            assert b"\x1b[38;2;" in drawn  # in colour, whatever the server's own terminal can
            await window.close()


@system
@posix
async def test_a_server_that_is_killed_leaves_no_child_for_long():
    with serving("--lang", "en") as program:
        async with aiohttp.ClientSession() as session:
            window = await open_window(session, program)
            await read_until(window, b"Which phone")
            pid = program.child()
            program.process.kill()
            until(lambda: True if not Path(f"/proc/{pid}/exe").exists() else None)


@system
def test_a_busy_port_is_said_and_ends_with_2():
    with serving() as program:
        port = program.url.rpartition(":")[2]
        done = child("serve", "--port", port, "--lang", "en")
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith(f"otp-tui: Port {port} is in use.")


MARKS = {"pipx_metadata.json": "pipx", "uv-receipt.toml": "uv tool"}


@pytest.mark.parametrize(("mark", "installer"), MARKS.items())
def test_a_missing_extra_names_the_one_command(monkeypatch, capsys, tmp_path, mark, installer):
    (tmp_path / mark).touch()
    done = without_the_extra(monkeypatch, capsys, tmp_path, {})
    command = {"pipx": "pipx install --force", "uv tool": "uv tool install --force"}[installer]
    assert (
        done.err
        == f'otp-tui: `otp-tui serve` needs the extra "web". This command adds it:\n  {command} "otp-tui[web]"\n'
    )


def test_uvx_is_known_by_its_folder(monkeypatch, capsys, tmp_path):
    done = without_the_extra(monkeypatch, capsys, tmp_path / "uv" / "archive-v0" / "x", {})
    assert done.err.splitlines()[1] == '  uvx --from "otp-tui[web]" otp-tui serve'


@pytest.mark.parametrize(
    ("origin", "pip", "others"),
    [
        ({}, '"otp-tui[web]"', '"otp-tui[web]"'),
        (
            {"url": "file:///src/otp", "dir_info": {}},
            *['"otp-tui[web] @ file:///src/otp"'] * 2,
        ),
        ({"url": "file:///src/otp", "dir_info": {"editable": True}}, '-e "/src/otp[web]"', '"/src/otp[web]"'),
        (
            {"url": "https://host/otp", "vcs_info": {"vcs": "git", "commit_id": "abc"}},
            *['"otp-tui[web] @ git+https://host/otp@abc"'] * 2,
        ),
    ],
)  # fmt: skip
def test_where_nothing_tells_each_installer_has_its_line(monkeypatch, capsys, tmp_path, origin, pip, others):
    done = without_the_extra(monkeypatch, capsys, tmp_path, origin)
    assert done.err.splitlines()[1:] == [
        f'  pip: "{sys.executable}" -m pip install {pip}',
        f"  pipx: pipx install --force {others}",
        f"  uv tool: uv tool install --force {others}",
        f"  uvx: uvx --from {others} otp-tui serve",
    ]


def without_the_extra(monkeypatch, capsys, prefix, origin):
    monkeypatch.setattr(serve_module, "find_spec", lambda _: None)
    monkeypatch.setattr(installation, "_origin", lambda: origin)
    monkeypatch.setattr(sys, "prefix", str(prefix))
    done = shell(capsys, ["serve", "--lang", "en"])
    assert (done.code, done.out) == (2, "")
    return done
