"""The gateways against our own simulator, over a real socket: every number that an answer depends on."""

import asyncio
import uuid

import pytest
from support.raw_server import time_flies
from support.rig import Rig

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.target.endpoints import read_base_url
from otp_tui.services.simulator_client import SimulatorClient
from otp_tui.simulator.simulator import Simulator


@pytest.fixture(scope="module")
def url():
    simulator = Simulator()
    yield simulator.start()
    simulator.stop()


class Customer(Rig):
    def __init__(self, url, number):
        super().__init__(url=url)
        self.number = f"50000000{number}"
        self.registry.register("phone", self.number)
        self.handles["reference"] = self.registry.register("reference", str(uuid.uuid4()))
        self.phone = SimulatorClient(read_base_url(url))

    async def go(self, provider, verb):
        answer = await self.ask(provider, verb)
        for name in ("session", "token"):
            if getattr(answer, name):
                self.handles[name] = getattr(answer, name)
        return answer

    async def type_newest(self):
        messages = await self.phone.messages(self.number)
        self.handles["code"] = self.registry.register("code", messages[-1].code)

    async def linked_to_challenge(self):
        await self.go("paywall", Verb.PREPARE)
        return await self.go("paywall", Verb.START)


async def test_the_whole_way_at_both(url):
    customer = Customer(url, "01")
    assert await customer.phone.present() is True
    sent = await customer.go("paynet", Verb.START)
    assert (sent.decision.decided_by, sent.decision.verdict) == ("code = 0", "challenge")
    assert 115 < sent.expiry.remaining <= 121
    await customer.type_newest()
    assert (await customer.go("paynet", Verb.VERIFY)).decision.verdict == "ok"
    assert (await customer.linked_to_challenge()).decision.verdict == "challenge"
    await customer.type_newest()
    assert (await customer.go("paywall", Verb.VERIFY)).decision.verdict == "ok"
    assert (await customer.go("paywall", Verb.CONFIRM)).linked is True
    assert (await customer.go("paywall", Verb.UNLINK)).decision.verdict == "ok"
    assert [exchange.status for exchange in customer.records] == [200] * 7


@pytest.mark.parametrize(
    ("number", "provider", "verdict", "delivery"),
    [
        ("04", "paynet", "refused", "not_sent"),
        ("04", "paywall", "limited", "not_sent"),
        ("06", "paywall", "not_found", "not_sent"),
        ("09", "paywall", "three_d", "not_sent"),
        ("10", "paywall", "unknown", "maybe_sent"),
        ("11", "paynet", "provider_error", "maybe_sent"),
        ("11", "paywall", "provider_error", "maybe_sent"),
        ("13", "paynet", "provider_error", "maybe_sent"),
        ("14", "paywall", "ok", "not_sent"),
        ("15", "paynet", "challenge", "sent"),
        ("16", "paynet", "challenge", "sent"),
        ("19", "paynet", "credentials", "not_sent"),
        ("20", "paynet", "limited", "not_sent"),
        ("22", "paynet", "provider_error", "maybe_sent"),
        ("23", "paywall", "ok", "not_sent"),
    ],
)
async def test_what_a_number_makes_of_a_start(url, number, provider, verdict, delivery):
    customer = Customer(url, number)
    if provider == "paywall":
        answer = await customer.linked_to_challenge()
    else:
        answer = await customer.go("paynet", Verb.START)
    assert (answer.decision.verdict, answer.delivery) == (verdict, delivery)


@pytest.mark.parametrize(
    ("number", "verb", "verdict"),
    [
        ("02", Verb.VERIFY, "code_refused"),
        ("07", Verb.RESEND, "challenge"),
        ("08", Verb.VERIFY, "challenge"),
        ("12", Verb.VERIFY, "expired"),
        ("17", Verb.RESEND, "too_early"),
        ("18", Verb.RESEND, "expired"),
    ],
)
async def test_what_a_number_makes_of_a_challenge(url, number, verb, verdict):
    customer = Customer(url, number)
    await customer.linked_to_challenge()
    await customer.type_newest()
    answer = await customer.go("paywall", verb)
    assert answer.decision.verdict == verdict
    assert answer.renewed is (number in {"07", "12"})


async def test_a_slow_answer_ends_at_the_deadline_and_can_be_cancelled(url):
    patient, hasty = Customer(url, "05"), Customer(url, "05")
    task = asyncio.create_task(patient.go("paynet", Verb.START))
    await written(patient)
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    assert (patient.records[0].fault, patient.records[0].delivery) == ("cancelled", "maybe_sent")
    task = asyncio.create_task(hasty.go("paynet", Verb.START))
    await written(hasty)
    flying = asyncio.create_task(time_flies())
    answer = await task
    flying.cancel()
    assert (answer.fault, answer.delivery) == ("read_timeout", "maybe_sent")


async def written(customer):
    """Wait until the request has left."""
    while not customer.progress.written:
        await asyncio.sleep(0.001)


async def test_the_clock_is_moved(url):
    customer = Customer(url, "01")
    await customer.go("paynet", Verb.START)
    await customer.type_newest()
    assert await customer.phone.advance(200) is True
    assert (await customer.go("paynet", Verb.VERIFY)).decision.verdict == "code_refused"
