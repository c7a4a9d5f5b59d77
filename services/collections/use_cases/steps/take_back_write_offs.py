"""How is it owed again what was given up? (a step of taking money off, of cancelling, and of finance's own act)"""

from collections.abc import Iterable
from decimal import Decimal

from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from messages.collections.write_offs import WriteOffStatus, WriteOffTakenBack
from services.collections.domain import ledger
from services.collections.domain.lifecycle import move_receivable, move_write_off
from services.collections.store import write_offs
from services.collections.store.ledger import post
from services.collections.tables import Receivable, WriteOff


async def take_back_write_offs(work: Work, rows: Iterable[Receivable], reason: str) -> None:
    """All that was given up of these locked receivables: it followed the money that is taken off them now."""
    given_up = {row.id: row for row in rows if row.written_off}
    if not given_up:
        return
    await work.write()
    for found in await write_offs.lock_of_receivables(work, list(given_up), WriteOffStatus.APPLIED):
        take_back(work, found, given_up[found.receivable_id], reason)


def take_back(work: Work, found: WriteOff, row: Receivable, reason: str) -> Decimal:
    """One of them, locked with its receivable, which is open again. How much that is."""
    found.status = move_write_off(found.status, WriteOffStatus.TAKEN_BACK)
    found.taken_back_by, found.taken_back_at, found.guidance = work.actor.id, work.now, reason
    found.version += 1
    row.written_off -= found.amount
    row.version += 1
    if found.is_discount:
        post(work, ledger.discount_taken_back(row.subject, found.amount))
    else:
        post(work, ledger.write_off_taken_back(row.subject, found.amount, by_tolerance=found.is_by_tolerance))
    if row.status is ReceivableStatus.PAID:
        row.status, row.settled_on = move_receivable(row.status, ReceivableStatus.OPEN), None
    work.emit(WriteOffTakenBack(**found.event_args(row), guidance=reason))
    return found.amount
