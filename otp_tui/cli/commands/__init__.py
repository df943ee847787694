"""One module per command: its options beside its function."""
