"""What was reached and what was done about a late receivable, and by whom?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select

from chassis.db.unit_of_work import Work
from services.collections.tables import DunningChoice, DunningLevelReached
from services.collections.tables.columns import DunningChoices, DunningLevels

NAMES = "SELECT id, name FROM people WHERE id = ANY($1::uuid[])"
MOST = 200  # of each that are shown, the newest


async def levels_reached(work: Work, receivable_id: UUID) -> list[DunningLevelReached]:
    """The newest first."""
    query = select(DunningLevels).where(DunningLevels.receivable_id == receivable_id)
    newest = query.order_by(DunningLevels.level.desc()).limit(MOST)
    return list((await work.session.execute(newest)).scalars())


async def choices_of(work: Work, receivable_id: UUID) -> list[DunningChoice]:
    """The newest first."""
    query = select(DunningChoices).where(DunningChoices.receivable_id == receivable_id)
    newest = query.order_by(DunningChoices.chosen_at.desc(), DunningChoices.id).limit(MOST)
    return list((await work.session.execute(newest)).scalars())


async def names_of(work: Work, people: Sequence[UUID]) -> dict[UUID, str]:
    """Of those who are known."""
    if not people:
        return {}
    return {row["id"]: row["name"] for row in await work.fetch(NAMES, list(set(people)))}
