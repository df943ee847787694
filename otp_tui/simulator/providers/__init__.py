"""The rules of each provider."""
