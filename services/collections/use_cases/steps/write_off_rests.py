"""What is left of a receivable as a discount of early payment, or within the tolerance, is given up. (a step of
settling and of rejecting)"""

from collections.abc import Iterable, Mapping
from datetime import date
from decimal import Decimal

from chassis.db.unit_of_work import Work
from messages.collections.receivables import ReceivableStatus
from messages.collections.write_offs import EARLY_PAYMENT, TOLERANCE, WriteOffApplied, WriteOffStatus
from services.collections.domain import ledger
from services.collections.domain.terms.discounts import discount_taken
from services.collections.domain.write_offs import rest_within, tolerance_of
from services.collections.store import payments, write_offs
from services.collections.store.ledger import post
from services.collections.tables import Receivable, WriteOff
from services.collections.use_cases.steps.close_receivables import close_receivables
from services.collections.use_cases.steps.publish_credits import publish_credits

Rests = Mapping[str, Decimal]  # by the reason for which each is given up


async def settle_rests(work: Work, rows: Iterable[Receivable]) -> None:
    """Locked receivables of which money has come or gone elsewhere: those with a rest that is given up close."""
    settled = await write_off_rests(work, rows)
    await close_receivables(work, settled)
    await publish_credits(work, {(row.customer_id, row.currency) for row in settled})


async def write_off_rests(work: Work, rows: Iterable[Receivable]) -> list[Receivable]:
    """Those of which nothing is open any more by this."""
    nearly = [row for row in {row.id: row for row in rows}.values() if _may_close(row)]
    if not nearly:
        return []
    known = await write_offs.tolerances_of(work, nearly)
    last = await payments.last_of_discounted(work, nearly)
    rests = [(row, found) for row in nearly if (found := _rests(row, known, last.get(row.id)))]
    if not rests:
        return []
    numbers = await write_offs.count_of(work, [row.id for row, _ in rests])
    for row, found in rests:
        for place, (reason, rest) in enumerate(found.items(), start=numbers.get(row.id, 0) + 1):
            row.written_off += rest
            row.version += 1
            _give_up(work, row, _write_off(work, row, rest, reason=reason, place=place))
    await work.write()
    return [row for row, _ in rests]


def _may_close(row: Receivable) -> bool:
    return row.status is ReceivableStatus.OPEN and bool(row.paid) and bool(row.open) and not row.waiting


def _rests(row: Receivable, known: dict[tuple[str, str], Decimal], last: date | None) -> Rests:
    """All that is left of it, or nothing: the discount first."""
    tolerance = tolerance_of(known, row.legal_entity_id, row.currency)
    discount = discount_taken(row.discount, row.discount_until, rest=row.open.amount, last=last, tolerance=tolerance)
    within = rest_within(tolerance, open=row.open.amount - discount, paid=row.paid, waiting=row.waiting)
    return {reason: rest for reason, rest in ((EARLY_PAYMENT, discount), (TOLERANCE, within)) if rest}


def _give_up(work: Work, row: Receivable, made: WriteOff) -> None:
    work.session.add(made)
    if made.is_discount:
        post(work, ledger.discount_taken(row.subject, made.amount))
    else:
        post(work, ledger.written_off(row.subject, made.amount, by_tolerance=True))
    work.emit(WriteOffApplied(**made.event_args(row)))


def _write_off(work: Work, row: Receivable, rest: Decimal, *, reason: str, place: int) -> WriteOff:
    return WriteOff(
        id=work.new_id(),
        number=f"{row.number}-W{place}",
        status=WriteOffStatus.APPLIED,
        receivable_id=row.id,
        legal_entity_id=row.legal_entity_id,
        amount=rest,
        currency=row.currency,
        reason=reason,
        requested_at=work.now,
        applied_at=work.now,
    )
