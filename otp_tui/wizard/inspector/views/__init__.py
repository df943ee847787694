"""The views of an exchange, each a small class behind one Protocol, in the order of their tabs."""

from typing import Final

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
