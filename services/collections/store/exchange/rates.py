"""How are exchange rates and the currencies of the books found and kept?"""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, or_, select, union
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.database import in_one_statement
from chassis.db.unit_of_work import Work
from messages.collections.exchange import EVERYWHERE, SetBooksCurrency, SetExchangeRate
from messages.collections.receivables import ReceivableStatus
from messages.errors import NotFound
from services.collections.domain.exchange import Quote
from services.collections.domain.shards import derived_id
from services.collections.tables import BooksCurrency, ExchangeRate
from services.collections.tables.columns import BooksCurrencies, BookValues, ExchangeRates, Receivables

KEY = ("base", "quote", "day", "legal_entity_id")
BOOKS = ("currency", "valid_days")


async def find_books(work: Work, legal_entity_id: str) -> BooksCurrency | None:
    """Its own, else the house's."""
    return await _one(work, _books_of(legal_entity_id))


async def keep_books(work: Work, legal_entity_id: str) -> BooksCurrency | None:
    """The same, and nobody gives them another currency until the end."""
    return await _one(work, _books_of(legal_entity_id).with_for_update(read=True))


async def _one(work: Work, query: Select[Any]) -> BooksCurrency | None:
    found: BooksCurrency | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


def _books_of(legal_entity_id: str) -> Select[Any]:
    query = select(BooksCurrencies).where(BooksCurrencies.legal_entity_id.in_([legal_entity_id, EVERYWHERE]))
    return query.order_by(BooksCurrencies.legal_entity_id == EVERYWHERE).limit(1)


async def find_rate(
    work: Work, legal_entity_id: str, pair: tuple[str, str], day: date, *, valid_days: int
) -> Quote | None:
    """The latest that counts on this day: of these the legal entity's own before the house's, and as it was asked for
    before the other way round."""
    base, quote = pair
    either = or_(
        and_(ExchangeRates.base == base, ExchangeRates.quote == quote),
        and_(ExchangeRates.base == quote, ExchangeRates.quote == base),
    )
    query = select(ExchangeRates).where(
        either,
        ExchangeRates.legal_entity_id.in_([legal_entity_id, EVERYWHERE]),
        ExchangeRates.day.between(day - timedelta(days=valid_days), day),
    )
    ordered = query.order_by(
        ExchangeRates.day.desc(), ExchangeRates.legal_entity_id == EVERYWHERE, ExchangeRates.base != base
    )
    found: ExchangeRate | None = (await work.session.execute(ordered.limit(1))).scalar_one_or_none()
    return found.said if found else None


async def quotes_of(
    work: Work, legal_entity_id: str, pair: tuple[str, str], days: Collection[date]
) -> dict[date, Quote]:
    """Of each of these days for which there is one."""
    books = await find_books(work, legal_entity_id)
    if books is None:
        return {}
    found = {day: await find_rate(work, legal_entity_id, pair, day, valid_days=books.valid_days) for day in days}
    return {day: at for day, at in found.items() if at is not None}


async def other_currencies(work: Work, legal_entity_id: str, currency: str) -> list[str]:
    """In which something is open, and which have a rate at all."""
    known = union(select(ExchangeRates.base), select(ExchangeRates.quote))
    query = select(Receivables.currency).where(
        Receivables.legal_entity_id == legal_entity_id,
        Receivables.status == ReceivableStatus.OPEN,
        Receivables.currency != currency,
        Receivables.currency.in_(known),
    )
    return sorted((await work.session.execute(query.distinct())).scalars())


def query_rates(work: Work, *, base: str | None, quote: str | None, day: date | None) -> Select[Any]:
    """The house's, and those of the actor's legal entities."""
    query = select(ExchangeRates)
    if ALL not in work.actor.legal_entities:
        query = query.where(ExchangeRates.legal_entity_id.in_({EVERYWHERE, *work.actor.legal_entities}))
    wanted = {"base": base, "quote": quote, "day": day}
    return query.where(*(getattr(ExchangeRates, name) == value for name, value in wanted.items() if value is not None))


async def save_rates(work: Work, rates: Sequence[SetExchangeRate]) -> list[ExchangeRate]:
    """Those that were not known just so, in one statement in the order of their key."""
    if not rates:
        return []
    said = {"set_by": work.actor.id, "set_at": work.now, "version": 1}
    values = [one.model_dump(include={*KEY, "rate", "source"}) | said | {"id": rate_id(one)} for one in rates]
    fresh = insert(ExchangeRates)
    newer = fresh.on_conflict_do_update(
        index_elements=KEY,
        set_={name: fresh.excluded[name] for name in ("rate", "source", "set_by", "set_at")}
        | {"version": ExchangeRates.version + 1},
        where=or_(ExchangeRates.rate != fresh.excluded.rate, ExchangeRates.source != fresh.excluded.source),
    ).returning(ExchangeRates)
    in_order = sorted(values, key=lambda one: tuple(str(one[name]) for name in KEY))
    options = {"populate_existing": True}
    return list((await work.session.execute(in_one_statement(newer), in_order, execution_options=options)).scalars())


async def get_rate(work: Work, id: UUID) -> ExchangeRate:
    """Raises NotFound."""
    found: ExchangeRate | None = await work.session.get(ExchangeRate, id)
    if found is None:
        raise NotFound("exchange_rate", id)
    return found


def rate_id(rate: SetExchangeRate) -> UUID:
    return derived_id("exchange_rate", *(str(getattr(rate, name)) for name in KEY))


async def lock_books(work: Work, legal_entity_id: str) -> BooksCurrency | None:
    """Its own, locked until the end."""
    query = select(BooksCurrencies).where(BooksCurrencies.legal_entity_id == legal_entity_id).with_for_update()
    return await _one(work, query)


async def list_books(work: Work) -> list[BooksCurrency]:
    """The house's, and those of the actor's legal entities."""
    query = select(BooksCurrencies).order_by(BooksCurrencies.legal_entity_id)
    if ALL not in work.actor.legal_entities:
        query = query.where(BooksCurrencies.legal_entity_id.in_({EVERYWHERE, *work.actor.legal_entities}))
    return list((await work.session.execute(query)).scalars())


async def save_books(work: Work, said: SetBooksCurrency) -> BooksCurrency | None:
    """None when it is this very one already."""
    first = said.model_dump() | {"set_by": work.actor.id, "set_at": work.now, "version": 1}
    fresh = insert(BooksCurrencies).values(first)
    newer = fresh.on_conflict_do_update(
        index_elements=["legal_entity_id"],
        set_={name: fresh.excluded[name] for name in (*BOOKS, "set_by", "set_at")}
        | {"version": BooksCurrencies.version + 1},
        where=or_(*(getattr(BooksCurrencies, name) != fresh.excluded[name] for name in BOOKS)),
    ).returning(BooksCurrencies)
    options = {"populate_existing": True}
    found: BooksCurrency | None = (await work.session.execute(newer, execution_options=options)).scalar_one_or_none()
    return found


async def is_valued(work: Work, legal_entity_id: str) -> bool:
    """Is a record of this legal entity, or of any, worth something in the currency of its books already?"""
    of = () if legal_entity_id == EVERYWHERE else (BookValues.legal_entity_id == legal_entity_id,)
    return bool((await work.session.execute(select(exists().where(True, *of)))).scalar_one())  # type: ignore[arg-type]
