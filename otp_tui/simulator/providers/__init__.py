"""The rules by which each provider answers."""
