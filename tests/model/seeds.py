"""The seed of a run of the machine: a fresh one, or the one that the environment asks for."""

import os
import secrets

DRAWN = []
"""What there is to say of it when all tests have ended."""


def seed_of_run():
    """``MODEL_SEED`` repeats a run; without it each run is another one."""
    return int(os.environ.get("MODEL_SEED") or secrets.randbits(32))
