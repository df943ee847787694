"""The simulator and the folders of the tests of evidence."""

from support.fixtures import home, running, sim  # noqa: F401 - fixtures
