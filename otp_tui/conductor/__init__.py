"""Runs walkthroughs; the front ends talk to this room for that, and to nothing below it."""

from .conductor import Conductor
from .telling import Change, Subscriber, Terms

__all__ = ["Change", "Conductor", "Subscriber", "Terms"]
