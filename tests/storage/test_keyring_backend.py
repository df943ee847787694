"""The OS keyring, called directly: which backends are refused, what their errors become, how much a value may be."""

import sys
import traceback
import types
from pathlib import Path

import keyring.backends.chainer
import keyring.backends.fail
import keyring.backends.null
import keyring.errors
import pytest
from keyring.backend import KeyringBackend
from support.keyrings import MemoryKeyring, use_keyring

from otp_tui.core.security.keyring_errors import LONGEST_VALUE, KeyringError, KeyringProblem
from otp_tui.storage.keyring.backend import OsKeyring
from otp_tui.storage.keyring.platform import platform

USER = "acme/paynet.secret_key"
VALUE = "sck_test_4f/Q+z9Xw="
ENTRY = ("otp-tui", USER)


@pytest.fixture
def memory():
    with use_keyring(MemoryKeyring()) as backend:
        yield backend


def refused(work, *arguments):
    with pytest.raises(KeyringError) as error:
        work(*arguments)
    return error.value


def test_values_stand_under_the_contracts_names(memory):
    keyring = OsKeyring()
    keyring.set(USER, VALUE)
    assert memory.values == {ENTRY: VALUE}
    assert keyring.get(USER) == VALUE
    keyring.set(USER, "another")
    assert memory.values == {ENTRY: "another"}
    assert keyring.name == "support.keyrings.MemoryKeyring"


def test_deleting_nothing_is_no_error_and_asks_for_nothing(memory):
    keyring = OsKeyring()
    assert keyring.delete(USER) is False
    assert memory.calls == [("get", *ENTRY)]
    memory.values[ENTRY] = VALUE
    assert keyring.delete(USER) is True
    assert memory.values == {}


def test_another_program_may_be_faster_to_delete(memory, monkeypatch):
    memory.values[ENTRY] = VALUE

    def gone(service, username):
        memory.values.clear()
        raise keyring.errors.PasswordDeleteError("not found")

    monkeypatch.setattr(memory, "delete_password", gone)
    assert OsKeyring().delete(USER) is False


def test_a_value_that_could_not_be_deleted_is_still_there(memory, monkeypatch):
    memory.values[ENTRY] = VALUE

    def stays(service, username):
        raise keyring.errors.PasswordDeleteError(VALUE)

    monkeypatch.setattr(memory, "delete_password", stays)
    error = refused(OsKeyring().delete, USER)
    assert error.problem is KeyringProblem.REFUSED
    assert VALUE not in told_by(error)


class ItemNotFoundException(Exception):  # noqa: N818 - the library's own name
    """As the Secret Service's library raises it where an entry is gone between two of its calls."""

    __module__ = "secretstorage.exceptions"


class PromptDismissedException(ItemNotFoundException):
    """A subclass of it there, after which nothing may be asked again."""

    __module__ = "secretstorage.exceptions"


def fails_with(memory, monkeypatch, name, errors):
    """Let a call of the backend raise these, one a time, before it works."""
    works = getattr(memory, name)

    def call(*arguments):
        if errors:
            raise errors.pop(0)(VALUE)
        return works(*arguments)

    monkeypatch.setattr(memory, name, call)


@pytest.mark.parametrize("name", ["get_password", "set_password", "delete_password"])
def test_an_entry_that_another_program_replaces_meanwhile_is_asked_for_again(memory, monkeypatch, name):
    memory.values[ENTRY] = VALUE
    fails_with(memory, monkeypatch, name, [ItemNotFoundException] * 3)
    keyring = OsKeyring()
    keyring.set(USER, VALUE)
    assert keyring.get(USER) == VALUE
    assert keyring.delete(USER) is True
    assert memory.values == {}


@pytest.mark.parametrize(("kind", "tries"), [(ItemNotFoundException, 8), (PromptDismissedException, 1)])
def test_it_is_asked_for_eight_times_and_a_dismissed_prompt_once(memory, monkeypatch, kind, tries):
    errors = [kind] * 20
    fails_with(memory, monkeypatch, "get_password", errors)
    error = refused(OsKeyring().get, USER)
    assert (error.problem, 20 - len(errors)) == (KeyringProblem.REFUSED, tries)
    assert VALUE not in told_by(error)


@pytest.mark.parametrize(("length", "kept"), [(1, True), (LONGEST_VALUE, True), (LONGEST_VALUE + 1, False)])
def test_a_value_may_have_1280_characters(memory, length, kept):
    keyring = OsKeyring()
    if kept:
        keyring.set(USER, "x" * length)
        assert memory.values == {ENTRY: "x" * length}
    else:
        error = refused(keyring.set, USER, "x" * length)
        assert (error.problem, error.backend) == (KeyringProblem.TOO_LONG, "support.keyrings.MemoryKeyring")
        assert memory.calls == []


def test_the_limit_is_that_of_windows():
    assert LONGEST_VALUE == 1280


@pytest.mark.parametrize(
    ("error", "problem"),
    [
        (keyring.errors.NoKeyringError, KeyringProblem.NONE),
        (keyring.errors.KeyringLocked, KeyringProblem.LOCKED),
        (keyring.errors.InitError, KeyringProblem.LOCKED),
        (keyring.errors.PasswordSetError, KeyringProblem.REFUSED),
        (keyring.errors.KeyringError, KeyringProblem.REFUSED),
        (RuntimeError, KeyringProblem.REFUSED),
        (OSError, KeyringProblem.REFUSED),
        (NotImplementedError, KeyringProblem.REFUSED),
        (UnicodeError, KeyringProblem.REFUSED),
    ],
)
@pytest.mark.parametrize("call", ["get", "set", "delete"])
def test_what_backends_raise_becomes_a_reason_without_its_text(memory, monkeypatch, error, problem, call):
    def fails(*arguments):
        raise error(f"{arguments} {VALUE}")

    for name in ("get_password", "set_password", "delete_password"):
        monkeypatch.setattr(memory, name, fails)
    keyring = OsKeyring()
    raised = refused(getattr(keyring, call), USER, *([VALUE] if call == "set" else []))
    assert (raised.problem, raised.backend) == (problem, "support.keyrings.MemoryKeyring")
    assert VALUE not in told_by(raised)


def told_by(error):
    return "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))


def alternative():
    """A backend that keeps plain text, as `keyrings.alt` has several."""
    module = types.ModuleType("keyrings.alt.file")

    class PlaintextKeyring(MemoryKeyring):
        priority = 0.5

    PlaintextKeyring.__module__, PlaintextKeyring.__qualname__ = module.__name__, "PlaintextKeyring"
    KeyringBackend._classes.discard(PlaintextKeyring)  # keyring itself shall not find it
    module.PlaintextKeyring = PlaintextKeyring
    return module


class Chain(keyring.backends.chainer.ChainerBackend):
    """A chainer of our own backends."""

    backends = ()
    priority = 0

    def __init__(self, *backends):
        super().__init__()
        self.backends = backends


KeyringBackend._classes.discard(Chain)
REFUSED = [
    (KeyringProblem.NONE, "keyring.backends.fail.Keyring", keyring.backends.fail.Keyring),
    (KeyringProblem.FORGETS, "keyring.backends.null.Keyring", keyring.backends.null.Keyring),
    (KeyringProblem.PLAIN_TEXT, "keyrings.alt.file.PlaintextKeyring", alternative().PlaintextKeyring),
]


@pytest.mark.parametrize(("problem", "name", "kind"), REFUSED)
@pytest.mark.parametrize("chained", ["alone", "first", "last"])
def test_the_refused_backends_also_where_a_chainer_holds_them(problem, name, kind, chained):
    backend = kind()
    whole = {
        "alone": backend,
        "first": Chain(backend, MemoryKeyring()),
        "last": Chain(MemoryKeyring(), MemoryKeyring(), backend),
    }[chained]
    with use_keyring(whole):
        error = refused(OsKeyring)
    assert (error.problem, error.backend) == (problem, name)


def test_a_chainer_of_good_backends_is_good():
    with use_keyring(Chain(MemoryKeyring(), MemoryKeyring())):
        OsKeyring().set(USER, VALUE)
        assert OsKeyring().get(USER) == VALUE


@pytest.mark.parametrize(
    ("named", "problem"),
    [
        ("", KeyringProblem.MISCONFIGURED),
        ("nonsense", KeyringProblem.MISCONFIGURED),
        ("no.such.module.Keyring", KeyringProblem.MISCONFIGURED),
        ("keyring.backends.fail.Nothing", KeyringProblem.MISCONFIGURED),
        ("../../etc/passwd", KeyringProblem.MISCONFIGURED),
        ("keyring.backends.fail.Keyring", KeyringProblem.NONE),
        ("keyring.backends.null.Keyring", KeyringProblem.FORGETS),
        ("keyrings.alt.file.PlaintextKeyring", KeyringProblem.PLAIN_TEXT),
        ("support.keyrings.MemoryKeyring", None),
    ],
)
def test_what_the_variable_names(monkeypatch, named, problem):
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", named)
    module = alternative()
    monkeypatch.setitem(sys.modules, "keyrings", types.ModuleType("keyrings"))
    monkeypatch.setitem(sys.modules, "keyrings.alt", types.ModuleType("keyrings.alt"))
    monkeypatch.setitem(sys.modules, module.__name__, module)
    with use_keyring(None):
        if problem is None:
            assert OsKeyring().name == named
        else:
            error = refused(OsKeyring)
            assert error.problem is problem
            assert named == "" or problem is not KeyringProblem.MISCONFIGURED or named not in told_by(error)


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux asks whether it is a container")
@pytest.mark.parametrize(("variable", "machine"), [("podman", "container"), ("", "linux")])
def test_a_container_says_so_by_a_file_or_by_its_environment(monkeypatch, variable, machine):
    for name in ("WSL_DISTRO_NAME", "WSL_INTEROP"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("container", variable)
    monkeypatch.setattr(Path, "exists", lambda _: False)
    assert platform() == machine
    monkeypatch.setattr(Path, "exists", lambda path: str(path) == "/run/.containerenv")
    assert platform() == "container"
