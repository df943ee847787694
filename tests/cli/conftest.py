"""The commands' own folders, keyring, simulator and played hosts."""

from support.fixtures import home, hosts, keyring, running, secret_service, sim  # noqa: F401 - fixtures
