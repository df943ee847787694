"""The keyring as the program uses it: nothing is held up, nothing is lost, and no text of an error gets out."""

import asyncio
import gc
import traceback

import pytest
from support.keyrings import HeldKeyring
from support.raw_server import time_flies

from otp_tui.cli.terminal.threads import DaemonExecutor
from otp_tui.core.security.keyring_errors import KeyringError, KeyringProblem
from otp_tui.core.security.secrets import Secret
from otp_tui.storage.keyring.store import DisabledStore, KeyringStore, WaitingStore

KEY = Secret("sck_test_4f/Q+z9Xw=")
NAME = "acme/paynet.secret_key"
EVER_S = 60.0


@pytest.fixture
def held():
    backend = HeldKeyring()
    yield backend
    backend.go.set()


def store_on(backend):
    return KeyringStore(lambda: backend, DaemonExecutor(), patience_s=EVER_S)


async def refused(work, problem):
    with pytest.raises(KeyringError) as error:
        await work
    assert error.value.problem is problem
    return error.value


async def hangs(held, work):
    """A call is given up: time flies as soon as the backend holds it."""
    begun = asyncio.create_task(refused(work, KeyringProblem.HANGING))
    assert await asyncio.to_thread(held.reached.wait, EVER_S)
    flying = asyncio.create_task(time_flies())
    error = await begun
    flying.cancel()
    return error


async def test_what_is_set_is_kept_until_it_is_deleted(held):
    held.go.set()
    keyring = store_on(held)
    assert await keyring.get(NAME) is None
    await keyring.set(NAME, KEY)
    assert await keyring.get(NAME) == KEY
    assert held.values == {NAME: KEY.reveal()}
    assert (await keyring.delete(NAME), await keyring.delete(NAME)) == (True, False)
    assert await keyring.get(NAME) is None


async def test_the_backend_is_opened_once_and_not_before_the_first_call(held):
    opened = []

    def open_it():
        opened.append(asyncio._get_running_loop())
        return held

    held.go.set()
    keyring = KeyringStore(open_it, DaemonExecutor())
    assert opened == []
    await keyring.get(NAME)
    await keyring.get(NAME)
    assert opened == [None], "it is opened in a thread, once"


async def test_a_backend_that_could_not_be_opened_is_tried_again(held):
    held.go.set()
    answers = [KeyringError(KeyringProblem.NONE), held]

    def open_it():
        answer = answers.pop(0)
        if isinstance(answer, KeyringError):
            raise answer
        return answer

    keyring = KeyringStore(open_it, DaemonExecutor())
    await refused(keyring.probe(), KeyringProblem.NONE)
    assert await keyring.probe() == "tests.HeldKeyring"


async def test_the_loop_goes_on_while_a_call_waits(held):
    keyring = store_on(held)
    getting = asyncio.create_task(keyring.get(NAME))
    await asyncio.to_thread(held.reached.wait, EVER_S)
    for _ in range(100):
        await asyncio.sleep(0)
    assert not getting.done()
    held.go.set()
    assert await getting is None


async def test_a_hanging_call_is_told_with_its_late_answer(held):
    held.values[NAME] = KEY.reveal()
    keyring = store_on(held)
    error = await hangs(held, keyring.get(NAME))
    assert error.backend == "tests.HeldKeyring"
    held.go.set()
    assert await error.late == KEY


@pytest.mark.parametrize("call", ["get", "set", "delete", "probe"])
async def test_later_calls_fail_at_once_and_reach_nothing(held, call):
    keyring = store_on(held)
    await hangs(held, keyring.get(NAME))
    arguments = {"get": (NAME,), "set": (NAME, KEY), "delete": (NAME,), "probe": ()}[call]
    error = await refused(getattr(keyring, call)(*arguments), KeyringProblem.HANGING)
    assert (error.own, held.calls) == (False, 1)


async def test_a_late_success_is_taken_and_the_backend_hangs_no_more(held):
    keyring = store_on(held)
    error = await hangs(held, keyring.set(NAME, KEY))
    held.go.set()
    await error.late
    assert held.values == {NAME: KEY.reveal()}, "what was begun is done, late"
    assert await keyring.get(NAME) == KEY
    assert await keyring.probe() == "tests.HeldKeyring"


async def test_a_late_error_is_an_error_to_who_waits_and_no_news_to_the_rest(held):
    keyring = store_on(held)
    held.fails = KeyringError(KeyringProblem.LOCKED)
    error = await hangs(held, keyring.get(NAME))
    held.go.set()
    with pytest.raises(KeyringError) as late:
        await error.late
    assert late.value.problem is KeyringProblem.LOCKED
    held.fails = None
    assert await keyring.get(NAME) is None


async def test_opening_may_hang_as_well(held):
    def open_it():
        held._wait()
        return held

    keyring = KeyringStore(open_it, DaemonExecutor(), patience_s=EVER_S)
    error = await hangs(held, keyring.get(NAME))
    assert error.backend == ""
    held.go.set()
    assert await error.late is None
    assert await keyring.get(NAME) is None


async def test_a_caller_that_is_cancelled_leaves_the_call_to_end_by_itself(held):
    keyring = store_on(held)
    setting = asyncio.create_task(keyring.set(NAME, KEY))
    await asyncio.to_thread(held.reached.wait, EVER_S)
    setting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await setting
    held.go.set()
    assert await keyring.get(NAME) in {None, KEY}, "not hanging: nothing timed out"


async def test_a_probe_leaves_nothing_behind(held):
    held.go.set()
    assert await store_on(held).probe() == "tests.HeldKeyring"
    assert held.values == {}
    assert held.calls == 3


async def test_a_probe_finds_a_keyring_that_forgets(held):
    held.go.set()
    held.set = lambda user, value: None
    error = await refused(store_on(held).probe(), KeyringProblem.FORGETS)
    assert error.backend == "tests.HeldKeyring"


async def test_another_program_may_delete_its_canary_between_our_writing_and_reading(held):
    held.go.set()
    kept = held.get
    others = iter([True, True, False])

    def get(user):
        if next(others):
            held.values.clear()
        return kept(user)

    held.get = get
    assert await store_on(held).probe() == "tests.HeldKeyring"
    assert held.values == {}


@pytest.mark.parametrize("call", ["get", "set", "delete", "probe"])
async def test_without_a_keyring_every_call_says_so(call):
    arguments = {"get": (NAME,), "set": (NAME, KEY), "delete": (NAME,), "probe": ()}[call]
    await refused(getattr(DisabledStore(), call)(*arguments), KeyringProblem.SWITCHED_OFF)


async def test_an_error_holds_no_value(held):
    keyring = store_on(held)
    error = await hangs(held, keyring.set(NAME, KEY))
    assert KEY.reveal() not in "".join(traceback.format_exception(error)) + repr(error) + repr(vars(error))


async def test_a_patient_keyring_waits_for_a_late_answer_and_makes_other_calls_again(held):
    keyring = store_on(held)
    waited: list[KeyringError] = []

    def waiting(error):
        waited.append(error)
        held.go.set()

    patient = WaitingStore(keyring, waiting)
    await hangs(held, keyring.set(NAME, KEY))
    assert await patient.get(NAME) == KEY
    assert [(error.problem, error.own) for error in waited] == [(KeyringProblem.HANGING, False)]


async def test_a_patient_keyring_passes_other_errors_on(held):
    held.go.set()
    held.fails = KeyringError(KeyringProblem.LOCKED)
    with pytest.raises(KeyringError) as refused_by:
        await WaitingStore(store_on(held), lambda _: None).get(NAME)
    assert refused_by.value.problem is KeyringProblem.LOCKED


async def test_a_late_error_that_nobody_waits_for_is_not_reported_by_asyncio(held):
    reported = []
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda _loop, context: reported.append(context["message"]))
    error = await hangs(held, store_on(held).get(NAME))
    late = error.late
    held.fails = KeyringError(KeyringProblem.LOCKED)
    held.go.set()
    await asyncio.wait({late})
    await asyncio.sleep(0)  # its callbacks
    del late, error
    held.fails = None  # its traceback holds the call
    gc.collect()
    assert reported == []
