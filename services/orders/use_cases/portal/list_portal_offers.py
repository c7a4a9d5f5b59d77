"""What may a customer order, at which price?"""

from typing import Any

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.orders.portal import PortalContract, PortalOffer
from services.orders.store import portal as store


async def list_portal_offers(uow: UnitOfWork, **wanted: Any) -> Page[PortalOffer]:
    """At today's list price; under a contract at its prices, while it has pieces left. By code; `wanted` as the route
    has it."""
    async with uow.begin() as work:
        return await store.list_offers(work, **wanted)


async def list_portal_contracts(uow: UnitOfWork) -> list[PortalContract]:
    async with uow.begin() as work:
        return [PortalContract(id=row.id, number=row.number) for row in await store.list_contracts(work)]
