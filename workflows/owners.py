"""Which records need a process now, as their owners say?"""

from collections.abc import AsyncIterator, Mapping
from datetime import timedelta
from typing import Any, TypeVar

from chassis.clock import now
from messages.approvals.acts import HandedOver
from messages.approvals.audit import Anchored
from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState
from messages.base import Page
from messages.collections.receivables import ShardView
from messages.deals.contracts import ContractStatus, ContractView
from messages.deals.registrations import RegistrationStatus, RegistrationView
from messages.leads.pools import PoolView
from messages.orders.orders import OrderStatus, OrderView
from workflows import starts
from workflows.activities.asking import Asking
from workflows.keeper import QUARTER
from workflows.starts import Begin

V = TypeVar("V")

REGISTRATIONS = (RegistrationStatus.SUBMITTED, RegistrationStatus.RETURNED, RegistrationStatus.PROTECTED)
CONTRACTS = (ContractStatus.IN_APPROVAL, ContractStatus.RETURNED)
ENDED_ORDERS = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)
REQUESTS = (RequestState.PENDING, RequestState.RETURNED)


class Owners:
    """The services, asked what should be running."""

    def __init__(self, services: Mapping[str, Asking], *, keeper_sleep: timedelta = QUARTER) -> None:
        self._services = services
        self.keeper_sleep = keeper_sleep

    async def hand_over(self) -> HandedOver:
        """Open tasks of who is away now, or has left, go to somebody who is there."""
        return await self._services["approvals"].post("/people/sweep", HandedOver, as_of=now())

    async def anchor(self) -> Anchored:
        """The audit chains that have moved get a new anchor."""
        while (done := await self._services["approvals"].post("/audit/anchors", Anchored, as_of=now())).more:
            pass
        return done

    async def need(self, process_id: str) -> bool:
        """Does the record of this process still need it? A record that nobody knows does not."""
        kind, _, id = process_id.partition("/")
        if kind == starts.REGISTRATION:
            registration = await self._services["deals"].find(f"/registrations/{id}", RegistrationView)
            return registration is not None and registration.status in REGISTRATIONS
        if kind == starts.CONTRACT:
            contract = await self._services["deals"].find(f"/contracts/{id}", ContractView)
            return contract is not None and contract.status in CONTRACTS
        if kind == starts.ORDER:
            order = await self._services["orders"].find(f"/orders/{id}", OrderView)
            return order is not None and order.status not in ENDED_ORDERS
        if kind == starts.REQUEST:
            request = await self._services["approvals"].find(f"/requests/{id}", RequestView)
            return request is not None and request.state in REQUESTS
        return kind in starts.KEEPERS

    async def open(self) -> AsyncIterator[Begin]:
        """Every process that should be running, with what it begins with."""
        async for registration in self._all("deals", "/registrations", RegistrationView, open="true"):
            if registration.status in REGISTRATIONS:
                yield starts.registration(
                    registration.id, number=registration.number, opportunity_id=registration.opportunity_id
                )
        async for contract in self._all("deals", "/contracts", ContractView, open="true"):
            if contract.status in CONTRACTS:
                yield starts.contract(contract.id, number=contract.number, opportunity_id=contract.opportunity_id)
        async for order in self._all("orders", "/orders", OrderView, open="true"):
            if order.status not in ENDED_ORDERS:
                yield starts.order(order.id, number=order.number, contract_id=order.contract_id)
        for pool in await self._services["leads"].get("/pools", list[PoolView]):
            yield starts.pool(pool.id, sleep_at_most=self.keeper_sleep)
        for shard in await self._services["collections"].get("/shards", list[ShardView]):
            yield starts.shard(shard.shard, sleep_at_most=self.keeper_sleep)
        yield starts.clocks(sleep_at_most=self.keeper_sleep)
        yield starts.deliveries(sleep_at_most=self.keeper_sleep)

    async def _all(self, service: str, path: str, view: type[V], **wanted: Any) -> AsyncIterator[V]:
        cursor: str | None = None
        while True:
            ask = self._services[service].get
            page = await ask(path, Page[view], limit=100, cursor=cursor, **wanted)  # type: ignore[valid-type]
            for one in page.items:
                yield one
            cursor = page.next
            if cursor is None:
                return
