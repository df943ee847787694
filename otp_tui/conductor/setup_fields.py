"""The fields that each step of a set-up asks for."""

from typing import NamedTuple

from otp_tui.conductor.setup_form import STEPS, SetupForm, confirmation_field
from otp_tui.core.environment import Environment
from otp_tui.core.flow.journey import Journey
from otp_tui.core.target.credentials import credential_fields


class FormField(NamedTuple):
    """One field to fill in.

    Attributes:
        name: The field's name; its words are ``setup.WORD``, those below it ``setup.hint_NAME`` in the catalogues.
        kind: ``choice``, ``text`` or ``secret``.
        choices: What can be chosen.
        hint: Whether there is a line below it.
        host: The host that it is about.
    """

    name: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    hint: bool = False
    host: str = ""

    @property
    def word(self) -> str:
        """The name of its words, without ``setup.``."""
        return "test_host" if self.host else self.name.replace(".", "_")


_TARGET = (
    FormField("environment", "choice", ("test", "live"), hint=True),
    FormField("journey", "choice", tuple(journey.value for journey in Journey), hint=True),
)


def form_fields(form: SetupForm, unknown_hosts: tuple[str, ...]) -> tuple[FormField, ...]:
    """Return the fields of a step.

    Args:
        form: What was typed so far.
        unknown_hosts: Hosts that nobody vouches for, of which a test target needs the name once more.
    """
    step = STEPS[form.step]
    if step == "target":
        return _TARGET
    if step == "addresses":
        asked = tuple(FormField(f"{provider}_url") for provider in form.providers)
        once_more = unknown_hosts if form.environment is Environment.TEST else ()
        return (*asked, *(FormField(confirmation_field(host), host=host) for host in once_more))
    if step == "credentials":
        return tuple(FormField(key.name, "secret") for key in credential_fields(form.providers))
    return (FormField("merchant", hint=True), FormField("name", hint=True)) if step == "name" else ()
