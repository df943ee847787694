"""Environments: a simulator, a test host, or real customers."""

from enum import StrEnum


class Environment(StrEnum):
    """The environment of a host, which the host decides; an unknown one counts as live."""

    SIM = "sim"
    TEST = "test"
    LIVE = "live"
