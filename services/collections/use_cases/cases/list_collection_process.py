"""At which node of collection is each open receivable, whose is it, and until when?"""

from datetime import datetime
from typing import Any

from chassis.db.paging import page_of
from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.cases.process import CollectionProcessLine, NodeOwner, NodeView
from messages.collections.dunning.procedures import Addressee
from services.collections.domain.cases.process import Debt, Node, node_of, person_of, role_of, waiting_first
from services.collections.domain.due_dates import days_late
from services.collections.store.cases import process
from services.collections.tables import Receivable
from services.collections.tables.columns import Receivables


async def list_collection_process(
    uow: UnitOfWork, *, cursor: str | None, limit: int, **wanted: Any
) -> Page[CollectionProcessLine]:
    """Those whose deadline is over, or comes, first."""
    async with uow.begin() as work:
        query = await process.query_process(work, **wanted)
        key = (process.DEADLINE, Receivables.id)
        found = await page_of(work, query, key=key, cursor=cursor, limit=limit, view=lambda row: row)
        rows = [row[0] for row in found.items]
        waiting = await process.waiting_for(work, [row.id for row in rows])
        staff = await process.staff_of(work, [row.owner_id for row in rows])
        lines = []
        for row, by, *_ in found.items:
            waits_for = waiting_first(waiting.get(row.id, []))
            node = node_of(debt_of(row), Addressee(by), waits_for, work.now)
            lines.append(_line(row, view_of(node, row, staff, work.now), work.now))
        return Page[CollectionProcessLine](items=lines, next=found.next)


def debt_of(row: Receivable) -> Debt:
    return Debt(row.created_at, row.due_on, row.level, row.next_at, row.paused_until, row.tz)


def view_of(node: Node, row: Receivable, staff: process.Staff, now: datetime, number: str = "") -> NodeView:
    is_late = node.deadline <= now and node.state.value == "CURRENT"
    return NodeView(
        node=node.node,
        level=node.level,
        number=number,
        owner=owner_of(node.by, row, staff),
        deadline=node.deadline,
        state=node.state,
        is_late=is_late,
    )


def owner_of(by: Addressee, row: Receivable, staff: process.Staff) -> NodeOwner:
    person = person_of(by, row.owner_id, staff.people)
    if person is not None:
        return NodeOwner(by=by, person_id=person, name=staff.names.get(person, ""))
    role = role_of(by)
    return NodeOwner(by=by, role=role, is_held=staff.holds(role, row.legal_entity_id))


def _line(row: Receivable, node: NodeView, now: datetime) -> CollectionProcessLine:
    late = days_late(due=row.due_on, settled_on=None, now=now, tz=row.tz)
    own = ("number", "customer_id", "customer_name", "open", "due_on", "tz")
    return CollectionProcessLine(
        receivable_id=row.id, days_late=late, node=node, **{name: getattr(row, name) for name in own}
    )
