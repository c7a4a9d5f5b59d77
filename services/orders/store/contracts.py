"""How are the facts of contracts and customers kept and found?"""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.database import in_scope
from chassis.unit_of_work import Work
from messages.collections.receivables import CreditChanged
from messages.errors import NotFound
from messages.money import Money
from services.orders.domain.credit import Credit
from services.orders.tables import ContractLineRow, ContractRow, CustomerRow


async def lock_contract(work: Work, contract_id: UUID) -> ContractRow:
    """Locked until the commit: whoever holds it alone reckons what is left. Raises NotFound, also when out of scope."""
    query = select(ContractRow).where(col(ContractRow.id) == contract_id, in_scope(ContractRow, work.actor.scope))
    found = (await work.session.execute(query.with_for_update())).scalar_one_or_none()
    if found is None:
        raise NotFound("contract", contract_id)
    return found


async def find_contract(work: Work, contract_id: UUID) -> ContractRow | None:
    """Whoever's it is; locked."""
    query = select(ContractRow).where(col(ContractRow.id) == contract_id).with_for_update()
    return (await work.session.execute(query)).scalar_one_or_none()


async def list_contract_lines(work: Work, contract_id: UUID) -> Sequence[ContractLineRow]:
    query = select(ContractLineRow).where(col(ContractLineRow.contract_id) == contract_id)
    return (await work.session.execute(query.order_by(col(ContractLineRow.line)))).scalars().all()


async def note_name(work: Work, customer_id: UUID, name: str, version: int) -> None:
    """Keep the newest name; an older one that comes late changes nothing."""
    fresh = insert(CustomerRow).values(
        id=customer_id, name=name, name_version=version, oldest_days_late=0, credit_version=0
    )
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={"name": fresh.excluded.name, "name_version": fresh.excluded.name_version},
        where=col(CustomerRow.name_version) <= fresh.excluded.name_version,
    )
    await work.session.execute(newer)


async def note_credit(work: Work, event: CreditChanged) -> None:
    """Keep the newest debts; older ones that come late change nothing."""
    values = {
        "owed": event.owed.amount,
        "owed_currency": event.owed.currency,
        "limit_amount": event.limit.amount if event.limit else None,
        "limit_currency": event.limit.currency if event.limit else None,
        "oldest_days_late": event.oldest_days_late,
        "credit_version": event.version,
    }
    fresh = insert(CustomerRow).values(id=event.customer_id, name_version=0, **values)
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in values},
        where=col(CustomerRow.credit_version) <= fresh.excluded.credit_version,
    )
    await work.session.execute(newer)


async def credit_of(work: Work, customer_id: UUID) -> Credit:
    """What is known of the customer's debts; nothing known is no debt."""
    row = await work.session.get(CustomerRow, customer_id)
    if row is None:
        return Credit()
    return Credit(
        owed=_money(row.owed, row.owed_currency),
        oldest_days_late=row.oldest_days_late,
        limit=_money(row.limit_amount, row.limit_currency),
    )


def _money(amount: object, currency: str | None) -> Money | None:
    return Money.model_validate({"amount": amount, "currency": currency}) if currency is not None else None
