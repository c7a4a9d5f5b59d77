"""Who has something to do for an order, and is asked for it?"""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID, uuid5

from temporalio import workflow

from workflows.steps import step

with workflow.unsafe.imports_passed_through():
    from messages.orders.orders import OrderStatus
    from workflows.activities.approvals import Approvals
    from workflows.activities.standings import AccountStanding, OrderStanding, Piece, Todo

TODO_NAMES = UUID("7d0f0b52-54c6-5a83-8a0e-0f9f3c5a6b11")
MOST_ATTEMPTS = 20
ARRIVED = (OrderStatus.RECEIVED,)


class Wanted(NamedTuple):
    """A to-do that has to be open now. `times` tells apart the same request made again for a good reason."""

    kind: str
    about: str  # order, shipment, payment, invoice
    id: UUID
    number: str
    role: str | None
    within: str
    times: int = 0


def wanted(id: UUID, order: OrderStanding, account: AccountStanding, short: Iterable[str]) -> list[Wanted]:
    """Exactly the to-dos that follow from what stands: whatever was told, and however often."""
    found = []
    if order.status is OrderStatus.CONFIRMED and list(short):
        found.append(Wanted("restock", "order", id, order.number, "order_admin", "2 business days"))
    if order.status is OrderStatus.RESERVED:
        found.append(Wanted("ship", "order", id, order.number, "shipper", "2 business days"))
    if order.status in ARRIVED and account.to_request:
        times = account.invoices
        found.append(Wanted("request_invoice", "order", id, order.number, None, "5 business days", times))
    found += [_of(piece, "receive", "shipment", "shipper", "7 days") for piece in order.on_the_way]
    found += [_of(piece, "confirm_payment", "payment", "finance", "1 business days") for piece in account.to_confirm]
    found += [_of(piece, "issue_invoice", "invoice", "finance", "2 business days") for piece in account.to_issue]
    return found


def _of(piece: Piece, kind: str, about: str, role: str, within: str) -> Wanted:
    return Wanted(kind, about, piece.id, piece.number, role, within)


class Todos:
    """The open to-dos of one order. One that was ticked off without the act being done is opened again."""

    def __init__(self, order_id: UUID, still_open: Iterable[UUID] = ()) -> None:
        self._order = order_id
        self._open: dict[UUID, Wanted | None] = dict.fromkeys(still_open)
        self._attempts: dict[Wanted, int] = {}

    @property
    def open(self) -> list[UUID]:
        """Their ids, for the next run."""
        return list(self._open)

    @property
    def kinds(self) -> list[str]:
        """What people are asked to do."""
        return [todo.kind for todo in self._open.values() if todo is not None]

    def done(self, todo_id: UUID) -> None:
        """Somebody ticked it off."""
        todo = self._open.pop(todo_id, None)
        if todo is not None:
            self._attempts[todo] = self._attempts.get(todo, 0) + 1

    async def keep(self, wanted: Iterable[Wanted], order: OrderStanding) -> None:
        """Open what is wanted and close what is not wanted any more."""
        wanted = list(wanted)
        ids = {self._id(todo): todo for todo in wanted}
        for id in [id for id in self._open if id not in ids]:
            await step(Approvals.close_todo, id)
            self._open.pop(id, None)
        for todo in wanted:
            if self._id(todo) not in self._open:
                await self._ask(todo, order)

    async def _ask(self, todo: Wanted, order: OrderStanding) -> None:
        for _ in range(MOST_ATTEMPTS):
            id = self._id(todo)
            self._open[id] = todo
            if await step(Approvals.open_todo, self._filled(id, todo, order)):
                return
            self.done(id)

    def _id(self, todo: Wanted) -> UUID:
        attempt = self._attempts.get(todo, 0)
        return uuid5(TODO_NAMES, f"{workflow.info().workflow_id}/{todo.kind}/{todo.id}/{todo.times}/{attempt}")

    def _filled(self, id: UUID, todo: Wanted, order: OrderStanding) -> Todo:
        return Todo(
            id=id,
            kind=todo.kind,
            process_id=workflow.info().workflow_id,
            about_kind=todo.about,
            about_id=todo.id,
            number=todo.number,
            order_id=self._order,
            legal_entity_id=order.legal_entity_id,
            person_id=order.owner_id if todo.role is None else None,
            role=todo.role,
            within=todo.within,
        )
