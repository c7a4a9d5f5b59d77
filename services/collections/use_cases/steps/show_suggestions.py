"""Which suggestions of an entry still hold, and how are they said? (a step of showing entries)"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.bank import BankEntryStatus, BankEntryView, MatchReason, MatchSuggestion, OriginalEntry
from messages.texts import text
from services.collections.domain.bank.matching import Reason
from services.collections.domain.bank.originals import may_be_return, original_of
from services.collections.store import bank_debts
from services.collections.store.bank_originals import find_opposites
from services.collections.tables import BankEntry, Payment


async def shown(work: Work, rows: Sequence[tuple[BankEntry, Payment | None]]) -> list[BankEntryView]:
    """Three statements for all of them: a receivable that was paid meanwhile, a payment that has its entry, are no
    longer suggested; what was returned has its original."""
    made = {entry.id: _suggestions(entry) for entry, _ in rows}
    every = [one for own in made.values() for one in own]
    rooms = await bank_debts.rooms_of(work, {part.receivable_id for one in every for part in one.parts})
    waiting = await bank_debts.undecided_of(work, {one.payment_id for one in every if one.payment_id})
    originals = await _originals(work, [entry for entry, _ in rows if entry.status is BankEntryStatus.OPEN])
    return [
        _view(
            entry,
            payment,
            [_worded(one, work.actor.lang) for one in made[entry.id] if _holds(one, rooms, waiting)],
            originals.get(entry.id),
        )
        for entry, payment in rows
    ]


async def _originals(work: Work, entries: Sequence[BankEntry]) -> dict[UUID, OriginalEntry]:
    returned = [entry for entry in entries if may_be_return(entry.said)]
    opposites = await find_opposites(work, [entry.id for entry in returned])
    found = {}
    for entry in returned:
        by_id = {original.id: (original, payment) for original, payment in opposites[entry.id]}
        best = original_of(entry.said, [original.said for original, _ in by_id.values()])
        if best is not None:
            found[entry.id] = _original(*by_id[best[0].id], best[1], work.actor.lang)
    return found


def _original(entry: BankEntry, payment: Payment | None, reasons: Sequence[Reason], lang: str) -> OriginalEntry:
    why = [MatchReason(code=one.code, text=text(one.code, lang)) for one in reasons]
    own = entry.model_dump(include={"id", "booked_on", "counterparty", "status", "payment_id"})
    return OriginalEntry(**own, **_of_payment(payment), amount=entry.money, reasons=why)


def _suggestions(entry: BankEntry) -> list[MatchSuggestion]:
    if entry.status is not BankEntryStatus.OPEN:
        return []
    return [MatchSuggestion.model_validate(one) for one in entry.suggestions]


def _holds(one: MatchSuggestion, rooms: Mapping[UUID, Decimal], waiting: set[UUID]) -> bool:
    if one.payment_id is not None:
        return one.payment_id in waiting
    return all(rooms.get(part.receivable_id, Decimal(0)) >= part.amount.amount for part in one.parts)


def _worded(one: MatchSuggestion, lang: str) -> MatchSuggestion:
    reasons = []
    for reason in one.reasons:
        money = {"amount": one.rest} if reason.code == "bank.why.rest" else {}  # kept as a number
        reasons.append(reason.model_copy(update={"text": text(reason.code, lang, **{**reason.params, **money})}))
    return one.model_copy(update={"reasons": reasons})


def _of_payment(payment: Payment | None) -> dict[str, Any]:
    if payment is None:
        return {}
    said = {"payment_number": payment.number, "payment_status": payment.status}
    return said | {"customer_name": payment.customer_name}


def _view(
    entry: BankEntry, payment: Payment | None, suggestions: list[MatchSuggestion], original: OriginalEntry | None
) -> BankEntryView:
    of_payment = _of_payment(payment)
    computed = {"amount", "suggestions", "original", *of_payment}
    own = entry.model_dump(include=BankEntryView.model_fields.keys() - computed)
    return BankEntryView(**own, **of_payment, amount=entry.money, suggestions=suggestions, original=original)
