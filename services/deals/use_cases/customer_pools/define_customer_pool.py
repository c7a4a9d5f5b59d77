"""How is a pool of customers made, or its rules changed, and whom would that concern?"""

from collections.abc import Sequence
from datetime import datetime

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import names_of
from messages.deals.customer_care.pools import (
    CustomerPoolDefined,
    CustomerPoolRules,
    CustomerPoolView,
    DefineCustomerPool,
    PoolPreview,
    RetimedCustomer,
)
from services.deals.domain.authority import entity_of
from services.deals.domain.customer_care.pools import PoolOf, must_have_clocks
from services.deals.store.customer_care import pools
from services.deals.tables import Customer, CustomerPool
from services.deals.use_cases.steps.customer_clock import Acts, began, retime, times_of

SHOWN = 100


async def define_customer_pool(command: DefineCustomerPool, uow: UnitOfWork) -> CustomerPoolView:
    """The clocks that run follow the rules at once; whose time would be over is warned first, and has the time between
    warning and end. The same rules again change nothing."""
    must_have_clocks(command)
    async with uow.begin() as work:
        entity = entity_of(command.legal_entity_id, work.actor.legal_entities)
        rules = _rules(command)
        row = await pools.find_pool(work, entity, command.code, lock=True)
        if row is None:
            row = CustomerPool(
                id=work.new_id(), code=command.code, legal_entity_id=entity, position=command.position, rules=rules
            )
            if not await pools.add_pool(work, row):  # somebody was a moment faster
                row = await pools.find_pool(work, entity, command.code, lock=True)
                assert row is not None
                await _change(work, row, rules)
            else:
                await _announce(work, row)
        elif not work.repeated and row.rules != rules:
            await _change(work, row, rules)
        return next(one for one in await pools.list_pools(work, entity) if one.id == row.id)


async def preview_customer_pool(command: DefineCustomerPool, uow: UnitOfWork) -> PoolPreview:
    """Whose time these rules would move; nothing is kept."""
    must_have_clocks(command)
    async with uow.begin() as work:
        entity = entity_of(command.legal_entity_id, work.actor.legal_entities)
        row = await pools.find_pool(work, entity, command.code)
        new = PoolOf(row.id if row else work.new_id(), CustomerPoolRules.model_validate(_rules(command)))
        known = [one for one in await pools.pools_of(work, entity) if one.id != new.id]
        then = sorted([*known, new], key=lambda one: one.rules.position)
        last = await pools.last_acts(work, entity)
        moved = [
            (customer, end)
            for customer in await work.session.scalars(pools.owned_of(entity))
            if (end := _end(customer, then, last, work.now)) != customer.reclaim_at
        ]
        moved.sort(key=lambda pair: (pair[1] is None, pair[1] or work.now, pair[0].number))
        names = await names_of(work, {customer.owner_id for customer, _ in moved[:SHOWN] if customer.owner_id})
        return PoolPreview(
            moved=len(moved),
            overdue=sum(1 for _, end in moved if end is not None and end <= work.now),
            customers=[
                RetimedCustomer(
                    customer_id=customer.id, number=customer.number, name=customer.name,
                    owner_name=names.get(customer.owner_id) if customer.owner_id else None,
                    now=customer.reclaim_at, then=end,
                )
                for customer, end in moved[:SHOWN]
            ],
        )  # fmt: skip


async def list_customer_pools(legal_entity_id: str | None, uow: UnitOfWork) -> list[CustomerPoolView]:
    async with uow.begin() as work:
        return await pools.list_pools(work, entity_of(legal_entity_id, work.actor.legal_entities))


def _rules(command: DefineCustomerPool) -> dict[str, object]:
    return command.model_dump(mode="json", include=set(CustomerPoolRules.model_fields))


async def _change(work: Work, row: CustomerPool, rules: dict[str, object]) -> None:
    row.rules = rules
    row.position = CustomerPoolRules.model_validate(rules).position
    row.version += 1
    await work.session.flush()
    await _announce(work, row)


async def _announce(work: Work, row: CustomerPool) -> None:
    """And the clocks of all who are owned follow."""
    last = await pools.last_acts(work, row.legal_entity_id)  # before all of them wait for us
    customers = list(await work.session.scalars(pools.owned_of(row.legal_entity_id).with_for_update(key_share=True)))
    await retime(work, customers, await pools.pools_of(work, row.legal_entity_id), last)
    event = CustomerPoolDefined(
        customer_pool_id=row.id, code=row.code, name=row.said.name, legal_entity_id=row.legal_entity_id,
        version=row.version,
    )  # fmt: skip
    work.emit(event)


def _end(customer: Customer, known: Sequence[PoolOf], last: Acts, now: datetime) -> datetime | None:
    """When it would go back; what is over already would be warned first."""
    _, end = times_of(customer, known, *began(customer, last, now))
    return end.reclaim_at if end else None
