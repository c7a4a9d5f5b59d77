"""How is a write-off no longer asked for? (a step of withdrawing, of a revoked approval and of closing)"""

from collections.abc import Iterable

from chassis.db.unit_of_work import Work
from messages.collections.write_offs import WriteOffStatus, WriteOffWithdrawn
from services.collections.domain.lifecycle import move_write_off
from services.collections.store import write_offs
from services.collections.tables import Receivable, WriteOff

PENDING = (WriteOffStatus.REQUESTED, WriteOffStatus.RETURNED)


async def lapse_write_offs(work: Work, rows: Iterable[Receivable]) -> None:
    """There is nothing left to write off: nobody has to decide it any more."""
    asked = {row.id: row for row in rows if row.write_off_requested}
    if not asked:
        return
    for found in await write_offs.lock_of_receivables(work, list(asked), *PENDING):
        withdraw(work, found, asked[found.receivable_id])


def withdraw(work: Work, found: WriteOff, row: Receivable) -> None:
    """One of them, locked with its receivable."""
    found.status = move_write_off(found.status, WriteOffStatus.WITHDRAWN)
    found.version += 1
    row.write_off_requested -= found.amount
    work.emit(WriteOffWithdrawn(**found.event_args(row), round=found.round))
