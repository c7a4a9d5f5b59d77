"""What is the smallest amount of a currency that can be paid?"""

from decimal import Decimal
from functools import lru_cache

from babel.numbers import get_currency_precision

from messages.money import CENT

MOST_DECIMALS = 2  # of an amount here, also where a currency has three


@lru_cache(maxsize=256)
def minor_unit(currency: str) -> Decimal:
    """0.01 of most currencies, 1 of those without cents (JPY, KRW); never less than a cent."""
    decimals = min(get_currency_precision(currency), MOST_DECIMALS)
    return CENT if decimals == MOST_DECIMALS else Decimal(1).scaleb(-decimals)
