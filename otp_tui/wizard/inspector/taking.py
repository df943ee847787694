"""The wish to copy or save an exchange, in the form that was chosen."""

from otp_tui.wizard.inspector.messages import TakeWanted
from otp_tui.wizard.inspector.state import CopyForm
from otp_tui.wizard.inspector.views import view_named
from otp_tui.wizard.inspector.views.view import View, ViewSource


def take_wanted(source: ViewSource, shown: View, form: CopyForm, *, saved: bool) -> TakeWanted:
    """Return the wish; a program as shown is one in its own language.

    Args:
        source: The chosen exchange.
        shown: The view that is shown.
        form: The chosen form.
        saved: Whether a file is wanted instead of the clipboard.
    """
    exchange = source.exchange
    if form is CopyForm.CURL:
        return TakeWanted(exchange, form, language="curl", saved=saved)
    if form is CopyForm.PRETTY and shown.name == "code":
        return TakeWanted(exchange, form, language=source.language, saved=saved)
    view = shown if form is CopyForm.PRETTY else view_named("raw", exchange)
    return TakeWanted(exchange, form, text=view.text(source), name=view.file_name(source), saved=saved)
