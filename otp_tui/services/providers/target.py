"""The target of one provider, as its adapter needs it; loads no HTTP library."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import NamedTuple

from otp_tui.core.security.secrets import Secret
from otp_tui.core.target.endpoints import BaseUrl


class ProviderTarget(NamedTuple):
    """Where a provider is, with the keys for it.

    Attributes:
        provider: Its name.
        base_url: As `otp_tui.core.target.endpoints.read_base_url` read it.
        credentials: The keys by field, ``paynet.secret_key``.
        user_id: Tells the merchant's id of the customer when a session is created; at most 100 characters.
        options: What was chosen of the provider's own settings.
    """

    provider: str
    base_url: BaseUrl
    credentials: Mapping[str, Secret]
    user_id: Callable[[], str] = str
    options: Mapping[str, str] = MappingProxyType({})
