"""Which receivables fall when an order owes less?"""

from datetime import date
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from services.collections.domain.allowances import Owed, is_to_be_corrected, reduce

FIRST, LAST, UNDATED = UUID(int=1), UUID(int=2), UUID(int=3)
money = st.decimals(0, 1000, places=2)


def owed(id: UUID, room: str, most: str, due: date | None) -> Owed:
    return Owed(id, Decimal(room), Decimal(most), due)


def test_col_60_what_is_due_last_and_not_paid_for_falls_first() -> None:
    debts = [
        owed(FIRST, "10", "30", date(2026, 1, 1)),
        owed(LAST, "20", "30", date(2026, 2, 1)),
        owed(UNDATED, "0", "30", None),
    ]
    assert reduce(Decimal(25), debts) == {LAST: 20, FIRST: 5}
    assert reduce(Decimal(45), debts) == {LAST: 20, FIRST: 10, UNDATED: 15}
    assert reduce(Decimal(500), debts) == {LAST: 30, FIRST: 30, UNDATED: 30}
    assert reduce(Decimal(0), debts) == {}


@given(amount=money, debts=st.lists(st.tuples(money, money, st.dates() | st.none()), max_size=6))
def test_col_60_never_more_falls_than_is_owed_and_all_that_can(
    amount: Decimal, debts: list[tuple[Decimal, Decimal, date | None]]
) -> None:
    rows = [Owed(UUID(int=n), room, room + more, due) for n, (room, more, due) in enumerate(debts)]
    taken = reduce(amount, rows)
    assert sum(taken.values()) == min(amount, sum((row.most for row in rows), Decimal(0)))
    assert all(0 < taken[row.id] <= row.most for row in rows if row.id in taken)
    if sum(taken.values()) <= sum(row.room for row in rows):
        assert all(taken.get(row.id, 0) <= row.room for row in rows), "no money is touched while there is room"


def test_col_61_finance_reverses_what_is_invoiced_too_much() -> None:
    assert is_to_be_corrected(invoiced=Decimal("10.01"), owed=Decimal(10))
    assert not is_to_be_corrected(invoiced=Decimal(10), owed=Decimal(10))
