"""Which facts begin a process, and which are told to one?"""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from chassis.client import Unavailable
from chassis.subscriptions import NotYet, Subscriptions, Unreachable
from messages.approvals.clocks import ClockMoved
from messages.approvals.events import RequestSettled, StepOpened, StepSettled, TodoDone
from messages.approvals.notices import DeliveryDeadlineMoved
from messages.base import Event
from messages.collections.invoices import InvoiceCancelled, InvoiceIssued, InvoiceRefused, InvoiceRequested
from messages.collections.payments import PaymentConfirmed, PaymentRecorded, PaymentRefused
from messages.collections.receivables import ShardDeadlineMoved
from messages.deals.contracts import ContractCancelled, ContractSubmitted, ContractWithdrawn
from messages.deals.registrations import RegistrationClosed, RegistrationSubmitted, RegistrationWithdrawn
from messages.leads.pools import PoolDeadlineMoved, PoolDefined
from messages.orders.orders import OrderCancelRequested, OrderPlaced, OrderReserved
from messages.orders.shipments import ShipmentReceived, ShipmentSent
from workflows import starts
from workflows.facts import Told
from workflows.keeper import QUARTER
from workflows.owners import Owners
from workflows.starts import CONTRACT, ORDER, REGISTRATION, Begin
from workflows.switchboard import Switchboard

SMALL_FACTS = {"request_id", "step_id", "step", "next_clock", "outcome", "comment"}

# Event → the process that it begins. Submitted again (a later round): begun anew if it has ended, else told.
STARTS: dict[type[Event], Callable[[Any], Begin]] = {
    RegistrationSubmitted: lambda e: starts.registration(
        e.registration_id, number=e.number, opportunity_id=e.opportunity_id
    ),
    ContractSubmitted: lambda e: starts.contract(e.contract_id, number=e.number, opportunity_id=e.opportunity_id),
    OrderPlaced: lambda e: starts.order(e.order_id, number=e.number, contract_id=e.contract_id),
}

# Event → the keeper that looks again, and is begun when it does not run.
LOOKS: dict[type[Event], Callable[[Any, timedelta], Begin]] = {
    PoolDefined: lambda e, sleep: starts.pool(e.pool_id, sleep_at_most=sleep),
    PoolDeadlineMoved: lambda e, sleep: starts.pool(e.pool_id, sleep_at_most=sleep),
    ShardDeadlineMoved: lambda e, sleep: starts.shard(e.shard, sleep_at_most=sleep),
    ClockMoved: lambda e, sleep: starts.clocks(sleep_at_most=sleep),
    DeliveryDeadlineMoved: lambda e, sleep: starts.deliveries(sleep_at_most=sleep),
}

# Event → the processes that are told.
TELLS: dict[type[Event], Callable[[Any], list[str]]] = {
    RegistrationWithdrawn: lambda e: [f"{REGISTRATION}/{e.registration_id}"],
    RegistrationClosed: lambda e: [f"{REGISTRATION}/{e.registration_id}"],
    ContractWithdrawn: lambda e: [f"{CONTRACT}/{e.contract_id}"],
    ContractCancelled: lambda e: [f"{CONTRACT}/{e.contract_id}"],
    OrderCancelRequested: lambda e: [f"{ORDER}/{e.order_id}"],
    OrderReserved: lambda e: [f"{ORDER}/{e.order_id}"],
    ShipmentSent: lambda e: [f"{ORDER}/{e.order_id}"],
    ShipmentReceived: lambda e: [f"{ORDER}/{e.order_id}"],
    PaymentRecorded: lambda e: [f"{ORDER}/{id}" for id in e.order_ids],
    PaymentConfirmed: lambda e: [f"{ORDER}/{id}" for id in e.order_ids],
    PaymentRefused: lambda e: [f"{ORDER}/{id}" for id in e.order_ids],
    InvoiceRequested: lambda e: [f"{ORDER}/{e.order_id}"],
    InvoiceIssued: lambda e: [f"{ORDER}/{e.order_id}"],
    InvoiceRefused: lambda e: [f"{ORDER}/{e.order_id}"],
    InvoiceCancelled: lambda e: [f"{ORDER}/{e.order_id}"],
    StepOpened: lambda e: [] if e.with_request and e.round == 1 else _asker(e),  # who asked has it in the answer
    StepSettled: lambda e: [] if e.with_request else _asker(e),  # RequestSettled says it
    RequestSettled: lambda e: _asker(e),
    TodoDone: lambda e: [e.process_id] if e.process_id else [],
}


def _asker(event: Any) -> list[str]:
    return [event.process_id] if event.process_id else []


class Triggers:
    """The tables at work. Connected once, when the worker has its client."""

    def __init__(self) -> None:
        self._switchboard: Switchboard | None = None
        self._owners: Owners | None = None
        self._keeper_sleep = QUARTER

    def connect(self, switchboard: Switchboard, owners: Owners) -> None:
        """From now on facts reach processes."""
        self._switchboard, self._owners, self._keeper_sleep = switchboard, owners, owners.keeper_sleep

    async def begin(self, event: Event) -> None:
        """A record was submitted."""
        begin = STARTS[type(event)](event)
        if getattr(event, "round", 1) > 1:
            await self._board.begin_or_tell(begin, told_of(event))
        else:
            await self._board.begin(begin)

    async def look(self, event: Event) -> None:
        """A deadline moved, or there is something new to keep."""
        begin = LOOKS[type(event)](event, self._keeper_sleep)
        await self._board.begin_or_look(begin, getattr(event, "next_due_at", None))

    async def tell(self, event: Event) -> None:
        """Not found: its record has ended → done, else later again."""
        for process_id in TELLS[type(event)](event):
            if not await self._board.tell(process_id, told_of(event)) and await self._needed(process_id):
                raise NotYet("process", process_id)

    @property
    def _board(self) -> Switchboard:
        if self._switchboard is None:
            raise Unreachable("the triggers are not connected to Temporal yet")
        return self._switchboard

    async def _needed(self, process_id: str) -> bool:
        assert self._owners is not None
        try:
            return await self._owners.need(process_id)
        except Unavailable as away:
            raise Unreachable(str(away)) from away


def told_of(event: Event) -> Told:
    """The event as a process hears it."""
    return Told(
        fact=event.subject,
        id=event.aggregate_id,
        round=getattr(event, "round", 0),
        data=event.model_dump(mode="json", include=SMALL_FACTS),
    )


triggers = Triggers()
subscriptions = Subscriptions("workflows", inbox=False, at_once=10)

for _kind in STARTS:
    subscriptions.on(_kind)(triggers.begin)
for _kind in LOOKS:
    subscriptions.on(_kind)(triggers.look)
for _kind in TELLS:
    subscriptions.on(_kind)(triggers.tell)
