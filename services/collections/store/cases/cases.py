"""Which customers owe, how much of it is late, and what was agreed about it?"""

from typing import Any
from uuid import UUID

from sqlalchemy import Select, case, func, select

from chassis.auth.identity import ALL
from chassis.db.database import in_scope
from chassis.db.paging import both
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from services.collections.store.customers.joined import is_of_customer
from services.collections.store.receivables import UNSETTLED, late_days
from services.collections.tables import ContactRule, Receivable
from services.collections.tables.columns import (
    CaseReceivables,
    ContactRules,
    Promises,
    ReceivableComments,
    Receivables,
)

OPEN = ReceivableStatus.OPEN


def query_cases(
    work: Work, *, customer_id: UUID | None, owner_id: UUID | None, q: str | None, late: bool | None
) -> tuple[Select[Any], tuple[Any, ...]]:
    """One row for each customer and currency, of what is open and watched in the actor's scope; and its key."""
    late_by = late_days(work.now)
    is_late = Receivables.due_on.is_not(None) & (late_by > 0)
    held = case((Receivables.paused_until > work.now, 1), else_=0)
    sums = (
        func.min(Receivables.customer_name).label("customer_name"),
        func.count().label("receivables"),
        func.sum(UNSETTLED).label("open"),
        func.coalesce(func.sum(UNSETTLED).filter(is_late), 0).label("overdue"),
        func.min(Receivables.due_on).label("oldest_due_on"),
        func.coalesce(func.max(late_by), 0).label("days_late"),
        func.max(Receivables.level).label("level"),
        func.sum(held).label("paused"),
    )
    found_by = both(
        is_found_by(Receivables.search, q),
        Receivables.owner_id == owner_id if owner_id else None,
        is_of_customer(Receivables.customer_id, customer_id) if customer_id else None,
    )
    grouped = (
        select(Receivables.customer_id, Receivables.currency, *sums)
        .where(Receivables.status == OPEN, ~Receivables.history, in_scope(Receivables, work.actor.scope), found_by)
        .group_by(Receivables.customer_id, Receivables.currency)
        .subquery()
    )
    query = select(*grouped.c, _promised(work, grouped).label("promised"))
    if late:
        query = query.where(grouped.c.overdue > 0)
    return query, (grouped.c.overdue, grouped.c.open, grouped.c.customer_id, grouped.c.currency)


def _promised(work: Work, grouped: Any) -> Any:
    """What runs, of promises about something that he sees."""
    seen = (
        select(CaseReceivables.record_id)
        .join(Receivables, Receivables.id == CaseReceivables.receivable_id)
        .where(in_scope(Receivables, work.actor.scope), Receivables.customer_id == grouped.c.customer_id)
    )
    of_customer = (Promises.customer_id == grouped.c.customer_id, Promises.currency == grouped.c.currency)
    running = select(func.coalesce(func.sum(Promises.amount), 0)).where(
        *of_customer, Promises.status == "OPEN", Promises.id.in_(seen)
    )
    return running.correlate(grouped).scalar_subquery()


async def open_of_customer(work: Work, customer_id: UUID, most: int) -> list[Receivable]:
    """Open and watched, in the actor's scope, the earliest due first."""
    query = select(Receivables).where(
        Receivables.customer_id == customer_id,
        Receivables.status == OPEN,
        ~Receivables.history,
        in_scope(Receivables, work.actor.scope),
    )
    ordered = query.order_by(Receivables.due_on.asc().nulls_last(), Receivables.id).limit(most)
    return list((await work.session.execute(ordered)).scalars())


async def is_all_of_customer(work: Work, customer_id: UUID, legal_entity_id: str, seen: int) -> bool:
    """Is what he sees all that the customer owes there?"""
    query = select(func.count()).where(
        Receivables.customer_id == customer_id,
        Receivables.legal_entity_id == legal_entity_id,
        Receivables.status == OPEN,
        ~Receivables.history,
    )
    return bool((await work.session.execute(query)).scalar_one() == seen)


def query_comments(work: Work, *, receivable_id: UUID | None = None, customer_id: UUID | None = None) -> Select[Any]:
    """Of what is in the actor's scope."""
    query = (
        select(ReceivableComments)
        .join(Receivables, Receivables.id == ReceivableComments.receivable_id)
        .where(in_scope(Receivables, work.actor.scope))
    )
    if receivable_id is not None:
        query = query.where(ReceivableComments.receivable_id == receivable_id)
    return query if customer_id is None else query.where(Receivables.customer_id == customer_id)


async def list_contact_rules(work: Work) -> list[ContactRule]:
    """The house's, and those of the actor's legal entities."""
    query = select(ContactRules).order_by(ContactRules.legal_entity_id, ContactRules.grade)
    if ALL not in work.actor.legal_entities:
        query = query.where(ContactRules.legal_entity_id.in_({ALL, *work.actor.legal_entities}))
    return list((await work.session.execute(query)).scalars())
