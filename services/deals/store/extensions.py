"""How does deals find and keep prolonged protections?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.deals.extensions import ExtensionStatus, ExtensionView
from messages.errors import NotFound
from services.deals.domain.extensions import RUNNING
from services.deals.store.labels import labels_of
from services.deals.tables import Extension, Registration


async def find_extension(work: Work, id: UUID) -> Extension | None:
    """Whoever's it is: for the rules, not for eyes."""
    return await work.session.get(Extension, id)


async def get_extension(work: Work, id: UUID) -> Extension:
    """Of a registration that this actor may see."""
    mine = select(col(Registration.id)).where(in_scope(Registration, work.actor.scope))
    query = select(Extension).where(col(Extension.id) == id, col(Extension.registration_id).in_(mine))
    found = (await work.session.scalars(query)).first()
    if found is None:
        raise NotFound("extension", id)
    return found


async def counting(work: Work, registration_id: UUID) -> Extension | None:
    """The one that waits, or that was applied."""
    of_it = col(Extension.registration_id) == registration_id
    query = select(Extension).where(of_it, col(Extension.status).in_((*RUNNING, ExtensionStatus.APPLIED)))
    return (await work.session.scalars(query)).first()


async def list_extensions(
    work: Work, *, registration_id: UUID | None, open: bool | None, cursor: str | None, limit: int
) -> Page[ExtensionView]:
    """The newest first; `open`: those whose process runs."""
    mine = select(col(Registration.id)).where(in_scope(Registration, work.actor.scope))
    running = col(Extension.status).in_(RUNNING)
    where = both(
        col(Extension.registration_id).in_(mine),
        col(Extension.registration_id) == registration_id if registration_id else None,
        None if open is None else running if open else ~running,
    )
    key = (Extension.requested_at, Extension.id)
    query = select(Extension).where(where)
    page = await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=lambda row: row)
    return Page(items=await views(work, page.items), next=page.next)


async def views(work: Work, rows: Sequence[Extension]) -> list[ExtensionView]:
    if not rows:
        return []
    query = select(Registration).where(col(Registration.id).in_({row.registration_id for row in rows}))
    of = {one.id: one for one in await work.session.scalars(query)}
    labels = await labels_of(work, customers=[one.customer_id for one in of.values()], owners=[])
    return [row.view(of[row.registration_id], labels) for row in rows]


async def view(work: Work, row: Extension) -> ExtensionView:
    return (await views(work, [row]))[0]
