"""The journal of walkthroughs and sends (SQLite)."""
