"""What does a page show of how a customer pays?"""

from collections.abc import Sequence
from decimal import Decimal

from console.view_models import Cell, Field, Table, Worded
from messages.collections.grading.behaviour import BehaviourMonth, PaymentBehaviourView
from messages.collections.receivables import Age
from messages.money import total

AGES = ((Age.UNDATED, Age.NOT_DUE), (Age.UP_TO_30,), (Age.UP_TO_60,), (Age.UP_TO_90,), (Age.OLDER,))
COLUMNS = (
    "month_until", "invoiced_of_90", "open_then", "not_due_then", "to_30_then", "to_60_then", "to_90_then",
    "older_then", "overdue_share", "dso",
)  # fmt: skip


def behaviour_fields(seen: PaymentBehaviourView) -> list[Field]:
    """Of the twelve months."""
    settled: dict[str, object] = {"settled": seen.settled, "on_time": seen.on_time}
    fields: list[Field] = [
        ("settled_on_time", Worded("behaviour.on_time", settled) if seen.settled else None),
        ("days_late_average", seen.days_late),
        ("days_to_settle", seen.days_to_settle),
    ]
    return [*fields, *(("interest_borne", one) for one in seen.interest)]


def behaviour_table(seen: PaymentBehaviourView) -> Table:
    return Table("console.payment_behaviour", COLUMNS, [_month(one) for one in seen.months])


def _month(one: BehaviourMonth) -> Sequence[Cell]:
    by_age = [total([age.open for age in one.ages if age.bucket in some], one.open.currency) for some in AGES]
    return (one.last, one.invoiced, one.open, *by_age, _percent(one.overdue_share), one.dso)


def _percent(share: Decimal | None) -> str | None:
    return None if share is None else f"{share * 100:.1f} %"
