"""Which files are at an activity?"""

from uuid import UUID

from sqlalchemy import func, select

from chassis.db.unit_of_work import Work
from services.leads.tables import ACTIVITY_FILE, ActivityFileRow


async def list_files(work: Work, activity_id: UUID) -> list[ActivityFileRow]:
    """By what they are, then by name."""
    query = select(ActivityFileRow).where(ACTIVITY_FILE.activity_id == activity_id)
    ordered = query.order_by(ACTIVITY_FILE.kind, ACTIVITY_FILE.name, ACTIVITY_FILE.sha256)
    return list((await work.session.execute(ordered)).scalars())


async def find_file(work: Work, activity_id: UUID, sha256: str) -> ActivityFileRow | None:
    found: ActivityFileRow | None = await work.session.get(ActivityFileRow, (activity_id, sha256))
    return found


async def count_files(work: Work, activity_id: UUID) -> int:
    query = select(func.count()).select_from(ActivityFileRow).where(ACTIVITY_FILE.activity_id == activity_id)
    return (await work.session.execute(query)).scalar_one()
