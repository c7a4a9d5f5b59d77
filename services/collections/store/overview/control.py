"""What of what fell due was paid by then, and what later, after which dunning level?"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from sqlalchemy import Date, case, cast, func, select

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from services.collections.domain.dunning_procedure import REMINDER
from services.collections.tables.columns import Allocations, DunningLevels, Payments, Receivables


async def sum_paid_by_then(work: Work, begin: date, end: date) -> Sequence[Any]:
    """Of what fell due in these days (not `end`), per currency: what was paid by its due day, and the same of those
    whose customers had been reminded: `paid`, `reminded_paid`."""
    came = _came(_owed(work, begin, end))
    reminded = func.sum(case((came.c.was_reminded, came.c.amount), else_=0)).label("reminded_paid")
    query = select(came.c.currency, func.sum(came.c.amount).label("paid"), reminded)
    in_time = query.where(came.c.received_on <= came.c.due_on).group_by(came.c.currency)
    return (await work.session.execute(in_time)).all()


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
    """Of which something is paid."""
    columns = (Receivables.id, Receivables.currency, Receivables.due_on, Receivables.tz, Receivables.was_reminded)
    return (
        select(*columns)
        .where(
            Receivables.due_on >= begin,
            Receivables.due_on < end,
            Receivables.paid > 0,
            Receivables.status != ReceivableStatus.CANCELLED,
            Receivables.history.is_(False),
            in_scope(Receivables, work.actor.scope),
        )
        .cte("owed")
    )


def _came(owed: Any) -> Any:
    """Confirmed money on them, by the day on which it came."""
    return (
        select(*owed.c, Allocations.amount, Payments.received_on)
        .join(Allocations, Allocations.receivable_id == owed.c.id)
        .join(Payments, Payments.id == Allocations.payment_id)
        .where(Allocations.confirmed, Allocations.released_at.is_(None))
        .subquery()
    )
