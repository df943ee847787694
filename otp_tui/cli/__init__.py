"""The command line: commands, the composition of all packages, and terminal helpers."""
