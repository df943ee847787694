"""A real Secret Service of its own: a session bus, gnome-keyring on it, and an unlocked collection."""

import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

_NEEDED = ("dbus-daemon", "dbus-send", "gnome-keyring-daemon", "secret-tool")
_DEADLINE_S = 60.0
_POLL_S = 0.02
_CALL_S = 60.0
_PASSWORD = b"a-password-of-the-test"
_DEFAULT = "/org/freedesktop/secrets/aliases/default"
_OF_A_DESKTOP = ("DISPLAY", "WAYLAND_DISPLAY", "GNOME_KEYRING_CONTROL", "SSH_AUTH_SOCK")
"""What would lead to the desktop of whoever runs the tests."""

_BUS = """\
<busconfig>
  <type>session</type>
  <listen>unix:tmpdir={folder}</listen>
  <auth>EXTERNAL</auth>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"""
"""It has no folder of services: nothing is started by asking for it, neither a second keyring nor a prompt."""


class SecretService:
    """A Secret Service that is running.

    Attributes:
        environment: What a process needs in its environment to find it, and no other.
    """

    def __init__(self, environment: dict[str, str]) -> None:
        self.environment = environment

    def lookup(self, user: str, service: str = "otp-tui") -> str | None:
        """The value that keyring keeps under a user name, read by another program; None without one."""
        done = self._run("secret-tool", "lookup", "service", service, "username", user)
        return done.stdout.decode() if done.returncode == 0 else None

    def store(self, user: str, value: str, service: str = "otp-tui") -> bool:
        """Keep a value as keyring does; False where it was not taken."""
        words = (
            "--label=test",
            "service",
            service,
            "username",
            user,
            "application",
            "Python keyring library",
        )
        return self._run("secret-tool", "store", *words, given=value.encode()).returncode == 0

    def clear(self, user: str, service: str = "otp-tui") -> None:
        """Forget a value."""
        self._run("secret-tool", "clear", "service", service, "username", user)

    def lock(self) -> None:
        """Lock the default collection; nobody can unlock it again, as there is no prompt on this bus."""
        self._call("/org/freedesktop/secrets", "Service.Lock", f"array:objpath:{_DEFAULT}")
        _until(lambda: self.locked, "the collection does not lock")

    @property
    def locked(self) -> bool:
        """Whether the default collection is locked."""
        words = ("string:org.freedesktop.Secret.Collection", "string:Locked")
        said = self._call(_DEFAULT, "org.freedesktop.DBus.Properties.Get", *words)
        return "boolean true" in said

    def _call(self, path: str, method: str, *words: str) -> str:
        name = method if method.startswith("org.") else f"org.freedesktop.Secret.{method}"
        options = ("--session", "--print-reply", "--dest=org.freedesktop.secrets")
        done = self._run("dbus-send", *options, path, name, *words)
        assert done.returncode == 0, done.stderr.decode(errors="replace")
        return done.stdout.decode()

    def _run(self, *words: str, given: bytes = b"") -> subprocess.CompletedProcess[bytes]:
        environment = _environment(self.environment)
        return subprocess.run(
            words, env=environment, input=given, capture_output=True, check=False, timeout=_CALL_S
        )


@pytest.fixture
def secret_service(tmp_path: Path) -> Iterator[SecretService]:
    """A Secret Service with an empty, unlocked collection and a home of its own."""
    missing = [name for name in _NEEDED if shutil.which(name) is None]
    if missing:
        reason = f"a real Secret Service needs {', '.join(missing)}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    own = _folders(tmp_path / "secret-service")
    with ExitStack() as stack:
        configuration = tmp_path / "bus.xml"
        configuration.write_text(_BUS.format(folder=tempfile.gettempdir()))
        bus = stack.enter_context(
            _child("dbus-daemon", f"--config-file={configuration}", "--print-address", "--nofork", own=own)
        )
        assert bus.stdout is not None
        own["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().decode().strip()
        words = ("--foreground", "--unlock", "--components=secrets")
        daemon = stack.enter_context(_child("gnome-keyring-daemon", *words, own=own))
        assert daemon.stdin is not None
        daemon.stdin.write(_PASSWORD)
        daemon.stdin.close()
        service = SecretService(own)
        _until(lambda: _answers(service, daemon), "the Secret Service does not answer")
        service.clear("@ready")
        yield service


def _answers(service: SecretService, daemon: subprocess.Popen[bytes]) -> bool:
    assert daemon.poll() is None, "gnome-keyring-daemon has ended"
    return service.store("@ready", "yes") and service.lookup("@ready") == "yes"


def _folders(home: Path) -> dict[str, str]:
    """A home, made, as the variables that name it."""
    names = {
        "HOME": home,
        "XDG_CONFIG_HOME": home / ".config",
        "XDG_DATA_HOME": home / ".local" / "share",
        "XDG_CACHE_HOME": home / ".cache",
        "XDG_RUNTIME_DIR": home / "run",
    }
    for folder in names.values():
        folder.mkdir(parents=True, mode=0o700)
    return {name: str(folder) for name, folder in names.items()}


def _environment(own: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in _OF_A_DESKTOP} | own


@contextmanager
def _child(*words: str, own: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A child process, ended when it is no longer needed."""
    pipe, nowhere = subprocess.PIPE, subprocess.DEVNULL
    with subprocess.Popen(words, env=_environment(own), stdin=pipe, stdout=pipe, stderr=nowhere) as process:
        try:
            yield process
        finally:
            process.terminate()
            try:
                process.wait(_CALL_S)
            except subprocess.TimeoutExpired:
                process.kill()


def _until(holds: Callable[[], bool], otherwise: str) -> None:
    end = time.monotonic() + _DEADLINE_S
    while not holds():
        assert time.monotonic() < end, otherwise
        time.sleep(_POLL_S)
