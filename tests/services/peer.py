"""Both providers once more, from their public pages alone: another mind's reading, with every oddity they allow.

Nothing here is shared with the simulator. Where the pages are silent or contradict themselves (api-reference part 5)
this peer does the unexpected thing on purpose.
"""

from __future__ import annotations

import asyncio
import contextlib
import itertools
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

import uvicorn
from starlette.applications import Starlette
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from starlette.requests import Request

MARKUP = "[bold red]Başarılı[/] [/] [link=file:///etc/passwd]İşlem[/link] \u202e"


class Peer:
    """Answers as it is told; remembers what it was sent.

    Attributes:
        seen: Every request: method, path, header ``sessionid``, JSON body.
        expire: What ``otp_expire`` says, or None to leave it out.
        spell: How Paynet's ``code`` is written.
        otps: How many OTPs a link takes in a row.
        html: Answers everything with a page.
        unauthorised: Refuses the keys.
    """

    def __init__(self) -> None:
        self.seen: list[tuple[str, str, str | None, Any]] = []
        self.expire: str | None = "2026-11-21T15:05:09.1234567+03:00"
        self.spell: type = str
        self.otps = 3
        self.html = False
        self.unauthorised = False
        self._ids = itertools.count(1)
        self._verified = 0
        self._linked = False
        self.session = ""
        self.token = ""

    def app(self) -> Starlette:
        base = "/api/paywall/masterpass"
        return Starlette(
            routes=[
                Route("/v1/card/send_otp", self.send_otp, methods=["POST"]),
                Route("/v1/card/check_otp", self.check_otp, methods=["POST"]),
                Route(f"{base}/session", self.create, methods=["POST"]),
                Route(f"{base}/merchant/link", self.link, methods=["POST"]),
                Route(f"{base}/otp/resend", self.resend, methods=["POST"]),
                Route(f"{base}/otp/verify", self.verify, methods=["POST"]),
                Route(f"{base}/card/list", self.cards, methods=["GET"]),
                Route(f"{base}/merchant/unlink", self.unlink, methods=["DELETE"]),
            ]
        )

    async def take(self, request: Request) -> Any:
        body = await request.json() if await request.body() else None
        self.seen.append((request.method, request.url.path, request.headers.get("sessionid"), body))
        return body

    def refused(self, request: Request) -> Response | None:
        if self.html:
            return HTMLResponse("<html><body>[/]Maintenance</body></html>", 503)
        paynet = request.url.path.startswith("/v1/")
        known = "authorization" if paynet else "apikeyprivate"
        if not self.unauthorised and request.headers.get(known):
            return None
        if paynet:
            error = {"type": "authentication_error", "message": MARKUP, "code": 401, "result_code": 7}
            return JSONResponse(error, 401)
        return Response(status_code=401)

    # Paynet: api-reference 1.3, 1.4

    async def send_otp(self, request: Request) -> Response:
        await self.take(request)
        if refused := self.refused(request):
            return refused
        answer = {"object_name": None, "code": self.spell(0), "message": MARKUP, "otp_length": 4}
        if self.expire is not None:
            answer["otp_expire"] = self.expire
        return JSONResponse(answer, headers={"Date": "Sat, 21 Nov 2026 12:03:09 GMT"})

    async def check_otp(self, request: Request) -> Response:
        body = await self.take(request)
        if refused := self.refused(request):
            return refused
        code = 0 if body["otp_code"] == "Ab3d" else 1
        return JSONResponse({"message": MARKUP, "code": self.spell(code), "attempts_left": "2"})

    # Paywall: api-reference 2.3 to 2.10. Every answer renews the session, successes too.

    def masterpass(self, result: Any, status: int, exception: Any = None) -> Response:
        self.session = f"00000000-0000-4000-8000-{next(self._ids):012d}"
        inner = {
            "Result": result,
            "BuildId": "91",
            "CorrelationId": None,
            "Exception": exception,
            "Message": MARKUP,
            "RequestId": None,
            "StatusCode": status,
            "Version": None,
            "Unknown": [{"ResponseCode": "0000"}],
        }
        session = {
            "SessionRenewed": True,
            "SessionId": self.session,
            "SessionExpiryDate": "2026-11-21T15:30:00.9870283+03:00",
        }
        envelope = {"ErrorCodeType": 1, "ErrorMessage": None, "ErrorCode": 0, "Result": True, "Message": ""}
        return JSONResponse(envelope | {"Body": {"Session": session, "Masterpass": inner}, "Trace": "x"})

    def challenge(self, code: str, status: int) -> Response:
        self.token = f"{next(self._ids):032x}"
        result = {
            "ResponseCode": code,
            "Token": self.token,
            "Description": MARKUP,
            "CardIssuerName": MARKUP,
            "MaskedPan": "************0016",
            "RetrievalReferenceNumber": "100005844117",
            "Extra": {"ResponseCode": "9999"},
        }
        return self.masterpass(result, status)

    async def create(self, request: Request) -> Response:
        await self.take(request)
        if refused := self.refused(request):
            return refused
        self.session = f"00000000-0000-4000-8000-{next(self._ids):012d}"
        body = {"SessionId": self.session, "SessionExpiryDate": "2026-11-21T15:30:00"}
        return JSONResponse({"ErrorCode": 0, "Result": True, "Message": "", "Body": body})

    async def link(self, request: Request) -> Response:
        body = await self.take(request)
        if refused := self.refused(request) or self.stale(body["SessionId"]):
            return refused
        self._verified = 0
        return self.challenge("5001", 202)

    async def resend(self, request: Request) -> Response:
        body = await self.take(request)
        if refused := self.refused(request) or self.stale(body["SessionId"], body["OtpToken"]):
            return refused
        return self.challenge("5001", 200)

    async def verify(self, request: Request) -> Response:
        body = await self.take(request)
        if refused := self.refused(request) or self.stale(body["SessionId"], body["OtpToken"]):
            return refused
        if body["OtpCode"] != "123456" or body["ForLinkToMerchant"] is not True:
            wrong = {"Level": "BadRequest", "Code": "OTP_IS_NOT_VALID", "Message": MARKUP, "details": []}
            return self.masterpass(None, 400, wrong)
        self._verified += 1
        if self._verified < self.otps:
            return self.challenge(("5008", "5001")[self._verified % 2], 202)
        self._linked = True
        return self.masterpass({"ResponseCode": "0000", "IsVerified": True, "Token": "f" * 32}, 200)

    async def cards(self, request: Request) -> Response:
        await self.take(request)
        if refused := self.refused(request) or self.stale(request.headers["sessionid"]):
            return refused
        information = {"IsAccountLinked": self._linked}
        return self.masterpass(
            {"AccountKey": "905301112233", "Cards": [], "AccountInformation": information}, 200
        )

    async def unlink(self, request: Request) -> Response:
        body = await self.take(request)
        if refused := self.refused(request) or self.stale(body["SessionId"]):
            return refused
        if not self._linked:
            code = "ACCOUNT_NOT_LINKED_TO_MERCHANT"
            return self.masterpass(None, 404, {"Level": "NotFound", "Code": code, "Message": MARKUP})
        self._linked = False
        return self.masterpass({"RetrievalReferenceNumber": "100005844118"}, 200)

    def stale(self, session: str, token: str | None = None) -> Response | None:
        """Only the newest session and the newest token are good."""
        if session != self.session:
            return self.masterpass(
                None, 404, {"Level": "NotFound", "Code": "SESSION_NOT_FOUND", "Message": MARKUP}
            )
        if token not in {None, self.token}:
            gone = {"Level": "Unauthorized", "Code": "TOKEN_ALREADY_USED", "Message": MARKUP}
            return self.masterpass(None, 401, gone)
        return None


@asynccontextmanager
async def peer_running() -> AsyncIterator[tuple[Peer, str]]:
    """The peer on a free port of this machine."""
    peer = Peer()
    config = uvicorn.Config(peer.app(), port=0, log_config=None, lifespan="off", date_header=False)
    server = uvicorn.Server(config)
    server.install_signal_handlers = lambda: None  # type: ignore[method-assign]
    with contextlib.suppress(AttributeError):
        server.capture_signals = contextlib.nullcontext  # type: ignore[method-assign,assignment]
    task = asyncio.create_task(server.serve())
    while not server.started:
        await asyncio.sleep(0.005)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield peer, f"http://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        await task
