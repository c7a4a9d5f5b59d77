"""What of what fell due was paid by then, and what later, after which dunning level?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, case, cast, exists, func, select

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from services.collections.domain.dunning_procedure import REMINDER
from services.collections.tables.columns import Allocations, DunningLevels, Payments, Receivables


async def sum_until_due(work: Work, begin: date, end: date) -> Sequence[Any]:
    """Of what fell due in these days (not `end`), per currency: all of it, what was paid by its due day, and the same
    of those whose customers had been reminded."""
    owed = _owed(work, begin, end)
    came = _came(owed)
    paid = (
        select(came.c.id, func.sum(came.c.amount).label("paid"))
        .where(came.c.received_on <= came.c.due_on)
        .group_by(came.c.id)
        .subquery()
    )
    amount, by_then = owed.c.amount, func.coalesce(paid.c.paid, 0)
    query = (
        select(
            owed.c.currency,
            func.sum(amount).label("due"),
            func.sum(by_then).label("paid"),
            func.sum(case((owed.c.reminded, amount), else_=0)).label("reminded"),
            func.sum(case((owed.c.reminded, by_then), else_=0)).label("reminded_paid"),
        )
        .outerjoin(paid, paid.c.id == owed.c.id)
        .group_by(owed.c.currency)
        .order_by(owed.c.currency)
    )
    return (await work.session.execute(query)).all()


async def sum_recovered(work: Work, begin: date, end: date) -> Sequence[Any]:
    """Of what fell due in these days, per currency and dunning level: what came after its due day.

    COL-209 in one statement; tests/services/collections/overview holds both to the same answer."""
    came = _came(_owed(work, begin, end))
    level = (
        select(func.max(DunningLevels.level))
        .where(
            DunningLevels.receivable_id == came.c.id,
            DunningLevels.level > REMINDER,
            cast(func.timezone(came.c.tz, DunningLevels.reached_at), Date) <= came.c.received_on,
        )
        .scalar_subquery()
    )
    late = select(came.c.currency, came.c.amount, level.label("level")).where(came.c.received_on > came.c.due_on)
    found = late.subquery()
    query = select(found.c.currency, found.c.level, func.sum(found.c.amount).label("recovered"))
    ordered = query.group_by(found.c.currency, found.c.level).order_by(found.c.currency, found.c.level.nulls_first())
    return (await work.session.execute(ordered)).all()


def _owed(work: Work, begin: date, end: date) -> Any:
    reminded = exists().where(DunningLevels.receivable_id == Receivables.id, DunningLevels.level == REMINDER)
    columns = (Receivables.id, Receivables.currency, Receivables.amount, Receivables.due_on, Receivables.tz)
    return (
        select(*columns, reminded.label("reminded"))
        .where(
            Receivables.due_on >= begin,
            Receivables.due_on < end,
            Receivables.status != ReceivableStatus.CANCELLED,
            Receivables.history.is_(False),
            in_scope(Receivables, work.actor.scope),
        )
        .cte("owed")
    )


def _came(owed: Any) -> Any:
    """Confirmed money on them, by the day on which it came."""
    return (
        select(owed.c.id, owed.c.currency, owed.c.due_on, owed.c.tz, Allocations.amount, Payments.received_on)
        .join(Allocations, Allocations.receivable_id == owed.c.id)
        .join(Payments, Payments.id == Allocations.payment_id)
        .where(Allocations.confirmed, Allocations.released_at.is_(None))
        .subquery()
    )
