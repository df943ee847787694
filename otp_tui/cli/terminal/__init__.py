"""Helpers for the process and its terminal; they know nothing of walkthroughs."""
