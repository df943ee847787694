"""The field of an API key: typed and pasted without echo."""

from textual import events

from otp_tui.wizard.widgets.private_input import PrivateInput

_LONGEST = 2_000


class SecretInput(PrivateInput):
    """Shows nothing of what is typed; a paste of one key loses the line break at its end and nothing else."""

    def __init__(self, field: str) -> None:
        super().__init__(id=field, password=True, max_length=_LONGEST)

    def _on_paste(self, event: events.Paste) -> None:
        event.prevent_default()
        event.stop()
        self.insert_text_at_cursor(event.text.rstrip("\r\n")[:_LONGEST])
