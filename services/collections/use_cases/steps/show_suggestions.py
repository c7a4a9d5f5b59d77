"""Which suggestions of an entry still hold, and how are they said? (a step of showing entries)"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.bank import BankEntryStatus, BankEntryView, MatchSuggestion
from messages.texts import text
from services.collections.store import bank_debts
from services.collections.tables import BankEntry, Payment


async def shown(work: Work, rows: Sequence[tuple[BankEntry, Payment | None]]) -> list[BankEntryView]:
    """Two statements for all of them: a receivable that was paid meanwhile, a payment that has its entry, are no longer
    suggested."""
    made = {entry.id: _suggestions(entry) for entry, _ in rows}
    every = [one for own in made.values() for one in own]
    rooms = await bank_debts.rooms_of(work, {part.receivable_id for one in every for part in one.parts})
    waiting = await bank_debts.undecided_of(work, {one.payment_id for one in every if one.payment_id})
    return [
        _view(entry, payment, [_worded(one, work.actor.lang) for one in made[entry.id] if _holds(one, rooms, waiting)])
        for entry, payment in rows
    ]


def _suggestions(entry: BankEntry) -> list[MatchSuggestion]:
    if entry.status is not BankEntryStatus.OPEN:
        return []
    return [MatchSuggestion.model_validate(one) for one in entry.suggestions]


def _holds(one: MatchSuggestion, rooms: Mapping[UUID, Decimal], waiting: set[UUID]) -> bool:
    if one.payment_id is not None:
        return one.payment_id in waiting
    return all(rooms.get(part.receivable_id, Decimal(0)) >= part.amount.amount for part in one.parts)


def _worded(one: MatchSuggestion, lang: str) -> MatchSuggestion:
    reasons = [reason.model_copy(update={"text": text(reason.code, lang, **reason.params)}) for reason in one.reasons]
    return one.model_copy(update={"reasons": reasons})


def _view(entry: BankEntry, payment: Payment | None, suggestions: list[MatchSuggestion]) -> BankEntryView:
    of_payment: dict[str, Any] = {}
    if payment is not None:
        of_payment = {
            "payment_number": payment.number,
            "payment_status": payment.status,
            "customer_name": payment.customer_name,
        }
    own = entry.model_dump(include=BankEntryView.model_fields.keys() - {"amount", "suggestions", *of_payment})
    return BankEntryView(**own, **of_payment, amount=entry.money, suggestions=suggestions)
