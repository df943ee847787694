"""The collector of cyclic garbage stays out of the way until the first screen is there: a fifth of the way to it."""

import gc


def hurry() -> None:
    """Collect nothing: all that is imported and built now is kept anyway."""
    gc.disable()


def settle() -> None:
    """Collect from now on, without ever looking again at what is there already."""
    gc.freeze()
    gc.enable()
