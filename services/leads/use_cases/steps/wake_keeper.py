"""When is a pool's keeper told to look again?"""

from datetime import datetime

from chassis.db.unit_of_work import Work
from messages.leads.pools import PoolDeadlineMoved
from services.leads.tables import PoolRow


def wake_keeper(work: Work, pool: PoolRow, at: datetime | None, nearest: datetime | None) -> None:
    """Only when the nearest deadline moved up. `nearest`: as it was before."""
    if at is not None and (nearest is None or at < nearest):
        work.emit(PoolDeadlineMoved(pool_id=pool.id, next_due_at=at, version=pool.version))
