"""The configuration file (TOML)."""
