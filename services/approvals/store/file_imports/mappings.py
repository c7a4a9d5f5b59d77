"""How are mappings found and kept that somebody has saved under a name?"""

from typing import Any
from uuid import UUID

from sqlalchemy import delete, func, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.unit_of_work import Work
from messages.approvals.file_imports import ChosenMapping, SavedMapping
from services.approvals.tables.file_imports import import_mappings as mappings

MOST = 200


async def save(work: Work, values: dict[str, Any]) -> SavedMapping:
    """In the place of one's own of the same name."""
    fresh = insert(mappings).values(**values)
    kept = fresh.on_conflict_do_update(
        index_elements=[mappings.c.owner_id, mappings.c.kind, func.lower(mappings.c.name)],
        set_={name: fresh.excluded[name] for name in ("name", "mapping", "owner_name", "legal_entities", "saved_at")},
    ).returning(mappings)
    return _view((await work.session.execute(kept)).mappings().one())


async def list_mappings(work: Work, kind: str) -> list[SavedMapping]:
    """One's own, and those of who works for one of the same legal entities; the newest first."""
    own = work.actor.legal_entities
    shared = [mappings.c.legal_entities.contains([entity]) for entity in (*own, ALL)]
    seen = mappings.c.owner_id == work.actor.id
    query = select(mappings).where(mappings.c.kind == kind)
    query = query if ALL in own else query.where(or_(seen, *shared))
    found = await work.session.execute(query.order_by(mappings.c.saved_at.desc(), mappings.c.id.desc()).limit(MOST))
    return [_view(row) for row in found.mappings()]


async def drop_mapping(work: Work, id: UUID) -> SavedMapping | None:
    """One's own."""
    mine = (mappings.c.id == id) & (mappings.c.owner_id == work.actor.id)
    row = (await work.session.execute(delete(mappings).where(mine).returning(mappings))).mappings().first()
    return _view(row) if row else None


def _view(row: Any) -> SavedMapping:
    return SavedMapping(
        id=row["id"], kind=row["kind"], name=row["name"], owner_id=row["owner_id"], owner_name=row["owner_name"],
        mapping=ChosenMapping.model_validate(row["mapping"]), saved_at=row["saved_at"],
    )  # fmt: skip
