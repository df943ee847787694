"""Secrets, redaction, and the limits on sends."""
