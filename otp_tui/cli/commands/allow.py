"""`otp-tui profile allow` and `disallow`: whose phones a profile may send to."""

from otp_tui.cli.commands.credentials import named_profile, vaulted
from otp_tui.cli.composition.config import changing
from otp_tui.cli.composition.errors import usage
from otp_tui.cli.composition.prompting import piped_or_given
from otp_tui.cli.terminal.console import out
from otp_tui.core.phone.number import PREFIXES, PhoneError
from otp_tui.core.target.profile import Allowed, Profile
from otp_tui.i18n.translator import Speech
from otp_tui.storage.keyring.allowed_numbers import allow_number, disallow_numbers


def allow(speech: Speech, *, name: str, phone: str, label: str) -> int:
    """Put a phone on the list of those that may be sent to."""
    from otp_tui.core.phone.parser import read_phone

    profile = named_profile(name)
    try:
        read = read_phone(piped_or_given(phone), profile.allowed_prefixes or PREFIXES)
    except PhoneError as error:
        raise usage(f"phone.{error.problem}") from None
    if read.simulated:
        raise usage("guard.simulated_number")
    with changing() as file:  # a label that cannot be noted is told before the number is on the list
        file.check(profile._replace(allowed=(Allowed(label, read.masked),)))
    vaulted(speech, lambda vault: allow_number(vault, name, read.national, label))
    note_allowed(profile, label, read.masked)
    out(speech.say("profile.allowed", phone=read.masked, label=label, profile=name))
    return 0


def note_allowed(profile: Profile, label: str, masked: str) -> None:
    """Note label and masked number in the configuration; the number itself is in the keyring."""
    entry = Allowed(label, masked)

    def noted(newest: Profile) -> Profile:
        others = tuple(known for known in newest.allowed if known != entry)
        return newest._replace(allowed=(*others, entry))

    with changing() as file:
        file.update(profile, noted)


def disallow(speech: Speech, *, name: str, label: str) -> int:
    """Take the phones of a label off the list."""
    profile = named_profile(name)
    gone = vaulted(speech, lambda vault: disallow_numbers(vault, name, label))
    noted = [known for known in profile.allowed if known.label == label]
    if not gone and not noted:
        raise usage("profile.nobody", label=label, profile=name)

    def left(newest: Profile) -> Profile:
        return newest._replace(allowed=tuple(known for known in newest.allowed if known.label != label))

    with changing() as file:
        file.update(profile, left)
    out(speech.say("profile.disallowed", label=label, profile=name))
    return 0
