"""How is it kept who gave what to whom?"""

from uuid import UUID

import pydantic_core
from sqlalchemy import select, text
from sqlmodel import col

from chassis.db.unit_of_work import Work
from messages.approvals.acts import HandedOver, HandOverReport
from services.approvals.tables.people import HandOverRow

MOST = 50
ADD_RECORDS = text("UPDATE hand_overs SET records = records || CAST(:records AS jsonb) WHERE id = :id")


async def add_hand_over(work: Work, id: UUID, person_id: UUID, done: HandedOver) -> None:
    assert done.to_id is not None
    row = HandOverRow(
        id=id, person_id=person_id, to_id=done.to_id, by_id=work.actor.id, at=work.now, requests=done.requests,
        todos=done.todos,
    )  # fmt: skip
    work.session.add(row)
    await work.session.flush()


async def add_records(work: Work, id: UUID, records: dict[str, int]) -> None:
    """What a service says that it moved."""
    await work.session.execute(ADD_RECORDS, {"id": id, "records": pydantic_core.to_json(records).decode()})


async def list_hand_overs(work: Work, person_id: UUID) -> list[HandOverReport]:
    """Newest first."""
    query = select(HandOverRow).where(col(HandOverRow.person_id) == person_id)
    newest = query.order_by(col(HandOverRow.at).desc(), col(HandOverRow.id).desc()).limit(MOST)
    return [row.view() for row in await work.session.scalars(newest)]
