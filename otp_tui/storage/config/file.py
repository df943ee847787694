"""Changes of the configuration file; the rest of it keeps its comments, order and spelling."""

import contextlib
from collections.abc import Callable, Iterator
from pathlib import Path

from otp_tui.core.target.profile import Config, Profile
from otp_tui.storage.config.editing import rewritten
from otp_tui.storage.config.errors import ConfigError, ConfigProblem, ConfigWriteError, FlawError
from otp_tui.storage.config.profiles import profile_table, read_profile
from otp_tui.storage.config.reader import check_profile, parse_config, read_config, read_text
from otp_tui.storage.files import write_private
from otp_tui.storage.locks import acquire

_Plan = Callable[[Config], Config]


class ConfigFile:
    """The configuration file of one operator.

    Every change reads and checks the file first, and checks the new text before it replaces the file. A file with a
    mistake in it stays as it is.

    Attributes:
        path: The file; it need not exist.
    """

    def __init__(self, path: Path) -> None:
        self.path = path

    def read(self) -> Config:
        """Return the present configuration.

        Raises:
            ConfigError: The file cannot be read, or something in it is wrong.
        """
        return read_config(self.path)

    def save(self, profile: Profile) -> None:
        """Add a profile, or change the settings that differ from the one of its name.

        A default that is not in the file stays out of it, and a setting that became empty is removed.

        Args:
            profile: The profile as it is to be read from now on.

        Raises:
            ConfigError: The file or the profile breaks a rule; the line is 0 where it is the profile.
            ConfigWriteError: The file could not be written.
        """

        def plan(config: Config) -> Config:
            checked = read_profile(profile.name, profile_table(profile))
            return config._replace(profiles={**config.profiles, checked.name: checked})

        self._change(plan)

    def update(self, profile: Profile, change: Callable[[Profile], Profile]) -> None:
        """Change a profile as it is in the file now, so that another program's change is not lost.

        Args:
            profile: The profile to change where the file has none of that name.
            change: Returns the new profile for the present one.

        Raises:
            ConfigError: The file breaks a rule, or the profile does.
            ConfigWriteError: The file could not be written.
        """

        def plan(config: Config) -> Config:
            newest = change(config.profiles.get(profile.name, profile))
            checked = read_profile(newest.name, profile_table(newest))
            return config._replace(profiles={**config.profiles, checked.name: checked})

        self._change(plan)

    def check(self, profile: Profile) -> None:
        """Check that `save` would accept a profile, without writing anything.

        Raises:
            ConfigError: The file or the profile breaks a rule.
        """
        self.read()
        try:
            read_profile(profile.name, profile_table(profile))
        except FlawError as flaw:
            raise flaw.at(self.path) from None

    def remove(self, name: str) -> None:
        """Remove a profile; where ``profile`` names it, that key is removed too.

        Raises:
            ConfigError: The file breaks a rule, or has no such profile.
            ConfigWriteError: The file could not be written.
        """

        def plan(config: Config) -> Config:
            check_profile(name, config, ("profiles", name))
            others = {other: profile for other, profile in config.profiles.items() if other != name}
            return config._replace(
                profiles=others, profile=None if config.profile == name else config.profile
            )

        self._change(plan)

    def open_with(self, name: str | None) -> None:
        """Set the profile that is opened by default.

        Args:
            name: None for no profile.

        Raises:
            ConfigError: The file breaks a rule, or has no such profile.
            ConfigWriteError: The file could not be written.
        """

        def plan(config: Config) -> Config:
            if name is not None:
                check_profile(name, config, ("profile",))
            return config._replace(profile=name)

        self._change(plan)

    def _change(self, plan: _Plan) -> None:
        try:
            with self._locked():
                text = read_text(self.path)
                old = parse_config(text or "", self.path)
                new = plan(old)
                if text is None and new == old:
                    return
                write_private(self.path, self._written(text or "", old, new))
        except FlawError as flaw:
            raise flaw.at(self.path) from None
        except OSError as error:
            raise ConfigWriteError(self.path) from error

    def _written(self, text: str, old: Config, new: Config) -> str:
        """Return the text of the new configuration, read back before it replaces anything."""
        if new == old:
            return text
        for candidate in rewritten(text, old, new):
            with contextlib.suppress(ConfigError):
                if parse_config(candidate, self.path) == new:
                    return candidate
        raise ConfigError(ConfigProblem.NOT_EDITABLE, self.path)

    @contextlib.contextmanager
    def _locked(self) -> Iterator[None]:
        """Lock the file, so that no other program changes it between our reading and our writing."""
        lock = acquire(self.path.with_name(f"{self.path.name}.lock"), wait=True)
        try:
            yield
        finally:
            if lock is not None:
                lock.release()
