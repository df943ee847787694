"""Single widgets: what each draws of what it is given."""

from types import SimpleNamespace

import pytest
from support.wizard_harness import BEGAN
from textual.app import App

from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.core.timestamps import ClockReading
from otp_tui.i18n.translator import Translator
from otp_tui.wizard.screens.step_view import heading
from otp_tui.wizard.widgets.countdown import RemainingBar
from otp_tui.wizard.widgets.inbox import Inbox
from otp_tui.wizard.widgets.stepper import Step, Stepper


@pytest.mark.parametrize(
    ("merchant", "credentials", "shown"),
    [
        ("Mavi Kitap", "of a profile", "Mavi Kitap"),
        ("Mavi Kitap", None, "Mavi Kitap"),
        ("", None, "Acme Store"),
        ("", "of a profile", ""),
    ],
)
def test_the_top_bar_names_the_merchant(merchant, credentials, shown):
    context = SimpleNamespace(
        translator=Translator("en"),
        connection=SimpleNamespace(logo="", merchant=merchant, credentials=credentials, scenarios=(1,)),
        recorded=None,
        presenting=False,
        playing=False,
        frozen=False,
        walkthrough=SimpleNamespace(environment=Environment.SIM, journey=Journey.PAYNET),
        now=lambda: ClockReading(0.0, BEGAN),
    )
    drawn = heading(context)
    assert drawn.merchant == shown
    assert (drawn.badge, drawn.language, drawn.clock) == ("SIM", "EN", "14:03")


async def test_the_newest_sms_stands_first_and_its_code_is_the_bright_one():
    def sms(code, sender):
        text = f"Your code: {code}."
        return SimpleNamespace(at="2026-11-21T11:03:07Z", code=code, text=text, sender=sender)

    class OnlyInbox(App):
        def compose(self):
            yield Inbox()

    async with OnlyInbox().run_test() as pilot:
        await pilot.pause()
        inbox = pilot.app.query_one(Inbox)
        inbox.show_messages(
            Translator("en"), [sms("111111", "Acme"), sms("333333", "Bank"), sms("222222", "Acme")]
        )
        bubbles = [inbox.get_option_at_index(place).prompt for place in range(3)]
    assert [bubble.plain for bubble in bubbles] == [
        "Acme  14:03:07\nYour code: 222222.",
        "Bank  14:03:07\nYour code: 333333.",
        "Acme  14:03:07  replaced\nYour code: 111111.",
    ]
    struck = [
        bubble.plain[span.start : span.end]
        for bubble in bubbles
        for span in bubble.spans
        if "strike" in span.style
    ]
    assert struck == ["Your code: 111111."]
    bright = [
        bubble.plain[span.start : span.end]
        for bubble in bubbles
        for span in bubble.spans
        if span.style == "bold $accent"
    ]
    assert bright == ["222222", "333333"]


async def test_the_bar_is_as_wide_as_its_place_and_the_steps_time_stands_at_the_right():
    class Drawn(App):
        CSS = "Stepper { width: 16; height: 5; } RemainingBar { width: 20; height: 1; }"

        def compose(self):
            yield Stepper()
            yield RemainingBar()

    async with Drawn().run_test() as pilot:
        await pilot.pause()
        bar, stepper = pilot.app.query_one(RemainingBar), pilot.app.query_one(Stepper)
        bar.show(0.25)
        stepper.show((Step("Code", done=False, current=True, left="1:52"),))
        assert bar.render().plain == "━" * 5 + "─" * 15
        assert stepper.render().plain == "● Code      1:52"
