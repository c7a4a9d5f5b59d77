"""What may a plan to repay be, is it kept, and when is each debt due by it?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from messages.collections.cases.repayment_plans import RepaymentPlanStatus
from messages.errors import RuleViolation
from messages.money import Money
from services.collections.domain.cases.repayment import (
    PLAN,
    Part,
    Progress,
    Row,
    due_days,
    move_plan,
    must_be_repayable,
    standing_of,
)
from services.collections.domain.due_dates import midnight

CN, TODAY = "Asia/Shanghai", date(2026, 3, 2)
S = RepaymentPlanStatus


def row(days: int, amount: str) -> Row:
    return Row(TODAY + timedelta(days=days), Decimal(amount))


ROWS = [row(10, "40.00"), row(20, "60.00")]


@pytest.mark.parametrize(
    ("rows", "is_free", "allowed"),
    [
        (ROWS, True, True),
        ([row(0, "100.00")], True, True),
        ([row(730, "100.00")], True, True),
        ([row(731, "100.00")], True, False),
        ([row(-1, "100.00")], True, False),
        ([row(10, "40.00"), row(20, "60.01")], True, False),
        ([row(10, "40.00"), row(10, "60.00")], True, False),
        ([row(20, "40.00"), row(10, "60.00")], True, False),
        (ROWS, False, False),
    ],
)
def test_col_196_all_that_is_open_on_days_that_follow_each_other(rows: list[Row], is_free: bool, allowed: bool) -> None:
    def ask() -> None:
        must_be_repayable(rows, Money.of("100.00", "CNY"), today=TODAY, most_days=730, is_free=is_free)

    if allowed:
        ask()
    else:
        with pytest.raises(RuleViolation, match="COL-196"):
            ask()


def test_col_197_only_what_may_follow_follows() -> None:
    for now in S:
        for to in S:
            if to in PLAN[now]:
                assert move_plan(now, to) is to
            else:
                with pytest.raises(RuleViolation, match="COL-197"):
                    move_plan(now, to)


@pytest.mark.parametrize(
    ("came", "open_", "days", "status"),
    [
        ({}, "100.00", 10, S.ACTIVE),
        ({}, "100.00", 11, S.BROKEN),
        ({10: "40.00"}, "60.00", 11, S.ACTIVE),
        ({11: "40.00"}, "60.00", 11, S.BROKEN),
        ({10: "39.99"}, "60.01", 11, S.BROKEN),
        ({10: "40.00", 20: "60.00"}, "0.00", 21, S.KEPT),
        ({30: "100.00"}, "0.00", 31, S.KEPT),
        ({10: "30.00"}, "0.01", 11, S.BROKEN),
        ({10: "30.01"}, "0.00", 11, S.KEPT),
    ],
)
def test_col_198_each_row_is_covered_by_the_end_of_its_day(
    came: dict[int, str], open_: str, days: int, status: RepaymentPlanStatus
) -> None:
    """Of 50.00 that came before it nothing counts; where less is owed since, that much is enough."""
    money = {TODAY + timedelta(days=on): Decimal(amount) for on, amount in came.items()}
    progress = Progress({date(2026, 1, 1): Decimal("50.00")} | money, Decimal("50.00"), Decimal(open_))
    at = midnight(TODAY + timedelta(days=days), CN)
    found = standing_of(ROWS, progress, now=at, tz=CN)
    assert found.status is status
    if status is S.ACTIVE:
        assert found.rings_at == midnight(TODAY + timedelta(days=11 if days < 11 else 21), CN)
        assert found.rings_at > datetime(2026, 3, 2, tzinfo=UTC)


def test_col_198_each_debt_is_due_with_the_first_row_that_still_pays_a_part_of_it() -> None:
    first, second = (Part(uuid4(), TODAY, Decimal(amount)) for amount in ("50.00", "50.00"))
    parts = [first, second]
    assert due_days(ROWS, parts, Decimal(0)) == {
        first.receivable_id: ROWS[0].due_on, second.receivable_id: ROWS[1].due_on
    }  # fmt: skip
    both = due_days(ROWS, parts, Decimal("40.00"))
    assert both == {first.receivable_id: ROWS[1].due_on, second.receivable_id: ROWS[1].due_on}
    assert due_days(ROWS, parts, Decimal("50.00")) == {second.receivable_id: ROWS[1].due_on}
    assert due_days(ROWS, parts, Decimal("100.00")) == {}
