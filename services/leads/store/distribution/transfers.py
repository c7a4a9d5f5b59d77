"""Which leads are offered to whom?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, update

from chassis.auth.identity import Everything
from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.leads.transfers import LeadTransferStatus, LeadTransferView
from services.leads.domain.distribution.transfers import may_withdraw
from services.leads.store.views import names_of
from services.leads.tables import LEAD, POOL, TRANSFER, LeadRow, LeadTransferRow

ASKED = LeadTransferStatus.ASKED


async def find_asked(work: Work, lead_id: UUID) -> LeadTransferRow | None:
    query = select(LeadTransferRow).where(TRANSFER.lead_id == lead_id, TRANSFER.status == ASKED)
    found: LeadTransferRow | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def get_transfer(work: Work, id: UUID) -> LeadTransferRow:
    return await _one(work, id, lock=False)


async def lock_transfer(work: Work, id: UUID) -> LeadTransferRow:
    """After its lead: who locks both locks the lead first."""
    return await _one(work, id, lock=True)


async def lapse(work: Work, lead_ids: Sequence[UUID]) -> list[LeadTransferRow]:
    """The offers of leads that are no longer whose they were."""
    lapsed = (
        update(LeadTransferRow)
        .where(TRANSFER.lead_id.in_(list(lead_ids)), TRANSFER.status == ASKED)
        .values(status=LeadTransferStatus.LAPSED, answered_at=work.now, version=TRANSFER.version + 1)
        .returning(LeadTransferRow)
    )
    return list((await work.session.execute(lapsed)).scalars())


async def list_between(work: Work, one_id: UUID, other_id: UUID) -> list[UUID]:
    """The leads that one of the two offers to the other."""
    there = (TRANSFER.from_id == one_id) & (TRANSFER.to_id == other_id)
    back = (TRANSFER.from_id == other_id) & (TRANSFER.to_id == one_id)
    query = select(TRANSFER.lead_id).where(or_(there, back), TRANSFER.status == ASKED)
    return list((await work.session.execute(query)).scalars())


async def hand_over(work: Work, person_id: UUID, to_id: UUID) -> None:
    """What was offered to him, or by him, is his successor's."""
    for column in (TRANSFER.to_id, TRANSFER.from_id):
        theirs = update(LeadTransferRow).where(column == person_id, TRANSFER.status == ASKED)
        await work.session.execute(theirs.values({column: to_id}).execution_options(synchronize_session=False))


async def page_of_transfers(
    work: Work,
    *,
    lead_id: UUID | None = None,
    status: LeadTransferStatus | None = None,
    cursor: str | None = None,
    limit: int = 50,
) -> Page[LeadTransferView]:
    """Newest first: those that concern the actor, or leads that are his to see."""
    query = select(LeadTransferRow).where(
        _visible(work),
        both(TRANSFER.lead_id == lead_id if lead_id else None, TRANSFER.status == status if status else None),
    )
    key = [TRANSFER.asked_at, TRANSFER.id]
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views_of_transfers(work, page.items), next=page.next)


async def views_of_transfers(work: Work, rows: Sequence[LeadTransferRow]) -> list[LeadTransferView]:
    people = {id for row in rows for id in (row.from_id, row.to_id, row.asked_by)}
    names = await names_of(work, people)
    leads: dict[UUID, LeadRow] = {}
    if rows:
        query = select(LeadRow).where(LEAD.id.in_([row.lead_id for row in rows]))
        leads = {lead.id: lead for lead in (await work.session.execute(query)).scalars()}
    pools = await work.session.execute(select(POOL.id, POOL.name).where(POOL.id.in_([row.pool_id for row in rows])))
    called = {row[0]: row[1] for row in pools}
    return [_view(work, row, leads[row.lead_id], names, called) for row in rows]


def _view(
    work: Work, row: LeadTransferRow, lead: LeadRow, names: dict[UUID, str], pools: dict[UUID, str]
) -> LeadTransferView:
    shown: dict[str, Any] = lead.model_dump(
        include={"number", "company", "project", "region", "product_line", "follow_up_due_at"}
    )
    actor, is_open = work.actor, row.status is ASKED
    return LeadTransferView(
        **row.model_dump(),
        **shown,
        from_name=names.get(row.from_id, ""),
        to_name=names.get(row.to_id, ""),
        asked_by_name=names.get(row.asked_by, ""),
        pool=pools.get(row.pool_id, ""),
        may_answer=is_open and row.to_id == actor.id,
        may_withdraw=is_open
        and may_withdraw(actor.roles, from_id=row.from_id, asked_by=row.asked_by, actor_id=actor.id),
    )


def _visible(work: Work) -> ColumnElement[bool]:
    actor = work.actor
    of_leads: ColumnElement[bool] = TRANSFER.lead_id.in_(select(LEAD.id).where(in_scope(LeadRow, actor.scope)))
    if isinstance(actor.scope, Everything):
        return of_leads
    return or_(TRANSFER.to_id == actor.id, TRANSFER.from_id == actor.id, TRANSFER.asked_by == actor.id, of_leads)


async def _one(work: Work, id: UUID, *, lock: bool) -> LeadTransferRow:
    query = select(LeadTransferRow).where(TRANSFER.id == id, _visible(work))
    if lock:
        query = query.with_for_update().execution_options(populate_existing=True)
    found: LeadTransferRow | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("lead_transfer", id)
    return found
