"""What is left of a receivable within the tolerance is given up. (a step of settling and of rejecting)"""

from collections.abc import Iterable
from decimal import Decimal

from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from messages.collections.write_offs import TOLERANCE, WriteOffApplied, WriteOffStatus
from services.collections.domain import ledger
from services.collections.domain.write_offs import rest_within, tolerance_of
from services.collections.store import write_offs
from services.collections.store.ledger import post
from services.collections.tables import Receivable, WriteOff
from services.collections.use_cases.steps.close_receivables import close_receivables
from services.collections.use_cases.steps.publish_credits import publish_credits


async def settle_rests(work: Work, rows: Iterable[Receivable]) -> None:
    """Locked receivables of which money has come or gone elsewhere: those with a rest within the tolerance close."""
    settled = await write_off_rests(work, rows)
    await close_receivables(work, settled)
    await publish_credits(work, {(row.customer_id, row.currency) for row in settled})


async def write_off_rests(work: Work, rows: Iterable[Receivable]) -> list[Receivable]:
    """Those of which nothing is open any more by this."""
    nearly = [row for row in {row.id: row for row in rows}.values() if _may_close(row)]
    if not nearly:
        return []
    known = await write_offs.tolerances_of(work, nearly)
    rests = [(row, rest) for row in nearly if (rest := _rest(row, known))]
    if not rests:
        return []
    numbers = await write_offs.count_of(work, [row.id for row, _ in rests])
    for row, rest in rests:
        row.written_off += rest
        row.version += 1
        made = _write_off(work, row, rest, place=numbers.get(row.id, 0) + 1)
        work.session.add(made)
        post(work, ledger.written_off(row.subject, rest, by_tolerance=made.is_by_tolerance))
        work.emit(WriteOffApplied(**made.event_args(row)))
    await work.session.flush()
    return [row for row, _ in rests]


def _may_close(row: Receivable) -> bool:
    return row.status is ReceivableStatus.OPEN and bool(row.paid) and bool(row.open) and not row.waiting


def _rest(row: Receivable, known: dict[tuple[str, str], Decimal]) -> Decimal:
    tolerance = tolerance_of(known, row.legal_entity_id, row.currency)
    return rest_within(tolerance, open=row.open.amount, paid=row.paid, waiting=row.waiting)


def _write_off(work: Work, row: Receivable, rest: Decimal, *, place: int) -> WriteOff:
    return WriteOff(
        id=work.new_id(),
        number=f"{row.number}-W{place}",
        status=WriteOffStatus.APPLIED,
        receivable_id=row.id,
        legal_entity_id=row.legal_entity_id,
        amount=rest,
        currency=row.currency,
        reason=TOLERANCE,
        requested_at=work.now,
        applied_at=work.now,
    )
