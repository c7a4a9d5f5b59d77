"""Do the lines of an order's invoices add up to the order, to the cent, however it is divided?"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from messages.collections.invoices import InvoiceLineWanted
from messages.errors import Malformed, RuleViolation
from messages.money import CENT
from services.collections.domain.invoice_lines import (
    AgreedLine,
    BillableLine,
    BilledLine,
    Credited,
    bill_amount,
    bill_lines,
    credit_lines,
    left_of,
    must_be_one_way,
    unit_of,
)

D = Decimal
ONE = D(1)


def line(position: int, total: str, tax: str, quantity: int | None = None) -> BillableLine:
    whole = Decimal(total)
    return BillableLine(position, quantity, whole, whole, Decimal(tax), quantity, description="电缆")


def after(one: BillableLine, billed: BilledLine) -> BillableLine:
    """What is left of it then."""
    pieces = None if one.quantity_left is None else one.quantity_left - (billed.quantity or 0)
    return replace(
        one,
        left=one.left - billed.total,
        tax_left=one.tax_left - billed.tax,
        quantity_left=pieces,
        counted=one.counted and billed.quantity is not None,
    )


def wanted(position: int, quantity: int | None = None, amount: str | None = None) -> InvoiceLineWanted:
    return InvoiceLineWanted(position=position, quantity=quantity, amount=None if amount is None else Decimal(amount))


CABLE, LAMP, FREIGHT = line(1, "1130.00", "130.00", 10), line(2, "100.00", "5.66", 3), line(3, "50.00", "0.00")


def test_col_106_an_amount_is_spread_over_what_is_left_of_the_lines() -> None:
    parts = bill_amount(Decimal("640.00"), [CABLE, LAMP, FREIGHT], CENT)
    assert [(part.position, part.total) for part in parts] == [
        (1, Decimal("565.00")), (2, Decimal("50.00")), (3, Decimal("25.00"))
    ]  # fmt: skip
    assert [part.tax for part in parts] == [Decimal("65.00"), Decimal("2.83"), Decimal("0.00")]
    assert all(part.quantity is None for part in parts), "half of a lamp is no piece"


def test_col_106_all_of_it_has_the_pieces_too_and_a_line_of_nothing_is_left_out() -> None:
    gift = line(4, "0.00", "0.00", 1)
    parts = bill_amount(Decimal("1230.00"), [CABLE, LAMP, gift], CENT)
    assert [(part.position, part.quantity, part.tax) for part in parts] == [
        (1, 10, Decimal("130.00")), (2, 3, Decimal("5.66"))
    ]  # fmt: skip
    assert parts[0].unit_price == Decimal("100.0000")


def test_sys_18_yen_are_not_divided() -> None:
    assert [one.total for one in bill_amount(Decimal(101), [line(1, "1000.00", "0.00")], ONE)] == [Decimal("101.00")]
    with pytest.raises(Malformed, match="SYS-18"):
        bill_amount(Decimal("100.50"), [line(1, "1000.00", "0.00")], ONE)


def test_col_107_no_more_of_a_line_than_is_left_of_it() -> None:
    assert bill_lines([wanted(1, 10)], [CABLE], CENT)[0].total == Decimal("1130.00")
    for too_much in (wanted(1, 11), wanted(1, amount="1130.01"), wanted(3, quantity=1)):
        with pytest.raises(RuleViolation, match="COL-107"):
            bill_lines([too_much], [CABLE, FREIGHT], CENT)
    billed = after(CABLE, bill_lines([wanted(1, 4)], [CABLE], CENT)[0])
    assert bill_lines([wanted(1, 6)], [billed], CENT)[0].total == Decimal("678.00")
    with pytest.raises(RuleViolation, match="COL-107"):
        bill_lines([wanted(1, 7)], [billed], CENT)
    with pytest.raises(RuleViolation, match="COL-107"):
        bill_lines([wanted(1)], [after(CABLE, bill_lines([wanted(1)], [CABLE], CENT)[0])], CENT)


def test_col_107_pieces_after_an_amount_cost_no_more_than_is_left() -> None:
    part = after(CABLE, bill_amount(Decimal("1000.00"), [CABLE], CENT)[0])
    assert bill_lines([wanted(1, 1)], [part], CENT)[0].total == Decimal("113.00")
    with pytest.raises(RuleViolation, match="COL-107"):
        bill_lines([wanted(1, 2)], [part], CENT)


def test_col_108_a_line_is_named_once_and_is_the_orders() -> None:
    for wrong in ([wanted(9)], [wanted(1, 1), wanted(1, 1)]):
        with pytest.raises(Malformed, match="COL-108"):
            bill_lines(wrong, [CABLE], CENT)


def test_col_109_an_amount_or_lines() -> None:
    must_be_one_way(has_amount=True, has_lines=False, amount="1.00")
    must_be_one_way(has_amount=False, has_lines=True, amount=None)
    with pytest.raises(Malformed, match="COL-109"):
        must_be_one_way(has_amount=True, has_lines=True, amount="1.00")


def test_col_110_the_last_part_has_the_rest_of_the_tax() -> None:
    odd, taxes = line(1, "100.00", "11.50", 3), []
    for _ in range(3):
        part = bill_lines([wanted(1, 1)], [odd], CENT)[0]
        taxes.append(part.tax)
        odd = after(odd, part)
    assert taxes == [Decimal("3.83"), Decimal("3.83"), Decimal("3.84")]
    assert (odd.left, odd.tax_left, odd.quantity_left) == (0, 0, 0)


def test_parts_are_rounded_to_what_can_be_paid_and_to_cents_where_somebody_wrote_cents() -> None:
    assert unit_of([line(1, "1000.00", "91.00")], "JPY") == ONE
    assert unit_of([line(1, "1000.50", "91.00")], "JPY") == CENT == unit_of([CABLE], "CNY")


@given(
    totals=st.lists(st.tuples(st.integers(0, 10**9), st.integers(0, 25)), min_size=1, max_size=12),
    cuts=st.lists(st.integers(1, 99), max_size=6),
)
def test_feature_128_all_invoices_of_an_order_are_the_order(totals: list[tuple[int, int]], cuts: list[int]) -> None:
    """Whatever part of what is left is invoiced next: net, tax and total of each line end as those of the order."""
    lines = []
    for position, (cents, rate) in enumerate(totals, start=1):
        total = Decimal(cents).scaleb(-2)
        lines.append(line(position, str(total), str((total * rate / (100 + rate)).quantize(CENT))))
    taxes, billed = {one.position: Decimal(0) for one in lines}, Decimal(0)
    whole = sum((one.total for one in lines), Decimal(0))
    for percent in [*cuts, 100]:
        left = sum((one.left for one in lines), Decimal(0))
        amount = left if percent == 100 else (left * percent / 100).quantize(CENT)
        parts = bill_amount(amount, lines, CENT)
        assert sum((part.total for part in parts), Decimal(0)) == amount
        for part in parts:
            assert 0 <= part.tax <= part.total
            assert part.net + part.tax == part.total
            lines[part.position - 1] = after(lines[part.position - 1], part)
            taxes[part.position] += part.tax
        billed += amount
    assert billed == whole
    assert all(one.left == 0 == one.tax_left for one in lines)


def agreed(**of: Any) -> AgreedLine:
    nothing = {
        "credited": D("0"),
        "credited_pieces": 0,
        "billed": D("0"),
        "billed_tax": D("0"),
        "billed_pieces": 0,
    }
    line = {
        "position": 1,
        "quantity": 10,
        "tax": D("130.00"),
        "total": D("1130.00"),
        "unit": D("0.01"),
    }
    return AgreedLine(**line | nothing | of)


def test_col_129_what_is_credited_of_a_line_is_not_left_of_it() -> None:
    back = {"credited": D("339.00"), "credited_pieces": 3}
    left = left_of(agreed(**back))
    assert (left.left, left.tax_left, left.quantity_left) == (D("791.00"), D("91.00"), 7)
    half = left_of(agreed(**back, billed=D("565.00"), billed_tax=D("65.00"), billed_pieces=5))
    assert (half.left, half.tax_left, half.quantity_left) == (D("226.00"), D("26.00"), 2)
    whole = left_of(agreed(**back, billed=D("1130.00"), billed_tax=D("130.00"), billed_pieces=10))
    assert (whole.left, whole.tax_left, whole.quantity_left) == (D("0.00"), D("0.00"), 0)
    yen = left_of(agreed(total=D("1001"), tax=D("91"), credited=D("334"), credited_pieces=3, unit=D("1")))
    assert yen.tax_left % 1 == 0


def test_col_130_an_allowance_comes_off_its_lines_and_never_more_than_was_granted() -> None:
    said = [Credited(1, 3, D("30.00"), D("100.00")), Credited(2, 1, D("10.00"), D("4.00"))]
    assert credit_lines(D("40.00"), said, D("0.01")) == {1: D("30.00"), 2: D("4.00")}
    capped = credit_lines(D("17.00"), said, D("0.01"))
    assert (sum(capped.values()), capped[1]) == (D("17.00"), D("15.00"))
    assert credit_lines(D("17.00"), [], D("0.01")) == {}
    assert credit_lines(D("5.00"), [Credited(1, 1, D("5.00"), D("0.00"))], D("0.01")) == {}
