"""For which customers does a condition of a segment hold?"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select
from sqlmodel import col

from messages.deals.customer_care.segments import SegmentCondition, SegmentField
from messages.deals.customers import DealStatus
from messages.deals.opportunities import OpportunityStatus
from services.deals.tables import Customer, Opportunity

ORIGIN = {SegmentField.SOURCE: "source", SegmentField.PRODUCT_LINE: "product_line"}


def holds(condition: SegmentCondition) -> ColumnElement[bool]:
    if condition.field is SegmentField.DEAL_STATUS:
        return has_deal_status([one.upper() for one in condition.any_of])
    if condition.field in ORIGIN:
        said: ColumnElement[bool] = col(Customer.origin)[ORIGIN[condition.field]].astext.in_(condition.any_of)
        return said
    found: ColumnElement[bool] = col(getattr(Customer, condition.field.lower())).in_(condition.any_of)
    return found


def has_deal_status(statuses: Sequence[str]) -> ColumnElement[bool]:
    """By the opportunities of the customer and of those that were joined to it."""
    id = col(Customer.id)
    won, open = id.in_(_selling(OpportunityStatus.WON)), id.in_(_selling(OpportunityStatus.OPEN))
    any = id.in_(_selling(None))
    meant = {
        DealStatus.WON: won,
        DealStatus.OPEN: open & ~won,
        DealStatus.LOST: any & ~open & ~won,
        DealStatus.NONE: ~any,
    }
    return or_(*[meant[DealStatus(one)] for one in statuses if one in meant])


def _selling(status: OpportunityStatus | None) -> Any:
    of = Customer.__table__.alias("selling")  # type: ignore[attr-defined]
    query = select(func.coalesce(of.c.merged_into, of.c.id)).join(Opportunity, of.c.id == col(Opportunity.customer_id))
    return query if status is None else query.where(col(Opportunity.status) == status)
