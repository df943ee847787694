"""The same three requests as a collection for newman and as one for Bruno's CLI."""

import json
import textwrap
from pathlib import Path
from typing import Any

_CHECKED = 'if (Number({body}.code) !== 0) throw new Error("not accepted");'


def newman(folder: Path, url: str, key: str, phone: str) -> list[str]:
    """Write a collection; gives newman's arguments.

    Args:
        folder: Where to; it is made.
        url: The simulator's address.
        key: Sent raw after ``Basic``.
        phone: Ten digits.
    """
    folder.mkdir()
    accepted = _CHECKED.format(body="pm.response.json()")
    session = "pm.collectionVariables.set('session', pm.variables.replaceIn('{{$guid}}'));"
    take = "const all = pm.response.json(); pm.collectionVariables.set('otp', all[all.length - 1].code);"
    sent = {"user_gsm": phone, "otp_session_id": "{{session}}"}
    items = [
        _item("send_otp", _post(url, key, "send_otp", sent), prerequest=session, test=accepted),
        _item("messages", {"method": "GET", "url": f"{url}/__sim/messages?phone={phone}"}, test=take),
        _item("check_otp", _post(url, key, "check_otp", {**sent, "otp_code": "{{otp}}"}), test=accepted),
    ]
    schema = "https://schema.getpostman.com/json/collection/v2.1.0/collection.json"
    collection = {"info": {"name": "paynet", "schema": schema}, "item": items}
    (folder / "paynet.json").write_text(json.dumps(collection), encoding="utf-8")
    return ["run", "paynet.json", "--bail"]


def _item(name: str, request: dict[str, Any], **scripts: str) -> dict[str, Any]:
    events = [
        {"listen": listen, "script": {"type": "text/javascript", "exec": [text]}}
        for listen, text in scripts.items()
    ]
    return {"name": name, "event": events, "request": request}


def _post(url: str, key: str, call: str, body: dict[str, str]) -> dict[str, Any]:
    headers = {"Authorization": f"Basic {key}", "Content-Type": "application/json"}
    return {
        "method": "POST",
        "url": f"{url}/v1/card/{call}",
        "header": [{"key": name, "value": value} for name, value in headers.items()],
        "body": {"mode": "raw", "raw": json.dumps(body)},
    }


def bruno(folder: Path, url: str, key: str, phone: str) -> list[str]:
    """Write a collection; gives the arguments of Bruno's CLI. See `newman`."""
    folder.mkdir()
    accepted = _CHECKED.format(body="res.getBody()")
    session = 'bru.setVar("session", require("uuid").v4());'
    take = 'const all = res.getBody(); bru.setVar("otp", all[all.length - 1].code);'
    sent = {"user_gsm": phone, "otp_session_id": "{{session}}"}
    told = {"version": "1", "name": "paynet", "type": "collection"}
    (folder / "bruno.json").write_text(json.dumps(told), encoding="utf-8")
    checked = {**sent, "otp_code": "{{otp}}"}
    requests = {
        "send_otp": [_bru_post(url, key, "send_otp", sent), _script("pre-request", session)],
        "messages": [f"get {{\n  url: {url}/__sim/messages?phone={phone}\n  body: none\n  auth: none\n}}"],
        "check_otp": [_bru_post(url, key, "check_otp", checked)],
    }
    answers = {"send_otp": accepted, "messages": take, "check_otp": accepted}
    for number, (name, blocks) in enumerate(requests.items(), 1):
        meta = f"meta {{\n  name: {name}\n  type: http\n  seq: {number}\n}}"
        text = "\n\n".join([meta, *blocks, _script("post-response", answers[name])])
        (folder / f"{number}-{name}.bru").write_text(text + "\n", encoding="utf-8")
    return ["run", "--bail", "--sandbox", "developer"]


def _bru_post(url: str, key: str, call: str, body: dict[str, str]) -> str:
    fields = textwrap.indent(json.dumps(body, indent=2), "  ")
    return (
        f"post {{\n  url: {url}/v1/card/{call}\n  body: json\n  auth: none\n}}\n\n"
        f"headers {{\n  Authorization: Basic {key}\n}}\n\n"
        f"body:json {{\n{fields}\n}}"
    )


def _script(when: str, text: str) -> str:
    return f"script:{when} {{\n  {text}\n}}"
