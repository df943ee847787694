"""Answers that a network puts in the place of the provider's, or changes on their way."""

import json
from datetime import UTC, datetime

HTML = b"<html><body><h1>Bad Gateway</h1> [/] [red]</body></html>"
HOSTILE = "[/] [red]x[/] {left} %s a\x1b[2J\x1b]52;c;cm0=\x07b\u202ec\x00"


async def at_once(body):
    yield body


def stands_in(name, status, body=b"", *, headers=(), acts=False):
    """A gateway answers instead of the provider, before or after the provider acted."""

    async def network_fault(way):
        await way.write()
        if acts:
            way.reach()
            await way.acted()
        return way.answers(status, [(b"content-type", b"text/html"), *headers], at_once(body))

    network_fault.__name__ = network_fault.__qualname__ = name
    return network_fault


# answers that say something else -------------------------------------------------------------------------


def edits(edit):
    """The answer is changed on its way; what is no JSON object is left as it is."""

    async def network_fault(way):
        await way.write()
        way.reach()
        status, headers, body = await way.acted()
        try:
            parsed = json.loads(body)
        except ValueError:
            return way.answers(status, headers, at_once(body))
        kept = edit(way, parsed, headers) or headers
        return way.answers(status, kept, at_once(json.dumps(parsed).encode()))

    network_fault.__name__ = network_fault.__qualname__ = edit.__name__
    return network_fault


@edits
def speaks_hostile_words(way, answer, headers):
    """Every message holds markup, control characters and all that it was told."""
    told = " ".join([*(str(value) for value in way.observed.fields.values()), *way.observed.headers.values()])
    words = f"{HOSTILE} {told} {json.dumps(answer)}"
    masterpass = (answer.get("Body") or {}).get("Masterpass") or {}
    for part in (answer, masterpass, masterpass.get("Exception"), masterpass.get("Result")):
        for name in ("message", "Message", "Description", "CardIssuerName"):
            if part and name in part:
                part[name] = words


@edits
def leaves_the_token_out(way, answer, headers):
    result = ((answer.get("Body") or {}).get("Masterpass") or {}).get("Result") or {}
    way.observed.bent = result.pop("Token", None) is not None


@edits
def leaves_the_expiry_out(way, answer, headers):
    answer.pop("otp_expire", None)


@edits
def leaves_the_date_out(way, answer, headers):
    return [pair for pair in headers if pair[0] != b"date"]


@edits
def names_no_zone(way, answer, headers):
    if "otp_expire" in answer:
        answer["otp_expire"] = answer["otp_expire"].removesuffix("+03:00")


@edits
def names_another_zone(way, answer, headers):
    if "otp_expire" in answer:
        moment = datetime.fromisoformat(answer["otp_expire"]).astimezone(UTC)
        answer["otp_expire"] = moment.isoformat().replace("+00:00", "Z")


@edits
def renews_the_session(way, answer, headers):
    """Whatever the answer says, it says it of a session with a new id."""
    note = (answer.get("Body") or {}).get("Session") or {}
    paywall = way.network.state.providers[1]
    session = paywall._sessions.find(note.get("SessionId") or "")
    if session is not None:
        paywall._sessions.renew(session)
        note |= {"SessionId": session.id, "SessionRenewed": True}
