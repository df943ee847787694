"""The views of an exchange, each a small class behind one Protocol, in the order of their tabs."""

from typing import Final

from otp_tui.core.exchange.exchange import Exchange
from otp_tui.wizard.inspector.views.code import CodeView
from otp_tui.wizard.inspector.views.decision import DecisionView
from otp_tui.wizard.inspector.views.drift import DriftView
from otp_tui.wizard.inspector.views.messages import AnswerView, RequestView
from otp_tui.wizard.inspector.views.raw import RawView
from otp_tui.wizard.inspector.views.timings import TimingsView
from otp_tui.wizard.inspector.views.view import View

VIEWS: Final[tuple[View, ...]] = (
    DecisionView(),
    RequestView(),
    AnswerView(),
    TimingsView(),
    DriftView(),
    RawView(),
    CodeView(),
)


def view_named(name: str, exchange: Exchange | None) -> View:
    """Return a view; the first one where that has nothing to show of an exchange."""
    named = (view for view in VIEWS if view.name == name)
    return next((view for view in named if exchange is None or view.applies(exchange)), VIEWS[0])
