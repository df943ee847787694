"""How many examples hypothesis draws: all where everything is run, a third while one works."""

import os


def examples(most: int) -> int:
    """So many under ``CI``, a third of them elsewhere."""
    return most if os.environ.get("CI") else most // 3
