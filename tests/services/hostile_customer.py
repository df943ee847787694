"""A process of its own that meets every hostile answer; it prints what became of each, and its own peak memory.

Takes a JSON list of ``[name, port, deadline]`` on standard input; ``tests`` has to be on its path.
"""

import asyncio
import json
import sys
from pathlib import Path

from support.hostile_words import harmful
from support.rig import Rig
from support.walkthroughs import in_flight

from otp_tui.core.exchange.exchange import Verb
from otp_tui.core.flow.journey import Journey
from otp_tui.i18n.notices import notice_lines
from otp_tui.i18n.translator import Translator

CALLS = (
    ("paynet", Verb.START, Journey.PAYNET),
    ("paynet", Verb.VERIFY, Journey.PAYNET),
    ("paywall", Verb.START, Journey.MASTERPASS),
    ("paywall", Verb.VERIFY, Journey.MASTERPASS),
    ("paywall", Verb.CONFIRM, Journey.MASTERPASS),
)


STATUS = Path("/proc/self/status")


def peak_mib() -> float | None:
    """The most memory that this process ever held, where the system tells it."""
    return int(STATUS.read_text().partition("VmHWM:")[2].split()[0]) / 1024 if STATUS.exists() else None


async def meet(port: int, deadline: float) -> dict[str, object]:
    """One hostile answer at every call: what decided at the sends, what was said, what would harm a terminal."""
    told: dict[str, str] = {}
    harm: set[str] = set()
    words = ""
    for provider, verb, journey in CALLS:
        rig = Rig(url=f"http://127.0.0.1:{port}", timeout_s=deadline)
        answer = await rig.ask(provider, verb)
        walkthrough = in_flight(verb, journey).gets(answer).walkthrough
        for language in ("tr", "en"):
            harm |= harmful("".join(notice_lines(Translator(language), walkthrough)))
        [exchange] = rig.records
        texts = [
            exchange.body,
            exchange.decision.decided_by,
            *(part for line in exchange.headers for part in line),
        ]
        harm |= harmful("".join(texts), breaks="\n")
        if verb is Verb.START:
            told[provider] = answer.decision.decided_by
            words = answer.words
    return {"told": told, "words": words, "harm": sorted(harm)}


async def main() -> None:
    began = peak_mib()
    doors = json.load(sys.stdin)
    patient = max(deadline for _name, _port, deadline in doors)
    # What is ended by nothing but time is waited for all at once.
    late = [door for door in doors if door[2] < patient]
    answers = await asyncio.gather(*(meet(port, deadline) for _name, port, deadline in late))
    met = {name: answer for (name, _port, _deadline), answer in zip(late, answers, strict=True)}
    met |= {name: await meet(port, deadline) for name, port, deadline in doors if name not in met}
    sys.stdout.write(json.dumps({"met": met, "began_mib": began, "peak_mib": peak_mib()}))


asyncio.run(main())
