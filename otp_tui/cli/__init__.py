"""The commands, one module each; `wiring` is the one place where the rooms are put together."""
