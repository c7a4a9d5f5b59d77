"""Which entries of a provider's bill did it tell of? (a step of bringing in statements and of its notices)"""

from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.bank import ProviderTransactionStatus
from messages.money import Money
from services.collections.domain.bank.natural_keys import KeyedEntry
from services.collections.domain.bank.provider_notices import reconciled
from services.collections.store import bank_providers
from services.collections.tables import ProviderTransaction


async def reconcile_provider(work: Work, legal_entity_id: str, entries: Sequence[KeyedEntry]) -> int:
    """Each told transaction finds its entry by the provider's number and its sign. How many did."""
    keys = [new.reference_key for new in entries if new.reference_key]
    told = await bank_providers.lock_unbilled(work, legal_entity_id, keys)
    by_key = {(one.transaction_key, one.amount > 0): one for one in told}
    found = 0
    for new in entries:
        one = by_key.pop((new.reference_key or "", new.entry.amount > 0), None)
        if one is not None:
            bill(one, new.id, Money(amount=new.entry.amount, currency=new.entry.currency))
            found += 1
    await work.write()
    return found


def bill(one: ProviderTransaction, entry_id: UUID, billed: Money) -> None:
    """The bill has it."""
    one.entry_id, one.billed = entry_id, billed.amount
    is_same = reconciled(told=one.amount, billed=billed.amount, same_currency=one.currency == billed.currency)
    one.status = ProviderTransactionStatus.RECONCILED if is_same else ProviderTransactionStatus.DIFFERENT
