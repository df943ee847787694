"""The questions before a send to a target of the operator's own: the merchant's name on live, an unlisted number."""

from collections.abc import Awaitable, Callable

from otp_tui.conductor.ports import SendLimits
from otp_tui.core.environment import Environment
from otp_tui.core.errors import UserError
from otp_tui.core.flow.state import Walkthrough
from otp_tui.core.phone.number import PhoneNumber
from otp_tui.core.security.send_policy import Rule
from otp_tui.i18n.errors import error_text
from otp_tui.i18n.translator import Wording, sentence
from otp_tui.plain.choices import confirm, global_keys
from otp_tui.plain.dialogue import Dialogue, Question
from otp_tui.plain.words import phone_text

Watch = Callable[[], Awaitable[None]]


async def ask_text(
    dialogue: Dialogue, prompt: Wording, about: Wording | None = None, watch: Watch | None = None
) -> str:
    """Ask for a text, in which ``tr`` and ``en`` are words like any other.

    Args:
        dialogue: Asks.
        prompt: The line that is answered.
        about: What there is to know before.
        watch: Awaited every second meanwhile.
    """
    translator = dialogue.translator

    def lines() -> list[str]:
        return [about(translator)] if about is not None else []

    def helped() -> list[str]:
        return [*lines(), *global_keys(translator)]

    question = Question(lines, lambda: prompt(translator), helped, speaks=False)
    return await dialogue.answer(question, watch=watch)


class SendQuestions:
    """The questions that stand before a send; the built-in simulator has none.

    Args:
        dialogue: Asks them.
        limits: The rules; None on the built-in simulator.
        environment: Where the request goes.
    """

    def __init__(self, dialogue: Dialogue, limits: SendLimits | None, environment: Environment) -> None:
        self._dialogue = dialogue
        self._limits = limits
        self._live = environment is Environment.LIVE
        self._asked: object = None

    async def approved(self, phone: str, watch: Watch) -> bool:
        """Ask for the merchant's name on live, or, while that unlock holds, for a yes.

        Args:
            phone: The masked phone.
            watch: Awaited every second meanwhile.
        """
        if not self._live or self._limits is None:
            return True
        if not self._limits.locked:
            return await confirm(
                self._dialogue, "send_live", watch=watch, phone=phone_text(self._dialogue.translator, phone)
            )
        name = await ask_text(self._dialogue, sentence("live.ask"), watch=watch)
        if self._limits.unlock(name):
            return True
        self._dialogue.text("live.other_name")
        return False

    async def allowed(self, walkthrough: Walkthrough, phone: PhoneNumber | None) -> bool:
        """Ask once whose number was stopped as unlisted; return True where it may be sent to now.

        Args:
            walkthrough: The walkthrough, with the notice of the rule.
            phone: The number.
        """
        notice = walkthrough.notice
        refusal = notice.refusal if notice else None
        unlisted = refusal is not None and refusal.rule is Rule.UNLISTED_NUMBER
        if not unlisted or phone is None or self._limits is None or self._asked is notice:
            return False
        self._asked = notice
        spoken = phone_text(self._dialogue.translator, phone.masked)
        label = await ask_text(self._dialogue, sentence("plain.whose", phone=spoken))
        if not label:
            return False
        try:
            problem = await self._limits.allow(phone, label)
        except UserError as failure:
            self._dialogue.say(error_text(self._dialogue.translator, failure))
            return False
        if problem is not None:
            self._dialogue.text("phone.allowed_once")
        return True
