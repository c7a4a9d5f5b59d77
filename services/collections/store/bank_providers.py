"""How are the transactions that providers told found, locked and listed?"""

from collections.abc import Collection
from typing import Any

from sqlalchemy import ARRAY, Select, String, any_, literal, select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.collections.bank import ProviderTransactionStatus
from services.collections.tables import BankEntry, OrderAccountRow, ProviderTransaction
from services.collections.tables.columns import Accounts, BankEntries, ProviderTransactions


async def add_transaction(work: Work, made: ProviderTransaction) -> ProviderTransaction | None:
    """None when it was told before (the unique key decides between two at once)."""
    fresh = (
        insert(ProviderTransactions).values(made.model_dump()).on_conflict_do_nothing().returning(ProviderTransactions)
    )
    found: ProviderTransaction | None = (await work.session.execute(fresh)).scalar_one_or_none()
    return found


async def lock_transaction(work: Work, provider: str, transaction_id: str, type: str) -> ProviderTransaction:
    query = select(ProviderTransactions).where(
        ProviderTransactions.provider == provider,
        ProviderTransactions.transaction_id == transaction_id,
        ProviderTransactions.type == type,
    )
    fresh = query.with_for_update().execution_options(populate_existing=True)
    found: ProviderTransaction = (await work.session.execute(fresh)).scalar_one()
    return found


async def lock_unbilled(work: Work, legal_entity_id: str, keys: Collection[str]) -> list[ProviderTransaction]:
    """Those of these numbers whose bill is not here yet."""
    if not keys:
        return []
    query = select(ProviderTransactions).where(
        ProviderTransactions.legal_entity_id == legal_entity_id,
        ProviderTransactions.transaction_key == any_(literal(list(keys), ARRAY(String))),
        ProviderTransactions.entry_id.is_(None),
    )
    fresh = query.order_by(ProviderTransactions.id).with_for_update().execution_options(populate_existing=True)
    return list((await work.session.execute(fresh)).scalars())


async def find_entry(work: Work, legal_entity_id: str, transaction_key: str, *, came: bool) -> BankEntry | None:
    """The bill's entry of a transaction."""
    query = select(BankEntries).where(
        BankEntries.legal_entity_id == legal_entity_id,
        BankEntries.reference_key == transaction_key,
        BankEntries.amount > 0 if came else BankEntries.amount < 0,
    )
    found: BankEntry | None = (await work.session.execute(query.order_by(BankEntries.id).limit(1))).scalar_one_or_none()
    return found


async def find_order(work: Work, legal_entity_id: str, number: str) -> OrderAccountRow | None:
    """The account of an order by its number."""
    query = select(Accounts).where(Accounts.legal_entity_id == legal_entity_id, Accounts.number == number)
    found: OrderAccountRow | None = (await work.session.execute(query.limit(1))).scalar_one_or_none()
    return found


def query_transactions(work: Work, *, status: ProviderTransactionStatus | None, provider: str | None) -> Select[Any]:
    query = select(ProviderTransactions).where(in_scope(ProviderTransactions, work.actor.scope))
    query = query if status is None else query.where(ProviderTransactions.status == status)
    return query if provider is None else query.where(ProviderTransactions.provider == provider)
