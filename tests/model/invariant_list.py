"""The truths that can be seen from outside while a walkthrough runs, each by its number in the design."""

from .invariants_at_rest import AT_REST
from .invariants_of_answers import WHEN_CHANGED
from .invariants_of_requests import WHEN_LEAVING
from .invariants_of_words import WHEN_RECORDED, WHEN_SAID

__all__ = ["AT_REST", "WHEN_CHANGED", "WHEN_LEAVING", "WHEN_RECORDED"]

WHEN_CHANGED = (*WHEN_CHANGED, *WHEN_SAID)
