"""Is what somebody types into a form read as he means it?"""

from decimal import Decimal

import pytest

from console.form_input import Unreadable, amount, whole


@pytest.mark.parametrize(
    ("typed", "value"), [("1,200.00", "1200.00"), ("¥1200", "1200.00"), ("１２００元", "1200.00"), (" 5 ", "5.00")]
)
def test_case_d10_an_amount_is_typed_as_people_write_it(typed: str, value: str) -> None:
    assert amount("amount", typed) == Decimal(value)


@pytest.mark.parametrize("typed", ["", "NaN", "1e3", "1.234", "1,20", "12 abc"])
def test_case_d10_what_is_no_amount_names_its_field(typed: str) -> None:
    with pytest.raises(Unreadable) as wrong:
        amount("amount", typed)
    assert wrong.value.name == "amount"


def test_case_d9_a_whole_number_is_whole() -> None:
    assert whole("quantity", "1,000") == whole("quantity", "１０００") == 1000
    for typed in ("-1", "1.5", "1e3", "", "1000000000"):
        with pytest.raises(Unreadable):
            whole("quantity", typed)
