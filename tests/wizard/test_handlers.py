"""Handlers are found by their name alone: one whose message was renamed is never called, and nothing says so."""

import importlib
import pkgutil

from textual.message import Message

import otp_tui.wizard


def subclasses(kind):
    """A class and all below it; `type` has another `__subclasses__` than its instances."""
    return {kind}.union(*(subclasses(below) for below in type.__subclasses__(kind)))


def test_every_handler_is_that_of_a_message():
    for module in pkgutil.walk_packages(otp_tui.wizard.__path__, "otp_tui.wizard."):
        importlib.import_module(module.name)
    known = {kind.handler_name for kind in subclasses(Message) - {Message}}
    handlers = {
        f"{kind.__name__}.{name}": name.removeprefix("_")
        for kind in subclasses(object)
        if str(kind.__module__).startswith("otp_tui.wizard")
        for name in vars(kind)
        if name.startswith(("on_", "_on_"))
    }
    assert len(handlers) > 20
    assert {place for place, name in handlers.items() if name not in known} == set()
