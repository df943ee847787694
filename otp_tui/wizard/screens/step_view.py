"""Stepper, heading and key hints, computed from the context."""

from collections.abc import Mapping

from otp_tui.conductor.phases import step_index, steps_of, unfinished_steps
from otp_tui.core.flow.intents import Availability, Intent, available_intents
from otp_tui.core.flow.state import Phase, Walkthrough
from otp_tui.i18n.notices import journey_title
from otp_tui.wizard.actions import ACTIONS, BY_NAME, Action, perform
from otp_tui.wizard.context import WizardContext
from otp_tui.wizard.widgets.key_hints import KeyHint
from otp_tui.wizard.widgets.stepper import Step
from otp_tui.wizard.widgets.top_bar import Heading


def heading(context: WizardContext) -> Heading:
    say, connection, walkthrough = context.translator.text, context.connection, context.walkthrough
    return Heading(
        environment=walkthrough.environment,
        badge=say(f"environment.{walkthrough.environment}"),
        journey=journey_title(context.translator, walkthrough.journey),
        merchant=connection.merchant
        or (_of_recorded(context) if context.recorded is not None else "")
        or (say("demo.merchant") if connection.credentials is None and connection.scenarios else ""),
        language=context.translator.language.upper(),
        clock=clock(context),
        signs=signs(context),
        logo=connection.logo,
    )


def clock(context: WizardContext) -> str:
    """Return the time of day; that it stands still is said."""
    at = f"{context.now().utc.astimezone():%H:%M}"
    return context.translator.text("sign.frozen", clock=at) if context.frozen else at


def signs(context: WizardContext) -> tuple[str, ...]:
    """Return the words for what is on: a presentation, a script that plays."""
    names = [name for name in ("presenting", "playing") if getattr(context, name)]
    return tuple(context.translator.text(f"sign.{name}") for name in names)


def _of_recorded(context: WizardContext) -> str:
    """Return the heading of a kept walkthrough: that it is one, and when it was."""
    return context.translator.text(
        "history.kept", at=f"{context.record.start.began.utc.astimezone():%Y-%m-%d %H:%M}"
    )


def steps(context: WizardContext, walkthrough: Walkthrough) -> tuple[Step, ...]:
    """Return the steps of a walkthrough, with the time that is left beside the one it belongs to.

    A step that the operator has come back from is still done; one whose effect was undone is not.
    """
    at = step_index(walkthrough, walkthrough.phase)
    left = context.time_left(walkthrough.challenge)
    running = at
    if walkthrough.phase is Phase.PHONE:
        running = step_index(walkthrough, walkthrough.returned_from or Phase.PHONE)
    done = walkthrough.phase is Phase.DONE
    never = unfinished_steps(walkthrough)
    return tuple(
        Step(
            context.translator.text(f"step.{name}"),
            done=(index < running or done) and index != at,
            current=index == at,
            left=left if index == running else "",
            skipped=done and name in never,
        )
        for index, name in enumerate(steps_of(walkthrough))
    )


def dialog_hints(context: WizardContext) -> tuple[KeyHint, ...]:
    """Return the keys that work while a dialog is open."""
    back = BY_NAME["back"]
    return (KeyHint(context.key_label(back), context.translator.text("key_hint.close"), perform(back.name)),)


def _is_available(context: WizardContext, action: Action, available: Mapping[Intent, Availability]) -> bool:
    """Return whether an action can be done now; of a kept walkthrough nothing but to go back to the list."""
    if context.recorded is not None:
        return action.name == "back"
    return action.intent is not None and available[action.intent].available


def key_hints(context: WizardContext, *, more: bool, above: bool = False) -> tuple[KeyHint, ...]:
    """Return the keys that work now.

    Args:
        context: The state.
        more: Whether a part of the card is below the screen's end.
        above: Whether a part of it is above the screen's beginning.
    """
    available = available_intents(context.walkthrough, context.now())
    down = KeyHint("PgDn", context.translator.text("key_hint.more"), "screen.page_card(1)")
    up = KeyHint("PgUp", context.translator.text("key_hint.above"), "screen.page_card(-1)")
    recorded = context.recorded
    step = "" if recorded is None else f"{recorded.index + 1}/{len(recorded.steps)}"
    onward = KeyHint("←→", context.translator.text("key_hint.step", step=step), "app.step_recorded(1)")
    return (
        (onward,) * (recorded is not None)
        + (down,) * more
        + (up,) * (above and not more)
        + tuple(
            KeyHint(
                context.key_label(action),
                context.hint_word(action),
                perform(action.name),
                action.rank,
            )
            for action in ACTIONS
            if action.rank
            and context.is_offered(action)
            and (action.intent is None or _is_available(context, action, available))
        )
    )
