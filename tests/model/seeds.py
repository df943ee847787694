"""The seed of a run of the machine: the same every time, or the one that the environment asks for."""

import os
import secrets

DRAWN = []
"""What there is to say of it when all tests have ended."""


def seed_of_run():
    """``MODEL_SEED`` is another run, and ``MODEL_SEED=random`` one that nobody has seen yet."""
    asked = os.environ.get("MODEL_SEED") or "1"
    return secrets.randbits(32) if asked == "random" else int(asked)
