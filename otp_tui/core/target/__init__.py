"""Targets of requests: providers, addresses, credentials and profiles."""
