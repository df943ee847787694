"""The gateways against somebody else's reading of the same pages."""

import pytest
import pytest_asyncio
from support.rig import PHONE, Rig

from otp_tui.core.exchange.exchange import ChallengeKind, Verb
from otp_tui.core.timestamps import ExpiryProblem

from .peer import MARKUP, peer_running


class SessionRig:
    """Goes on with the newest session and token, as a walkthrough does."""

    def __init__(self, url):
        self.rig = Rig(url=url)

    async def ask(self, provider, verb, code=None):
        if code:
            self.rig.handles["code"] = self.rig.registry.register("code", code)
        answer = await self.rig.ask(provider, verb)
        for name in ("session", "token"):
            if getattr(answer, name):
                self.rig.handles[name] = getattr(answer, name)
        return answer


@pytest_asyncio.fixture
async def running():
    async with peer_running() as (peer, url):
        yield peer, SessionRig(url)


@pytest.mark.parametrize(
    ("expire", "remaining", "problem"),
    [
        ("2026-11-21T15:05:09.1234567+03:00", 120.123456, None),
        ("2026-11-21T15:05:09+03:00", 120.0, None),
        ("2026-11-21T12:05:09Z", 120.0, None),
        ("2026-11-21T12:05:09.5Z", 120.5, None),
        ("2026-11-21T15:05:09", 120.0, None),
        ("2026-11-21T15:05:09.1", 120.1, None),
        (None, 0.0, ExpiryProblem.ABSENT),
        ("soon", 0.0, ExpiryProblem.UNREADABLE),
        ("2017-07-17T15:30:15.0581408+03:00", None, ExpiryProblem.PAST),
        ("2099-01-01T00:00:00Z", None, ExpiryProblem.TOO_FAR),
    ],
)
@pytest.mark.parametrize("spell", [str, int])
async def test_paynet(running, spell, expire, remaining, problem):
    peer, walkthrough = running
    peer.spell, peer.expire = spell, expire
    for verb in (Verb.START, Verb.RESEND):
        answer = await walkthrough.ask("paynet", verb)
        assert answer.decision.decided_by == ('code = "0"' if spell is str else "code = 0")
        assert answer.decision.verdict == "challenge"
        assert answer.expiry.problem is problem
        if remaining is not None:
            assert answer.expiry.remaining == remaining
            assert answer.expiry.by_own_clock is False
    wrong = await walkthrough.ask("paynet", Verb.VERIFY, "AB3D")
    assert wrong.decision.verdict == "code_refused"
    assert wrong.decision.name == "unsuccessful"
    right = await walkthrough.ask("paynet", Verb.VERIFY, "Ab3d")
    assert right.decision.verdict == "ok"
    sent = [body for _, _, _, body in peer.seen]
    assert {body["user_gsm"] for body in sent} == {PHONE}
    assert len({body["otp_session_id"] for body in sent}) == 1


async def test_paywall_with_three_otps_and_a_new_session_every_time(running):
    peer, walkthrough = running
    assert (await walkthrough.ask("paywall", Verb.PREPARE)).decision.verdict == "ok"
    link = await walkthrough.ask("paywall", Verb.START)
    assert (link.decision.verdict, link.kind, link.renewed) == ("challenge", ChallengeKind.BANK, True)
    assert link.detail.masked_pan == "************0016"
    resent = await walkthrough.ask("paywall", Verb.RESEND)
    assert (resent.decision.verdict, resent.renewed) == ("challenge", True)
    assert resent.token != link.token
    wrong = await walkthrough.ask("paywall", Verb.VERIFY, "000000")
    assert (wrong.decision.verdict, wrong.token, wrong.renewed) == ("code_refused", None, True)
    second = await walkthrough.ask("paywall", Verb.VERIFY, "123456")
    assert (second.decision.verdict, second.kind) == ("challenge", ChallengeKind.BANK)
    third = await walkthrough.ask("paywall", Verb.VERIFY, "123456")
    assert (third.decision.verdict, third.kind) == ("challenge", ChallengeKind.MASTERPASS)
    done = await walkthrough.ask("paywall", Verb.VERIFY, "123456")
    assert (done.decision.verdict, done.token) == ("ok", None)
    listed = await walkthrough.ask("paywall", Verb.CONFIRM)
    assert (listed.decision.verdict, listed.linked) == ("ok", True)
    assert (await walkthrough.ask("paywall", Verb.UNLINK)).decision.verdict == "ok"
    assert (await walkthrough.ask("paywall", Verb.UNLINK)).decision.verdict == "not_found"
    gone = await walkthrough.ask("paywall", Verb.CONFIRM)
    assert (gone.decision.verdict, gone.linked) == ("unknown", False)
    assert len(peer.seen) == len(walkthrough.rig.records) == 11
    assert (
        len({exchange.request_body for exchange in walkthrough.rig.records if exchange.call == "otp/verify"})
        == 4
    )


async def test_a_token_that_is_not_the_newest(running):
    _, walkthrough = running
    await walkthrough.ask("paywall", Verb.PREPARE)
    first = await walkthrough.ask("paywall", Verb.START)
    await walkthrough.ask("paywall", Verb.RESEND)
    walkthrough.rig.handles["token"] = first.token
    answer = await walkthrough.ask("paywall", Verb.VERIFY, "123456")
    assert answer.decision.decided_by == 'Body.Masterpass.Exception.Code = "TOKEN_ALREADY_USED"'
    assert answer.decision.verdict == "expired"


async def test_a_session_that_is_not_the_newest(running):
    _, walkthrough = running
    first = await walkthrough.ask("paywall", Verb.PREPARE)
    await walkthrough.ask("paywall", Verb.PREPARE)
    walkthrough.rig.handles["session"] = first.session
    answer = await walkthrough.ask("paywall", Verb.START)
    assert (answer.decision.verdict, answer.session_dead, answer.renewed) == ("expired", True, True)


CALLS = [("paynet", Verb.START), ("paynet", Verb.VERIFY), *(("paywall", verb) for verb in Verb)]


@pytest.mark.parametrize(("provider", "verb"), CALLS)
async def test_a_page_instead_of_an_answer(running, provider, verb):
    peer, walkthrough = running
    peer.html = True
    answer = await walkthrough.ask(provider, verb)
    assert answer.decision.decided_by == "HTTP status = 503 (no JSON object)"
    assert answer.decision.verdict == "provider_error"
    maybe = verb in {Verb.START, Verb.RESEND, Verb.VERIFY}
    assert answer.delivery == ("maybe_sent" if maybe else "not_sent")


@pytest.mark.parametrize(("provider", "verb"), CALLS)
async def test_keys_that_are_refused(running, provider, verb):
    peer, walkthrough = running
    peer.unauthorised = True
    answer = await walkthrough.ask(provider, verb)
    assert (answer.decision.verdict, answer.delivery) == ("credentials", "not_sent")


async def test_markup_stays_what_it_is_and_turns_nothing_around(running):
    _, walkthrough = running
    answer = await walkthrough.ask("paynet", Verb.START)
    assert answer.words == MARKUP.replace("\u202e", "\\u202e")
