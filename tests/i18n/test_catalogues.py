"""Both catalogues are whole: every name that the code can ask for, and none that it cannot."""

import ast
import re
import string
from pathlib import Path

import pytest
from babel.messages.pofile import read_po
from tools import compile_catalogues

from otp_tui.cli.commands.group import _LOADERS
from otp_tui.conductor.setup_form import STEPS as SETUP_STEPS
from otp_tui.core.code.extraction import CodeProblem
from otp_tui.core.environment import Environment
from otp_tui.core.exchange.drift import DriftKind
from otp_tui.core.exchange.exchange import SENDING_VERBS, ChallengeKind, Verb
from otp_tui.core.exchange.verdict import Fault, Verdict
from otp_tui.core.flow.change import PersistenceFailure
from otp_tui.core.flow.intents import Unavailable
from otp_tui.core.flow.journey import Journey, Outcome, ResendRule
from otp_tui.core.flow.recovery import Unresumable
from otp_tui.core.flow.state import Phase, Reason
from otp_tui.core.phone.number import PhoneProblem
from otp_tui.core.security.keyring_errors import KeyringProblem
from otp_tui.core.security.send_policy import Rule
from otp_tui.core.target.credentials import CredentialProblem, credential_fields
from otp_tui.core.target.endpoints import GUARDED, TargetProblem
from otp_tui.core.target.providers import PROVIDERS
from otp_tui.core.timestamps import ExpiryProblem
from otp_tui.evidence.formats import FORMATS
from otp_tui.i18n import timeline
from otp_tui.i18n.translator import LANGUAGES, Translator, choose_language
from otp_tui.plain.commands import QUESTIONS as QUESTIONS_LINE_BY_LINE
from otp_tui.services.credential_check import CredentialState
from otp_tui.storage.config.errors import ConfigProblem
from otp_tui.storage.config.errors import Kind as TomlKind
from otp_tui.wizard.actions import ACTIONS
from otp_tui.wizard.context import THRESHOLDS, CountdownMode
from otp_tui.wizard.dialogs.travel import EXPIRE, FREEZE, JUMPS
from otp_tui.wizard.inspector.keys import HINTS, KEYS
from otp_tui.wizard.inspector.state import CopyForm, Field
from otp_tui.wizard.inspector.views import VIEWS
from otp_tui.wizard.inspector.views.timings import MOMENTS

FIELDS = [field.name for field in credential_fields(PROVIDERS)]

SOURCE = Path(__file__).parents[2] / "otp_tui"
ACTION_NAMES = [action.name for action in ACTIONS]
QUESTIONS = [
    "give_up", "give_up_expired", "give_up_left", "give_up_maybe", "give_up_verified", "resend_early", "send_again", "unlink", "overwrite",
    "test_live",
]  # fmt: skip
KEY_FIELDS = [name.replace(".", "_") for name in FIELDS]
BLANKS = [
    "environment", "journey", "paynet_url", "paywall_url", "test_host", "merchant", "name", *KEY_FIELDS,
]  # fmt: skip
CHOICES = [f"environment_{name}" for name in ("test", "live")] + [f"journey_{journey}" for journey in Journey]
SIMULATOR_REASONS = ["port_in_use", "port_forbidden", "address_unknown", "already_started", "not_started"]
STEPS = ["phone", "send", "code", "link", "done"]
CAVEATS = [
    "already_linked", "clock_ahead", "clock_behind", "confirm_silent", "confirm_unanswered", "drift", "expiry_assumed",
    "expiry_own_clock", "interrupted", "late", "link_contradicted", "link_not_confirmed", "no_otp_needed", "not_ended",
    "nothing_sent", "phone_not_verified", "resent_early", "send_uncertain", "sent_again", "session_given", "simulator",
    "sms_presumed", "unanswered", "unlinked", "verify_uncertain",
]  # fmt: skip

MOMENTS_SHOWN = [
    "phone", "phone_return", "phone_return_over", "sending", "sending_link", "code", "code_bank", "code_masterpass", "code_lost",
    "code_presumed", "code_over", "ready", "maybe_sent", "halted", "verified", "linked", "no_otp_needed", "unlinked",
    "uncertain",
]  # fmt: skip

PATTERNS = {
    "reply.{}": [
        *("yes", "no", "other", "give_up", "quit", "new_code", "same_code", "ask_provider", "other_phone"),
        *("back", "early", "arrived", "unlink", "time", "announcements", "exchanges", "evidence", "ticket"),
    ],
    "plain.help_{}": QUESTIONS_LINE_BY_LINE,
    "plain.type_{}": ["phone", "code"],
    "plain.{}": ["minute", "second"],
    "plain.{}s": ["minute", "second"],
    "start.{}": ["simulator", "set_up"],
    "help.{}": [
        *(name for name in _LOADERS if name != "profile"),
        *(provider.url_key for provider in PROVIDERS.values()),
        *(form.name for form in FORMATS),
        *(option.name for provider in PROVIDERS.values() for option in provider.options),
    ],
    "action.{}": ACTION_NAMES,
    "ask.{}": QUESTIONS,
    "ask.send_{}": ["live", "owner"],
    "ask.send_{}_title": ["live", "owner"],
    "ask.send_{}_yes": ["live", "owner"],
    "ask.send_{}_field": ["owner", "merchant"],
    "ask.send_{}_empty": ["owner", "merchant"],
    "ask.{}_no": QUESTIONS,
    "ask.{}_title": QUESTIONS,
    "ask.{}_yes": QUESTIONS,
    "key_hint.{}": [action.name for action in ACTIONS if action.rank] + ["language"],
    "caveat.{}": CAVEATS,
    "audience.{}": [*MOMENTS_SHOWN, "phone_link"],
    "speaker.{}": [
        *MOMENTS_SHOWN,
        *(f"{name}_real" for name in ("phone", "code", "code_bank", "code_masterpass")),
    ],
    "consent.{}": list(Journey),
    "countdown.{}": list(CountdownMode),
    "sign.{}": ["presenting", "playing"],
    "time_left.{}": [str(limit) for limit in THRESHOLDS],
    "travel.{}": [*JUMPS, EXPIRE, FREEZE, "go_on"],
    "chart.{}": [
        *("blocked", "dns", "tcp", "tls", "send", "wait", "receive", "arrival", "entry", "verdict"),
    ],
    "event.{}": list(timeline._PLAIN.values()),
    "report.{}": [
        *(
            "exit_code",
            "journey",
            "profile",
            "phone",
            "began",
            "ended",
            "last_event",
            "duration",
            "clock_skew",
            "walkthrough",
        ),
    ],
    "ticket.{}": ["environment", "call", "sent", "ended", "no_answer", "status", "phone"],
    "code.title_{}": ChallengeKind,
    "code.{}": CodeProblem,
    "config.{}": ConfigProblem,
    "config_address.{}": [problem for problem in TargetProblem if problem not in GUARDED],
    "config_kind.{}": TomlKind,
    "decision.by_{}": ["status", "value"],
    "decision.head_{}": ["failed", "good", "open"],
    "decision.note_{}": ["absent", "no_id", "no_object", "no_token"],
    "drift.{}": DriftKind,
    "drift.{}_example": ["missing", "type"],
    "doctor.check_{}": [
        "python",
        "terminal",
        "encoding",
        "colours",
        "clipboard",
        "keyring",
        "configuration",
        "journal",
        "host",
        "certificate",
        "clock",
    ],
    "done.by_{}": PROVIDERS,
    "environment.{}": Environment,
    "expiry.assumed_{}": ExpiryProblem,
    "fault.{}": Fault,
    "guard.{}": Rule,
    "help_dialog.{}": [*Phase, "history", "recorded", "inspector", "menu", "question", "resume", "set_up"],
    "journey.about_{}": Journey,
    "journey.{}": Journey,
    "credentials_test.limits_{}": PROVIDERS,
    "credentials_test.{}": CredentialState,
    "persistence.{}": PersistenceFailure,
    "notice.{}": Reason,
    "notice.{}_rate": ["limited", "resend_limited"],
    "notice.{}{}": [
        f"notice.{reason}{how}"
        for reason in ("maybe_sent", "verify_lost")
        for how in ("", "_answered", "_interrupted", "_cancelled")
    ],
    "inspect.{}": [
        *(row.name for row in KEYS if row.place in {"detail", "find", "folded"} and row.name != "form"),
        *HINTS,
    ],
    "inspect.{}_hint": Field,
    "inspect.form_{}": CopyForm,
    "inspect_help.{}": [row.name for row in KEYS],
    "scenario.{}": [f"{number:02d}" for number in range(1, 24)],
    "outcome.{}": Outcome,
    "phone.sent_{}": PROVIDERS,
    "phone.title_{}": Journey,
    "phone.{}": PhoneProblem,
    "provider.{}": PROVIDERS,
    "resume.closed_{}": ["expired", "uncertain", "cancelled"],
    "resume.do_{}": ["resume", "give_up", "next", "other"],
    "resume.failed_{}": Unresumable,
    "rule.{}": ResendRule,
    "send.written_{}": SENDING_VERBS,
    "sim.{}": SIMULATOR_REASONS,
    "setup.about_{}": SETUP_STEPS[:-1],
    "setup.do_{}": ["save", "test", "once", "retry"],
    "setup.hint_{}": ["environment", "journey", "merchant", "name"],
    "setup.title_{}": SETUP_STEPS,
    "setup.{}": BLANKS,
    "setup.{}_{}": [f"setup.{choice}" for choice in CHOICES],
    "setup.bad_key_{}": CredentialProblem,
    "step.{}": STEPS,
    "target.bad_key_{}": CredentialProblem,
    "target.{}": TargetProblem,
    "keyring.fix_{}": KeyringProblem,
    "keyring.{}": KeyringProblem,
    "timing.{}": MOMENTS,
    "verdict.{}": Verdict,
    "view.{}": [view.name for view in VIEWS],
    "waiting.{}": Verb,
    "unavailable.{}": Unavailable,
    "{}.title_{}": [
        f"{leg}.title_{phase}" for leg in ("send", "link") for phase in ("sending", "halted", "maybe_sent")
    ],
}
"""Every name that is put together at run time, with all it can become; a new one must be entered here."""

ASKS = {
    "say",
    "text",
    "usage_error",
    "guard",
    "NoCodeError",
    "UserError",
    "FieldError",
    "Message",
    "sentence",
    "_line",
    "_say",
}


def catalogue(language):
    with (SOURCE / "i18n" / language / "LC_MESSAGES" / "otp_tui.po").open("rb") as file:
        return {
            message.id: message for message in read_po(file) if isinstance(message.id, str) and message.id
        }


def modules():
    for path in sorted(SOURCE.rglob("*.py")):
        if "simulator" not in path.parts:
            yield path, ast.parse(path.read_text(encoding="utf-8"))


def asked():
    """The names in the code: those asked for outright, the patterns, and every string that could be a name."""
    patterns, strings = set(), set()
    templates = (path.read_text(encoding="utf-8") for path in SOURCE.rglob("*.jinja"))
    names = {name for text in templates for name in re.findall(r'say\("([a-z_.]+)"', text)}
    for _, tree in modules():
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                strings.add(node.value)
            if isinstance(node, ast.JoinedStr):
                text = "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
                if re.fullmatch(r"[a-z_{}]+\.[a-z_{}]+", text):
                    patterns.add(text)
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = getattr(node.func, "attr", getattr(node.func, "id", ""))
                value = node.args[0].value
                if called in ASKS and isinstance(value, str) and re.fullmatch(r"[a-z_]+\.[a-z_0-9]+", value):
                    names.add(value)
    return names, patterns, strings


NAMES, FOUND_PATTERNS, STRINGS = asked()
IGNORED_PATTERNS = {
    "app.{}",
    "{}.mo",
    "{}.lock",
    "{}.jinja",
    "{}.tmp",
    "{}.{}",
    "{}.title_sending",
    "{}.title_halted",
}
"""An action, files, a class, and a case of a pattern above."""
EXPANDED = {
    str(value) if pattern.count("{}") > 1 else pattern.format(value)
    for pattern, values in PATTERNS.items()
    for value in values
}


def test_every_pattern_in_the_code_is_known_here():
    assert FOUND_PATTERNS - IGNORED_PATTERNS - set(PATTERNS) == set()


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_has_its_sentence(language):
    there = catalogue(language)
    wanted = NAMES | EXPANDED
    assert sorted(name for name in wanted if name not in there or not there[name].string) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_sentence_is_left_over(language):
    ours = {
        name for name, message in catalogue(language).items() if "click's own" not in message.user_comments
    }
    assert sorted(ours - EXPANDED - STRINGS - NAMES) == []


def test_both_languages_have_the_same_names_and_places():
    turkish, english = catalogue("tr"), catalogue("en")
    assert set(turkish) == set(english)
    assert [name for name in english if places(english[name].string) < places(turkish[name].string)] == []


def places(sentence):
    return {field for _, field, _, _ in string.Formatter().parse(sentence) if field}


def test_the_compiled_catalogues_are_fresh():
    assert compile_catalogues.stale() == []


def test_turkish_is_turkish():
    """No sentence was left in English: the same words in both languages are names, numbers and templates only."""
    turkish, english = catalogue("tr"), catalogue("en")
    same = {name for name in english if turkish[name].string == english[name].string}
    assert same <= {
        "environment.test", "reply.quit", "provider.paynet", "provider.paywall", "notice.words", "phone.placeholder",
        "fault.status", "plain.begins", "plain.begins_spoken", "plain.ask_field_kept", "reply.arrived", "reply.back", "reply.evidence", "reply.exchanges", "plain.exchange", "config.in_file", "doctor.versions", "doctor.size",
        "doctor.check_terminal", "doctor.colours_256", "doctor.fix_address", "setup.environment_test",
        "decision.proof", "view.code", "chart.tcp", "chart.tls", "setup.journey_paynet", "setup.journey_masterpass", "setup.paywall_api_key", "setup.paywall_api_client",
            "size.least",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("asked_for", "variable", "system", "language"),
    [
        ("tr", "en", "en_US.UTF-8", "tr"),
        (None, "tr", "en_US.UTF-8", "tr"),
        (None, None, "tr_TR.UTF-8", "tr"),
        (None, None, "de_DE.UTF-8", "en"),
        (None, "xx", "tr_TR.UTF-8", "tr"),
    ],
)
def test_the_language_is_chosen_in_order(monkeypatch, asked_for, variable, system, language):
    monkeypatch.delenv("OTP_TUI_LANG", raising=False)
    if variable:
        monkeypatch.setenv("OTP_TUI_LANG", variable)
    for name in ("LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", system)
    assert choose_language(asked_for) == language


def test_a_providers_text_is_never_a_format():
    assert "{left}" in Translator("en").text("notice.words", provider="Paynet", words="{left} {0} [/]")
