"""The line-by-line front end: scripts, CI, screen readers, and terminals that cannot draw."""
