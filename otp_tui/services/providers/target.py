"""The target of one provider, in a module that loads no HTTP library."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.endpoints import BaseUrl


class ProviderTarget(NamedTuple):
    """A provider's address and credentials.

    Attributes:
        provider: The provider's name.
        base_url: The base address.
        credentials: The API keys by field, ``PROVIDER.FIELD``.
        user_id: Returns the merchant's id of the customer when a session is created; at most 100 characters.
        options: The chosen values of the provider's own settings.
    """

    provider: str
    base_url: BaseUrl
    credentials: Mapping[str, Secret]
    user_id: Callable[[], str] = str
    options: Mapping[str, str] = MappingProxyType({})
