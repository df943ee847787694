"""What a crash may say: its kind and its place; a variable or an exception's text may hold a code or a key."""

import traceback

from . import Speech

_FRAMES = 12


def crash_report(speech: Speech, error: BaseException | None) -> str:
    """Kind and place of a crash, as lines.

    Args:
        speech: Words it.
        error: What was raised.
    """
    lines = [speech.say("crash.title"), ""]
    if error is not None:
        frames = traceback.extract_tb(error.__traceback__)[-_FRAMES:]
        lines += [f"  {frame.filename}:{frame.lineno}  {frame.name}" for frame in frames]
        lines.append(f"  {type(error).__module__}.{type(error).__qualname__}")
    return "\n".join([*lines, "", speech.say("crash.next")])
