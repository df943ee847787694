"""Recorded exchanges as complete programs; only `program` imports jinja2, so a list of languages loads nothing."""
