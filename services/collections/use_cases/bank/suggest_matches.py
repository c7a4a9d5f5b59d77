"""Whose money may the open entries be?"""

import asyncio
import json
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.bank import MatchedPart, MatchesSuggested, MatchReason, MatchSuggestion, SuggestMatches
from messages.collections.exchange import Exchange
from messages.money import Money
from services.collections.domain.bank.debts import Debts
from services.collections.domain.bank.matching import (
    OpenEntry,
    Reason,
    Suggestion,
    best,
    suggest,
    suggest_exchanged,
)
from services.collections.domain.exchange import Quote, worth
from services.collections.store import bank, bank_debts
from services.collections.store.exchange import rates
from services.collections.tables import BankEntry

AT_ONCE = 2_000  # entries of a request: some seconds


async def suggest_matches(command: SuggestMatches, uow: UnitOfWork) -> MatchesSuggested:
    """At most 2,000 entries, the rest with the next request; a decided one stays as it is. Again changes nothing."""
    async with uow.begin() as work:
        entities = await bank.entities_in_reach(work)
        if command.again and not work.repeated:
            await bank.forget_suggestions(work, entities)
        entries = await bank.list_unseen(work, entities, limit=AT_ONCE)
        found: list[tuple[UUID, str]] = []
        suggested = 0
        for (entity, currency), group in groupby(sorted(entries, key=_of), key=_of):
            own = list(group)
            made = await _suggest(work, entity, currency, own)
            suggested += sum(1 for one in made if one)
            found += [(entry.id, _json(one, currency)) for entry, one in zip(own, made, strict=True)]
        await bank.save_suggestions(work, found)
        left = await bank.count_unseen(work, entities) if len(entries) == AT_ONCE else 0
        return MatchesSuggested(looked_at=len(entries), suggested=suggested, left=left)


async def _suggest(work: Work, entity: str, currency: str, entries: Sequence[BankEntry]) -> list[list[Suggestion]]:
    """Five statements, however many entries and debts there are, and as many for each other currency that is owed."""
    debts = await bank_debts.list_debts(work, entity, currency)
    known = await bank.known_payers(work, entity, {entry.payer_key for entry in entries if entry.payer_key})
    made = await asyncio.to_thread(_all, entries, debts, known)
    for other in await rates.other_currencies(work, entity, currency):
        quotes = await rates.quotes_of(work, entity, (other, currency), {entry.booked_on for entry in entries})
        if quotes:
            owed = await bank_debts.list_debts(work, entity, other)
            more = await asyncio.to_thread(_exchanged, entries, owed, known, other, quotes)
            made = [best([*one, *also]) for one, also in zip(made, more, strict=True)]
    return made


def _all(entries: Sequence[BankEntry], debts: Debts, known: dict[str, UUID]) -> list[list[Suggestion]]:
    return [suggest(_open(entry, entry.amount), debts, known) for entry in entries]


def _exchanged(
    entries: Sequence[BankEntry],
    debts: Debts,
    known: dict[str, UUID],
    currency: str,
    quotes: Mapping[date, Quote],
) -> list[list[Suggestion]]:
    """For what is owed in this other currency, at the rate of the day of each."""
    found: list[list[Suggestion]] = []
    for entry in entries:
        at = quotes.get(entry.booked_on)
        settles = worth(entry.money, currency, at) if at else None
        if at is None or settles is None:
            found.append([])
            continue
        exchange = Exchange(currency=currency, rate=at.rate, rate_of=at.base, rate_on=at.day, source=at.source)
        said = {"received": str(entry.money), "amount": str(settles), "source": at.source, "day": at.day.isoformat()}
        said |= {"base": at.base, "quote": at.quote, "rate": str(exchange.rate)}
        why = Reason("bank.why.exchange", said)
        found.append(suggest_exchanged(_open(entry, settles.amount), debts, known, exchange, why))
    return found


def _open(entry: BankEntry, amount: Decimal) -> OpenEntry:
    return OpenEntry(entry.id, amount, entry.counterparty, f"{entry.remittance} {entry.reference}", entry.payer_key)


def _of(entry: BankEntry) -> tuple[str, str]:
    return entry.legal_entity_id, entry.currency


def _json(suggestions: Sequence[Suggestion], currency: str) -> str:
    return json.dumps([_view(one, currency).model_dump(mode="json") for one in suggestions], ensure_ascii=False)


def _view(one: Suggestion, currency: str) -> MatchSuggestion:
    currency = one.exchange.currency if one.exchange else currency
    return MatchSuggestion(
        score=one.score,
        customer_id=one.customer_id,
        customer_name=one.customer_name,
        payment_id=one.payment.id if one.payment else None,
        payment_number=one.payment.number if one.payment else None,
        parts=[
            MatchedPart(
                receivable_id=debt.id,
                number=debt.number,
                order_id=debt.order_id,
                amount=Money(amount=amount, currency=currency),
            )
            for debt, amount in one.parts
        ],
        exchange=one.exchange,
        rest=Money(amount=one.rest, currency=currency),
        reasons=[MatchReason(code=reason.code, params=dict(reason.params)) for reason in one.reasons],
    )
