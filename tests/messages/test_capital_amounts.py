"""Is an amount written in Chinese capitals as a bank would read it?"""

from decimal import Decimal

import pytest

from messages.capital_amounts import in_capitals


@pytest.mark.parametrize(
    ("amount", "words"),
    [
        ("0.00", "零元整"),
        ("0.05", "伍分"),
        ("0.50", "伍角整"),
        ("1.00", "壹元整"),
        ("10.00", "壹拾元整"),
        ("1000.01", "壹仟元零壹分"),
        ("12003.40", "壹万贰仟零叁元肆角整"),
        ("10010000.00", "壹仟零壹万元整"),
        ("1001000.00", "壹佰万壹仟元整"),
        ("20000005.00", "贰仟万零伍元整"),
        ("100000001.05", "壹亿零壹元零伍分"),
        ("-3.10", "负叁元壹角整"),
    ],
)
def test_an_amount_in_capitals(amount: str, words: str) -> None:
    assert in_capitals(Decimal(amount)) == words
