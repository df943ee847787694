"""The screen of the end: the outcome, the facts, and what can follow."""

from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Label, Static

from otp_tui.core.flow.challenge import format_countdown
from otp_tui.core.flow.intents import Intent, available_intents
from otp_tui.core.flow.journey import GOOD_OUTCOMES, Outcome
from otp_tui.core.flow.state import Walkthrough
from otp_tui.wizard.screens.step import StepScreen
from otp_tui.wizard.widgets.action_button import ActionButton, ButtonRow

_MARKS = {Outcome.FAILED: "✗", Outcome.CANCELLED: "·", Outcome.UNCERTAIN: "!"}


class DoneScreen(StepScreen):
    """Shows the outcome."""

    def card(self) -> ComposeResult:
        yield Static(id="facts", markup=False)
        with ButtonRow(id="choices"):
            yield ActionButton("again", primary=True)
            yield ActionButton("unlink")
            yield ActionButton("evidence")
            yield ActionButton("quit")

    def draw_card(self, walkthrough: Walkthrough) -> None:
        outcome = walkthrough.outcome or Outcome.CANCELLED
        name = "outcome.unlinked" if walkthrough.unlinked else f"outcome.{outcome}"
        mark = "·" if walkthrough.unlinked else _MARKS.get(outcome, "✓")
        title = self.query_one("#title", Label)
        title.set_classes("-good" if mark == "✓" else "-bad")
        title.update(f"{mark} {self.translator.text(name)}")
        self.query_one("#facts", Static).update(Content("\n").join(self._facts(walkthrough)))
        card, choices, facts = (self.query_one(name) for name in ("#card", "#choices", "#facts"))
        if self.has_class("-short"):  # the details are what has to be scrolled to, and not the buttons
            card.move_child(choices, before=facts)
        else:
            card.move_child(facts, before=choices)
        unlink = available_intents(walkthrough, self.context.now())[Intent.UNLINK].available
        self.offer(
            {
                "again": (True, None),
                "evidence": (True, None),
                "unlink": (unlink, None),
                "quit": (self.has_class("-roomy"), None),
            }
        )

    def _facts(self, walkthrough: Walkthrough) -> list[Content]:
        say, detail = self.translator.text, walkthrough.detail
        lines = []
        card = "  ".join(part for part in (detail.issuer, detail.masked_pan) if part)
        if card:
            lines += [Content.assemble((card, "bold")), Content("")]
        done_by = [
            say(f"done.by_{leg.provider}")
            for index, leg in enumerate(walkthrough.legs)
            if index < walkthrough.leg or (walkthrough.outcome in GOOD_OUTCOMES and not walkthrough.unlinked)
        ]
        took = (walkthrough.ended.monotonic - walkthrough.began.monotonic) if walkthrough.ended else 0.0
        numbers = say(
            "done.numbers", codes=walkthrough.codes, resends=walkthrough.resends, took=format_countdown(took)
        )
        technical = "" if self.context.presenting else numbers
        for line in (walkthrough.phone, " · ".join(done_by), technical):
            lines += [Content.assemble((line, "$text-muted"))] if line else []
        if detail.rrn and not self.context.presenting:
            lines.append(Content.assemble((say("done.rrn", rrn=detail.rrn), "$text-muted")))
        return lines
