"""The composition root: the one place where all packages are put together."""
