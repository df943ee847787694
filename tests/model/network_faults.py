"""What a network can do to one exchange: each network fault leads it along its way, and loses it where it will."""

import asyncio
import socket

import httpx

from .strange_answers import (
    HTML,
    at_once,
    leaves_the_date_out,
    leaves_the_expiry_out,
    leaves_the_token_out,
    names_another_zone,
    names_no_zone,
    renews_the_session,
    speaks_hostile_words,
    stands_in,
)

DAYS = 3 * 86_400.0


async def fine(way):
    await way.write()
    way.reach()
    status, headers = await way.head()
    return way.answers(status, headers, way.body())


# nothing leaves ------------------------------------------------------------------------------------------


async def refuses(way):
    await way.connect()
    raise httpx.ConnectError("refused")


async def has_no_name(way):
    raise httpx.ConnectError("unknown") from socket.gaierror(socket.EAI_NONAME, "unknown")


async def connects_never(way):
    await way.connect()
    await asyncio.sleep(DAYS)


async def connects_late(way):
    await way.connect()
    await asyncio.sleep(4)
    return await fine(way)


# it leaves and does not arrive ---------------------------------------------------------------------------


async def writes_in_vain(way):
    await way.write()
    raise httpx.WriteTimeout("full")


async def resets(way):
    await way.write()
    raise httpx.ReadError("reset")


async def stays_silent(way):
    await way.write()
    await asyncio.sleep(DAYS)


# it arrives, and the answer does not ---------------------------------------------------------------------


async def drops_the_answer(way):
    await way.write()
    way.reach()
    await way.acted()
    raise httpx.ReadError("reset")


async def withholds_the_answer(way):
    await way.write()
    way.reach()
    await way.acted()
    await asyncio.sleep(DAYS)


async def cuts_the_answer(way):
    await way.write()
    way.reach()
    status, headers, body = await way.acted()

    async def half():
        yield body[: len(body) // 2]
        raise httpx.RemoteProtocolError("cut")

    return way.answers(status, headers, half())


async def arrives_late(way):
    """The request is under way for so long that it arrives after whoever sent it may have gone away."""
    await way.write()
    arrived = asyncio.Event()
    asyncio.get_running_loop().call_later(6, lambda: (way.reach(), arrived.set()))
    await arrived.wait()
    status, headers = await way.head()
    return way.answers(status, headers, way.body())


# answers that come late ----------------------------------------------------------------------------------


async def answers_late(way):
    await way.write()
    way.reach()
    status, headers, body = await way.acted()
    await asyncio.sleep(4)
    return way.answers(status, headers, at_once(body))


async def answers_too_late(way):
    await way.write()
    way.reach()
    status, headers, body = await way.acted()
    await asyncio.sleep(20)
    return way.answers(status, headers, at_once(body))


async def answers_whoever_left(way):
    """A transport that hands an answer over although its request was cancelled meanwhile.

    The slowest number and this wait together stay below the deadline of an exchange.
    """
    await way.write()
    way.reach()
    status, headers, body = await way.acted()
    until = asyncio.get_running_loop().time() + 3
    while (left := until - asyncio.get_running_loop().time()) > 0:
        try:
            await asyncio.sleep(left)
        except asyncio.CancelledError:
            way.observed.cut_off = True
    return way.answers(status, headers, at_once(body))


WEATHERS = (
    fine,
    refuses,
    has_no_name,
    connects_never,
    connects_late,
    writes_in_vain,
    resets,
    stays_silent,
    drops_the_answer,
    withholds_the_answer,
    cuts_the_answer,
    arrives_late,
    answers_late,
    answers_too_late,
    answers_whoever_left,
    stands_in("says_500", 500),
    stands_in("says_502", 502, HTML),
    stands_in("says_502_after_it_acted", 502, HTML, acts=True),
    stands_in("says_401", 401),
    stands_in("says_404", 404, HTML),
    stands_in("says_429", 429, b"{}", headers=((b"retry-after", b"30"),)),
    stands_in("says_302", 302, headers=((b"location", b"http://127.0.0.1:9/steal"),)),
    stands_in("says_a_page_under_200", 200, HTML),
    stands_in("says_a_page_after_it_acted", 200, HTML, acts=True),
    speaks_hostile_words,
    leaves_the_token_out,
    leaves_the_expiry_out,
    leaves_the_date_out,
    names_no_zone,
    names_another_zone,
    renews_the_session,
)
