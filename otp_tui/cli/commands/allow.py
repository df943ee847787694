"""`otp-tui profile allow` and `disallow`: whose phones a profile may send to."""

from otp_tui.cli.composition.config import changing_config, named_profile, record_allowed_number
from otp_tui.cli.composition.prompting import with_keyring
from otp_tui.cli.terminal.console import print_result
from otp_tui.cli.terminal.prompts import piped_or_given
from otp_tui.core.errors import usage_error
from otp_tui.core.phone.number import PREFIXES, PhoneError
from otp_tui.core.target.profile import AllowedNumber, Profile
from otp_tui.i18n.translator import Translator
from otp_tui.storage.keyring.allowed_numbers import add_allowed_number, remove_allowed_numbers


def allow(translator: Translator, *, name: str, phone: str, label: str) -> int:
    """Put a phone on the list of those that may be sent to."""
    from otp_tui.core.phone.parser import parse_phone

    profile = named_profile(name)
    try:
        read = parse_phone(piped_or_given(phone), profile.allowed_prefixes or PREFIXES)
    except PhoneError as error:
        raise usage_error(f"phone.{error.problem}") from None
    if read.simulated:
        raise usage_error("guard.simulated_number")
    with changing_config() as file:  # a label that cannot be noted is told before the number is on the list
        file.check(profile._replace(allowed_numbers=(AllowedNumber(label, read.masked),)))
    with_keyring(translator, lambda keyring: add_allowed_number(keyring, name, read.national, label))
    record_allowed_number(profile, label, read.masked)
    print_result(translator.text("profile.allowed", phone=read.masked, label=label, profile=name))
    return 0


def disallow(translator: Translator, *, name: str, label: str) -> int:
    """Take the phones of a label off the list."""
    profile = named_profile(name)
    gone = with_keyring(translator, lambda keyring: remove_allowed_numbers(keyring, name, label))
    noted = [known for known in profile.allowed_numbers if known.label == label]
    if not gone and not noted:
        raise usage_error("profile.nobody", label=label, profile=name)

    def left(newest: Profile) -> Profile:
        return newest._replace(
            allowed_numbers=tuple(known for known in newest.allowed_numbers if known.label != label)
        )

    with changing_config() as file:
        file.update(profile, left)
    print_result(translator.text("profile.disallowed", label=label, profile=name))
    return 0
