"""Storage: credentials in the OS keyring, profiles in a TOML file, the journal in SQLite."""
