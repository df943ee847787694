"""Requests, answers and records of exchanges with a provider, and verdicts."""
