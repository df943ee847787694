"""Environments: whether requests reach a simulator, a test host, or real customers."""

from enum import StrEnum


class Environment(StrEnum):
    """Where the requests go; the host decides it, and an unknown host counts as live."""

    SIM = "sim"
    TEST = "test"
    LIVE = "live"
