"""The one invented card that every linked account has."""

from __future__ import annotations

from typing import Any, Final

ISSUER: Final = "Örnekbank"
MASKED_PAN: Final = "************0016"

_CARD: Final[dict[str, Any]] = {
    "CardAlias": "Örnek kartım",
    "CardAuthorityUrl": "./assets/icon/Example.svg",
    "CardBin": "000000",
    "CardId": 1,
    "CardIssuerIcaNumber": "0000",
    "CardState": "Active",
    "CardType": "Credit",
    "CardValidationType": "OTP",
    "EftCode": "0000",
    "ExpireDate": None,
    "ExpireSoon": False,
    "IsCardCreditOrSupportedDebit": True,
    "IsDefaultCard": True,
    "IsDefaultMoneySendCard": False,
    "IsEightDigit": False,
    "IsExpired": False,
    "IsIssuerOtpSupported": True,
    "IsMasterpassMember": True,
    "MaskedCardNumber": MASKED_PAN,
    "ProductName": ISSUER,
    "SourceMerchantId": 0,
    "SourceMerchantName": None,
    "SystemEntryDatetime": None,
    "UniqueCardNumber": "0" * 64,
}


def account_of(phone: str) -> dict[str, Any]:
    """Return the `Result` of card/list for a linked phone of ten digits, with V1's fields."""
    return {
        "AccountKey": "90" + phone,
        "AccountState": "Activated",
        "Cards": [_CARD],
        "AccountInformation": {"IsAccountLinked": True},
    }
