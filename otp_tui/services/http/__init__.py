"""One hardened HTTP client."""
