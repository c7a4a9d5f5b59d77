"""Which clock have the requests that no process asked for, and which of them is due?"""

from datetime import timedelta
from uuid import UUID

from chassis.db.unit_of_work import Work
from services.approvals.store.requests.keeper_clock import KeeperClock

CLOCK = KeeperClock(
    UUID("2b6a5b1e-7f0e-5c55-9d0a-6a0c3a1f9e02"),
    "request_clock",
    "SELECT min(next_at) FROM requests WHERE next_at IS NOT NULL",
)
# Put off before it is handled: one that fails is tried again later, and does not keep the others waiting.
PUT_OFF = """
UPDATE requests SET next_at = $1::timestamptz + $2::interval WHERE id = (SELECT id FROM requests WHERE next_at <= $1
ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING id"""


async def put_off_next(work: Work, by: timedelta) -> UUID | None:
    """The request that has been due for longest, put off; None when nothing is due."""
    found = await work.fetch(PUT_OFF, work.now, by)
    return found[0]["id"] if found else None
