"""How are statements' entries found, locked, listed, added and looked through?"""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Select, and_, exists, func, select, tuple_, update

from chassis.db.database import in_scope
from chassis.db.search import is_found_by
from chassis.db.unit_of_work import Work
from messages.collections.bank import BankEntryStatus
from messages.errors import NotFound
from services.collections.domain.bank.natural_keys import KeyedEntry
from services.collections.store.payments import CAME
from services.collections.tables import BankEntry, BankStatement
from services.collections.tables.columns import BankEntries, BankStatements, Payments

ROWS_OF_AN_INSERT = 1000
COLUMNS = {
    "id": "uuid", "account": "text", "account_key": "text", "key": "text", "occurrence": "int", "line": "int",
    "booked_on": "date", "value_on": "date", "amount": "numeric", "currency": "text", "counterparty": "text",
    "counterparty_account": "text", "payer_key": "text", "remittance": "text", "reference": "text",
    "reference_key": "text", "is_reversal": "bool", "search": "text",
}  # fmt: skip
ADD = (
    f"INSERT INTO bank_entries (statement_id, legal_entity_id, imported_by, imported_at, status, suggestions, version,"
    f" {', '.join(COLUMNS)}) SELECT $1, $2, $3, $4, 'OPEN', '[]', 1, new.* FROM unnest("
    f"{', '.join(f'${place}::{kind}[]' for place, kind in enumerate(COLUMNS.values(), 5))}) AS new"
    " ON CONFLICT (legal_entity_id, account_key, key, occurrence) DO NOTHING RETURNING id"
)
KNOWN = "SELECT id FROM bank_entries WHERE id = ANY($1::uuid[])"
SAVE = (
    "UPDATE bank_entries SET suggestions = found.suggestions::jsonb, suggested_at = $3"
    " FROM unnest($1::uuid[], $2::text[]) AS found(id, suggestions)"
    " WHERE bank_entries.id = found.id AND bank_entries.status = 'OPEN'"
)


async def find_statement(work: Work, id: UUID) -> BankStatement | None:
    return (await work.session.execute(select(BankStatements).where(BankStatements.id == id))).scalar_one_or_none()


async def lock_statement(work: Work, id: UUID) -> BankStatement:
    """Whoever's it is, locked until the end."""
    query = select(BankStatements).where(BankStatements.id == id).with_for_update()
    found: BankStatement = (await work.session.execute(query.execution_options(populate_existing=True))).scalar_one()
    return found


async def count_open(work: Work, statement_id: UUID) -> Any:
    """How many entries of a statement are open, on which accounts, and what came of them in which currencies."""
    came = BankEntries.amount > 0
    query = select(
        func.count().label("many"),
        func.coalesce(func.sum(BankEntries.amount).filter(came), 0).label("came"),
        func.coalesce(func.array_agg(BankEntries.currency.distinct()).filter(came), []).label("currencies"),
        func.coalesce(func.array_agg(BankEntries.account.distinct()), []).label("accounts"),
    ).where(BankEntries.statement_id == statement_id, BankEntries.status == BankEntryStatus.OPEN)
    return (await work.session.execute(query)).one()


def query_statements(work: Work) -> Select[Any]:
    return select(BankStatements).where(in_scope(BankStatements, work.actor.scope))


async def known_entries(work: Work, ids: Sequence[UUID]) -> set[UUID]:
    """Those of these that are kept already."""
    return {row["id"] for row in await work.fetch(KNOWN, ids)}


async def add_entries(work: Work, statement: BankStatement, entries: Sequence[KeyedEntry]) -> set[UUID]:
    """The ids of those that were not kept yet; in the order of their ids, so that two who bring the same wait for each
    other and neither for himself. A thousand in one statement, straight on the driver."""
    new: set[UUID] = set()
    common = (statement.id, statement.legal_entity_id, statement.imported_by, statement.imported_at)
    ordered = sorted(entries, key=lambda one: one.id)
    for first in range(0, len(ordered), ROWS_OF_AN_INSERT):
        columns = zip(*map(_values, ordered[first : first + ROWS_OF_AN_INSERT]), strict=True)
        new |= {row["id"] for row in await work.fetch(ADD, *common, *map(list, columns))}
    return new


def _values(one: KeyedEntry) -> tuple[Any, ...]:
    """In the order of `COLUMNS`."""
    entry = one.entry
    return (
        one.id, one.account, one.account_key, one.key, one.occurrence, entry.line, entry.booked_on, entry.value_on,
        entry.amount, entry.currency, entry.counterparty, entry.counterparty_account, one.payer_key, entry.remittance,
        entry.reference, one.reference_key, entry.is_reversal, one.search,
    )  # fmt: skip


async def lock_entry(work: Work, id: UUID) -> BankEntry:
    """In the actor's scope, locked until the end. Raises NotFound."""
    return await _entry(work, select(BankEntries).where(BankEntries.id == id).with_for_update(), id)


async def lock_entry_of(work: Work, payment_id: UUID) -> BankEntry | None:
    """The entry behind a payment."""
    query = select(BankEntries).where(BankEntries.payment_id == payment_id).with_for_update()
    return (await work.session.execute(query.execution_options(populate_existing=True))).scalar_one_or_none()


async def _entry(work: Work, query: Select[Any], id: UUID) -> BankEntry:
    query = query.where(in_scope(BankEntries, work.actor.scope)).execution_options(populate_existing=True)
    found: BankEntry | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("bank_entry", id)
    return found


def query_entries(
    work: Work,
    *,
    status: BankEntryStatus | None = None,
    statement_id: UUID | None = None,
    came: bool | None = None,
    q: str | None = None,
) -> Select[Any]:
    """With the payments that they are."""
    query = (
        select(BankEntries, Payments)
        .outerjoin(Payments, Payments.id == BankEntries.payment_id)
        .where(in_scope(BankEntries, work.actor.scope))
    )
    conditions = [
        is_found_by(BankEntries.search, q),
        BankEntries.status == status if status is not None else None,
        BankEntries.statement_id == statement_id if statement_id is not None else None,
        None if came is None else BankEntries.amount > 0 if came else BankEntries.amount < 0,
    ]
    return query.where(*[condition for condition in conditions if condition is not None])


async def entry_and_payment(work: Work, id: UUID) -> Any:
    """In the actor's scope. Raises NotFound."""
    found = (await work.session.execute(query_entries(work).where(BankEntries.id == id))).one_or_none()
    if found is None:
        raise NotFound("bank_entry", id)
    return found


async def list_unseen(work: Work, legal_entity_ids: Sequence[str], *, limit: int) -> list[BankEntry]:
    """Money that came, of which nobody has looked yet whose it may be."""
    query = select(BankEntries).where(_unseen(legal_entity_ids)).order_by(BankEntries.id).limit(limit)
    return list((await work.session.execute(query)).scalars())


async def count_unseen(work: Work, legal_entity_ids: Sequence[str]) -> int:
    query = select(func.count()).select_from(BankEntries).where(_unseen(legal_entity_ids))
    return int((await work.session.execute(query)).scalar_one())


async def forget_suggestions(work: Work, legal_entity_ids: Sequence[str]) -> None:
    """Open entries are looked at again."""
    open_ones = BankEntries.status == BankEntryStatus.OPEN
    query = update(BankEntries).where(BankEntries.legal_entity_id.in_(legal_entity_ids), open_ones)
    await work.session.execute(query.values(suggested_at=None))


async def save_suggestions(work: Work, found: Sequence[tuple[UUID, str]]) -> None:
    """`found`: the entry, its suggestions as JSON. One statement; one that is decided meanwhile stays as it is."""
    await work.fetch(SAVE, [id for id, _ in found], [text for _, text in found], work.now)


async def entities_in_reach(work: Work) -> list[str]:
    """The actor's legal entities that have statements."""
    query = select(BankStatements.legal_entity_id).where(in_scope(BankStatements, work.actor.scope)).distinct()
    return sorted((await work.session.execute(query)).scalars())


async def known_payers(work: Work, legal_entity_id: str, payer_keys: Collection[str]) -> dict[str, UUID]:
    """Whose the latest accepted money of each payer was."""
    query = (
        select(BankEntries.payer_key, Payments.customer_id)
        .join(Payments, Payments.id == BankEntries.payment_id)
        .where(
            BankEntries.legal_entity_id == legal_entity_id,
            BankEntries.payer_key.in_(payer_keys),
            BankEntries.status == BankEntryStatus.MATCHED,
        )
        .order_by(BankEntries.decided_at)
    )
    return dict((await work.session.execute(query)).all())


async def occurrences_with_entry(
    work: Work, *, legal_entity_id: str, reference_key: str, currency: str, amount: Decimal
) -> set[int]:
    """The numbers of the payments of this reference and amount behind which an entry stands: one that was rejected or
    voided has lost its own."""
    query = (
        select(Payments.occurrence)
        .join(BankEntries, BankEntries.payment_id == Payments.id)
        .where(
            Payments.legal_entity_id == legal_entity_id,
            Payments.reference_key == reference_key,
            tuple_(*CAME) == (currency, amount),
        )
    )
    return set((await work.session.execute(query)).scalars())


async def has_entry(work: Work, payment_id: UUID) -> bool:
    """Does an entry stand behind this payment?"""
    return bool((await work.session.execute(select(exists().where(BankEntries.payment_id == payment_id)))).scalar_one())


async def days_of_other_kinds(
    work: Work, *, legal_entity_id: str, account_key: str, kind: str, days: Collection[date]
) -> dict[date, str]:
    """Those of these days of an account that are known from another kind of file."""
    query = (
        select(BankEntries.booked_on, func.min(BankStatements.kind))
        .join(BankStatements, BankStatements.id == BankEntries.statement_id)
        .where(
            BankEntries.legal_entity_id == legal_entity_id,
            BankEntries.account_key == account_key,
            BankEntries.booked_on.in_(days),
            BankStatements.kind != kind,
        )
        .group_by(BankEntries.booked_on)
    )
    return dict((await work.session.execute(query)).all())


def _unseen(legal_entity_ids: Sequence[str]) -> Any:
    return and_(
        BankEntries.legal_entity_id.in_(legal_entity_ids),
        BankEntries.status == BankEntryStatus.OPEN,
        BankEntries.suggested_at.is_(None),
        BankEntries.amount > 0,
    )
