"""Many recorded exchanges, and the inspector alone on a screen."""

from textual.app import App

from otp_tui.i18n.translator import Translator
from otp_tui.wizard.inspector.inspector import Inspector
from otp_tui.wizard.inspector.state import InspectorData, InspectorState
from otp_tui.wizard.themes import DARK
from support.records import recorded

REFUSED = {
    "verdict": "not_found",
    "path": "Body.Masterpass.Exception.Code",
    "value": '"ACCOUNT_NOT_FOUND"',
    "provider": "paywall",
    "call": "merchant/link",
    "despite": (("ErrorCode", "0"), ("Result", "true")),
    "body": '{"ErrorCode": 0, "Result": true, "Body": {"Masterpass": '
    '{"Result": null, "Exception": {"Level": "NotFound", "Code": "ACCOUNT_NOT_FOUND"}}}}',
}


def many(count):
    """Exchanges that differ in number, call and verdict: every tenth one is refused."""
    usual = recorded(body='{"code": 0}')
    refused = recorded(**REFUSED)
    return [
        (refused if number % 10 == 0 else usual)._replace(number=number) for number in range(1, count + 1)
    ]


def data_of(exchanges, **fields):
    """What the inspector draws."""
    return InspectorData(Translator("en"), "walk-1", exchanges, **fields)


class InspectorApp(App):
    """The inspector alone."""

    CSS = """
    Inspector ToolRow { height: auto; } ExchangeTable { height: 12; overflow-x: hidden; } DetailView { height: 1fr; }
    #inspect-drift, #inspect-field { height: 1; } #inspect-said { height: auto; }
    """

    def __init__(self, data):
        super().__init__()
        self.data = data
        self.state = InspectorState()
        self.register_theme(DARK)
        self.theme = DARK.name

    def get_theme_variable_defaults(self):
        return dict(DARK.variables)

    def compose(self):
        yield Inspector(self.state)

    def draw(self, data=None):
        self.data = data or self.data
        self.query_one(Inspector).show(self.data)

    def on_mount(self):
        self.draw()
        self.query_one(Inspector).take_focus()
