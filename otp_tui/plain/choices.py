"""Numbered choices: each has its number, and a letter where it has one."""

from collections.abc import Awaitable, Callable, Sequence
from typing import Final, NamedTuple

from otp_tui.i18n.replies import is_reply
from otp_tui.i18n.translator import LANGUAGES, Translator, Wording, sentence
from otp_tui.plain.dialogue import HELP, Dialogue, Question

_ENTER: Final = "Enter"


class Choice(NamedTuple):
    """One of several things to choose.

    Attributes:
        name: Its name in the code.
        words: Words it.
        reply: The name of its letter in the catalogues (``reply.NAME``); "" where it has only its number.
    """

    name: str
    words: Wording
    reply: str = ""


def key_of(translator: Translator, reply: str) -> str:
    """Return the letter of a reply in the language of the moment."""
    return translator.text(f"reply.{reply}").split()[0]


def choice_lines(translator: Translator, choices: Sequence[Choice], *, default: bool) -> list[str]:
    """Return one line for each choice, with its number and its other keys.

    Args:
        translator: The translator.
        choices: The choices.
        default: Whether Enter alone takes the first one.
    """
    lines = []
    for number, choice in enumerate(choices, 1):
        keys = [_ENTER] if default and number == 1 else []
        keys += [key_of(translator, choice.reply)] if choice.reply else []
        also = f" ({', '.join(keys)})" if keys else ""
        lines.append(f"  {number}: {choice.words(translator)}{also}")
    return lines


def chosen(translator: Translator, choices: Sequence[Choice], answer: str, *, default: bool) -> str | None:
    """Return the name of the choice that an answer takes; None where it takes none.

    A letter counts in the language of the moment first: another language may have it for something else.

    Args:
        translator: The translator.
        choices: The choices.
        answer: As it was typed.
        default: Whether Enter alone takes the first one.
    """
    if not answer:
        return choices[0].name if default and choices else None
    if answer.isdecimal():
        return choices[int(answer) - 1].name if 1 <= int(answer) <= len(choices) else None
    replies = {choice.reply: choice.name for choice in choices if choice.reply}
    reply = reply_of(translator, tuple(replies), answer)
    return replies[reply] if reply else None


def reply_of(translator: Translator, replies: Sequence[str], answer: str) -> str | None:
    """Return the reply that an answer is, by the language of the moment before any other; None where it is none.

    Args:
        translator: The translator.
        replies: The names of the possible replies.
        answer: As it was typed.
    """
    spoken = (translator.language, *(name for name in LANGUAGES if name != translator.language))
    found = (reply for language in spoken for reply in replies if is_reply(reply, answer, language))
    return next(found, None)


def prompt_text(translator: Translator, most: int) -> str:
    """Return the prompt of a question with numbered choices."""
    return translator.text("plain.choice", most=most) if most > 1 else translator.text("plain.choice_one")


def wrong_choice(translator: Translator, most: int) -> str:
    """Return the sentence about an answer that is none, with what can be typed; the answer is not repeated.

    It may be a code or a number that was typed at the wrong question.
    """
    name = "plain.no_such_answer" if most > 1 else "plain.no_such_answer_one"
    return translator.text(name, most=most)


async def choose(
    dialogue: Dialogue,
    title: Wording | None,
    choices: Sequence[Choice],
    *,
    default: bool = False,
    about: Wording | None = None,
    watch: Callable[[], Awaitable[None]] | None = None,
) -> str:
    """Ask for one of several choices until one is taken; gives its name.

    Args:
        dialogue: Asks.
        title: The question.
        choices: What can be chosen.
        default: Whether Enter alone takes the first one.
        about: What there is to know before.
        watch: Awaited every second meanwhile.

    Raises:
        QuitError: The operator quits.
    """
    translator = dialogue.translator
    most = len(choices)

    def lines() -> list[str]:
        above = [words(translator) for words in (title, about) if words is not None]
        return [*above, *choice_lines(translator, choices, default=default)]

    def helped() -> list[str]:
        return [*lines(), *global_keys(translator)]

    question = Question(lines, lambda: prompt_text(translator, most), helped)
    whole = True
    while True:
        answer = await dialogue.answer(question, whole=whole, watch=watch)
        name = chosen(translator, choices, answer, default=default)
        if name is not None:
            return name
        dialogue.say(wrong_choice(translator, most))
        whole = False


async def confirm(
    dialogue: Dialogue,
    question: str,
    *,
    watch: Callable[[], Awaitable[None]] | None = None,
    **facts: object,
) -> bool:
    """Ask a question with yes and no; Enter alone is neither.

    Args:
        dialogue: Asks.
        question: Its name: ``ask.QUESTION`` in the catalogues.
        watch: Awaited every second meanwhile.
        facts: The values of its placeholders.
    """
    choices = (
        Choice("yes", sentence(f"ask.{question}_yes"), "yes"),
        Choice("no", sentence(f"ask.{question}_no"), "no"),
    )
    title, about = sentence(f"ask.{question}_title", **facts), sentence(f"ask.{question}", **facts)
    return await choose(dialogue, title, choices, about=about, watch=watch) == "yes"


def global_keys(translator: Translator) -> list[str]:
    """Return the lines of what can be typed at every question."""
    return [
        f"  {HELP}: {translator.text('action.help')}",
        f"  {translator.other()}: {translator.text('action.language')}",
        f"  {key_of(translator, 'quit')}: {translator.text('action.quit')}",
    ]
