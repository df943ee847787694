"""The words of a question: its title, what can be typed at it, and why other things cannot."""

from collections.abc import Sequence
from typing import Final

from otp_tui.conductor import Conductor
from otp_tui.conductor.phases import PHASES
from otp_tui.conductor.ports import Connection
from otp_tui.core.flow.challenge import ExpirySource
from otp_tui.core.flow.intents import Availability, Intent, Unavailable
from otp_tui.core.flow.state import Phase, Walkthrough
from otp_tui.i18n.translator import Translator
from otp_tui.plain.announcements import TimeAnnouncer, time_lines
from otp_tui.plain.choices import (
    Choice,
    choice_lines,
    chosen,
    global_keys,
    key_of,
    prompt_text,
    reply_of,
)
from otp_tui.plain.commands import ALWAYS, COMMANDS, QUESTIONS, Command, QuestionRow
from otp_tui.plain.dialogue import Question
from otp_tui.plain.words import done_lines, duration_text, phone_text

_OTHER_WORDS: Final = {Unavailable.OPEN_ALREADY: "plain.resend_open"}
"""The reasons whose usual words name a key that is not there."""
_VARIANTS: Final = {("start", Phase.HALTED): "action.start_again"}


class Offers:
    """What can be typed in the state of the moment.

    Args:
        translator: Words it.
        conductor: Has the walkthrough.
        connection: Its target.
        announcer: Whether times are told.
    """

    def __init__(
        self, translator: Translator, conductor: Conductor, connection: Connection, announcer: TimeAnnouncer
    ) -> None:
        self._translator = translator
        self._conductor = conductor
        self._connection = connection
        self._announcer = announcer
        self._named: set[tuple[str, str]] = set()
        self._introduced: object = None

    @property
    def _walkthrough(self) -> Walkthrough:
        return self._conductor.walkthrough

    @property
    def name(self) -> str:
        """The name of the question that is due."""
        name = PHASES[self._walkthrough.phase].question
        if name == "code" and self._walkthrough.lost_verify is not None:
            return "lost"
        return "return" if name == "phone" and self._availability("return").available else name

    @property
    def row(self) -> QuestionRow:
        """The commands of the question that is due."""
        return QUESTIONS[self.name]

    def question(self) -> Question:
        """Return the question that is due; each of its parts follows the language and the state of its moment."""
        return Question(self._lines, self._prompt, self._help)

    def command(self, answer: str) -> str | None:
        """Return the name of the command that an answer is; None where it is none of this question."""
        row = self.row
        if not answer or (row.numbered and answer.isdecimal()):
            return chosen(self._translator, self._choices(row), answer, default=row.default)
        replies = {COMMANDS[name].reply: name for name in self._all(row) if COMMANDS[name].reply}
        reply = reply_of(self._translator, tuple(replies), answer)
        return replies[reply] if reply else None

    def most(self) -> int:
        """Return the number of numbered choices."""
        return len(self._choices(self.row)) if self.row.numbered else 0

    def reason(self, command: Command) -> str:
        """Return why a command is not available, and when it will be."""
        availability = self._availability(command.name)
        if availability.reason is None:
            return ""
        name = _OTHER_WORDS.get(availability.reason, f"unavailable.{availability.reason}")
        reason = self._translator.text(name, key=key_of(self._translator, "new_code"))
        if not availability.opens_in:
            return reason
        left = duration_text(self._translator, availability.opens_in)
        return f"{reason} {self._translator.text('plain.possible_in', left=left)}"

    # the parts of the question -----------------------------------------------------------------------

    def _lines(self) -> list[str]:
        """Return title, choices and keys; of the keys only what was not told yet."""
        row, say = self.row, self._translator.text
        challenge = self._walkthrough.challenge
        introduced = self.name, self._translator.language, challenge.sent if challenge else None
        if self.name == "code" and self._introduced == introduced:
            return []  # a refused code is typed again: what can be typed has just been told
        self._introduced = introduced
        lines = [*self._title(), *self._choice_lines(row)]
        keys = [self._line(name) for name in row.letters if self._is_told(name)]
        if row.typed:
            lines += [say(f"plain.type_{row.typed}")]
        lines += keys
        rest = self._rest()
        if (rest, self.name) not in self._named:
            self._named.add((rest, self.name))
            lines.append(rest)
        return lines

    def _rest(self) -> str:
        """Return the line of what can be typed everywhere."""
        say = self._translator.text
        named = [f"{key_of(self._translator, COMMANDS[name].reply)}: {self._words(name)}" for name in ALWAYS]
        if self._connection.scenarios:
            named.append(f"+60: {say('plain.do_travel')}")
        named += [line.strip() for line in global_keys(self._translator)]
        return say("plain.also", keys="; ".join(named))

    def _prompt(self) -> str:
        row, walkthrough, say = self.row, self._walkthrough, self._translator.text
        if row.typed == "phone":
            return say("plain.ask_phone")
        most = self.most()
        if row.typed != "code":
            return prompt_text(self._translator, most)
        word = say("plain.ask_lost", most=most) if most else say("plain.ask_code")
        challenge = walkthrough.challenge
        left = challenge.remaining(self._conductor.clock.now()) if challenge else 0.0
        if challenge is None or not self._announcer.on or not left:
            return f"{word}:"
        name = "plain.ask_in" if challenge.source is ExpirySource.SERVER else "plain.ask_in_about"
        return say(name, what=word, left=duration_text(self._translator, left))

    def _help(self) -> list[str]:
        """Return all that can be typed here, and why the rest cannot."""
        row, say = self.row, self._translator.text
        named = self._all(row)
        numbered = row.choices if self._choice_lines(row) else ()
        can = [name for name in named if self._availability(name).available]
        missing = [COMMANDS[name] for name in self._unavailable(named)]
        travel = [f"  +60: {say('plain.help_travel')}"] if self._connection.scenarios else []
        why = [f"  {self._words(one.name)}: {self.reason(one)}" for one in missing]
        return [
            say(f"plain.help_{self.name}"),
            *self._choice_lines(row),
            *([f"  {say(f'plain.type_{row.typed}')}"] if row.typed else []),
            *(self._line(name) for name in can if name not in numbered),
            *travel,
            *global_keys(self._translator),
            *([say("plain.not_now"), *why] if why else []),
            say("plain.help_typing"),
            say("plain.help_interrupt"),
        ]

    def _unavailable(self, offered: Sequence[str]) -> list[str]:
        """Return what cannot be done now: of this question first, then of the others."""
        rest = [name for name in COMMANDS if name not in offered and name not in {"it_arrived", "return"}]
        return [
            name
            for name in (*offered, *rest)
            if COMMANDS[name].intent is not None and not self._availability(name).available
        ]

    # title and choices -------------------------------------------------------------------------------

    def _title(self) -> list[str]:
        walkthrough, say = self._walkthrough, self._translator.text
        phone = phone_text(self._translator, walkthrough.phone or "")
        match walkthrough.phase:
            case Phase.PHONE:
                return [say(f"phone.title_{walkthrough.journey}")]
            case Phase.CODE if walkthrough.challenge is not None:
                return [say(f"code.title_{walkthrough.challenge.kind}", phone=phone)]
            case Phase.READY:
                return [say("link.title_ready", phone=phone), say("link.next")]
            case Phase.MAYBE_SENT:
                now = self._conductor.clock.now()
                return [
                    say("send.title_maybe_sent", phone=phone),
                    *time_lines(self._translator, walkthrough, now),
                ]
            case Phase.DONE:
                return done_lines(self._translator, walkthrough)
        return []

    def _choices(self, row: QuestionRow) -> list[Choice]:
        return [
            Choice(name, lambda _, name=name: self._told(name), COMMANDS[name].reply)  # type: ignore[misc]
            for name in row.choices
            if self._is_told(name)
        ]

    def _choice_lines(self, row: QuestionRow) -> list[str]:
        if row.numbered:
            return choice_lines(self._translator, self._choices(row), default=row.default)
        return [f"  Enter: {self._told(name)}" for name in row.choices if self._is_told(name)]

    def _all(self, row: QuestionRow) -> tuple[str, ...]:
        return (*row.choices, *row.letters, *ALWAYS)

    def _is_told(self, name: str) -> bool:
        """Return whether a command is named: it can be typed now, or after a wait."""
        availability = self._availability(name)
        return availability.available or bool(availability.opens_in)

    def _availability(self, name: str) -> Availability:
        intent: Intent | None = COMMANDS[name].intent
        return Availability(available=True) if intent is None else self._conductor.available_intents()[intent]

    def _line(self, name: str) -> str:
        return f"  {key_of(self._translator, COMMANDS[name].reply)}: {self._told(name)}"

    def _told(self, name: str) -> str:
        """Return a command's words, and when it can be typed."""
        opens_in = self._availability(name).opens_in
        if not opens_in:
            return self._words(name)
        left = duration_text(self._translator, opens_in)
        return self._translator.text("plain.later", what=self._words(name), left=left)

    def _words(self, name: str) -> str:
        walkthrough, say = self._walkthrough, self._translator.text
        if name == "return" and walkthrough.challenge is not None:
            left = walkthrough.challenge.remaining(self._conductor.clock.now())
            return say("action.return_left", left=duration_text(self._translator, left))
        if name == "announcements":
            return say("plain.do_announcements" if self._announcer.on else "plain.do_announcements_on")
        return say(_VARIANTS.get((name, walkthrough.phase), COMMANDS[name].words))
