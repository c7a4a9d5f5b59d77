"""Which to-dos of an order are open, and for whom?"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID, uuid5

from temporalio import workflow

from workflows.engine.steps import step

with workflow.unsafe.imports_passed_through():
    from messages.base import OpenItem
    from messages.collections.receivables import AccountSnapshot
    from messages.money import Money
    from messages.orders.orders import OrderSnapshot, OrderStatus
    from messages.orders.returns import ReturnSnapshot
    from workflows.activities.approvals import Approvals
    from workflows.activities.snapshots import PaymentSnapshot, Todo, TodosWanted

TODO_NAMES = UUID("7d0f0b52-54c6-5a83-8a0e-0f9f3c5a6b11")
MOST_ATTEMPTS = 20
ARRIVED = (OrderStatus.RECEIVED, OrderStatus.COMPLETED)
ENDED = (OrderStatus.COMPLETED, OrderStatus.CANCELLED)
DELIVERING = (OrderStatus.CONFIRMED, OrderStatus.RESERVED, OrderStatus.SHIPPED, OrderStatus.RECEIVED)
Record = OrderSnapshot | PaymentSnapshot | ReturnSnapshot
# Whoever ticks it off has dealt with it: the money may stay where it is, the goods with the customer.
ONCE = frozenset({"allocate_payment", "confirm_goods_back", "cancel_order"})


@dataclass(frozen=True)
class WantedTodo:
    """A to-do that has to be open now. `times` tells apart the same request made again for a good reason; `amount`
    does not: it is only shown."""

    kind: str
    about: str  # order, shipment, payment, invoice
    id: UUID
    number: str
    role: str | None
    within: str
    times: int = 0
    amount: Money | None = field(default=None, compare=False)


def wanted_todos(
    id: UUID, order: OrderSnapshot, account: AccountSnapshot, backordered: Iterable[str]
) -> list[WantedTodo]:
    """Exactly the to-dos that follow from what stands: whatever was received, and however often."""
    found = []
    if order.status is OrderStatus.CONFIRMED and list(backordered):
        found.append(_of_order(id, order, "restock", "order_admin", "2 business days"))
    if order.status is OrderStatus.RESERVED:
        found.append(_of_order(id, order, "ship", "shipper", "2 business days"))
    if order.status in ARRIVED and account.to_request:
        asked = _of_order(id, order, "request_invoice", None, "5 business days", times=account.invoices)
        found.append(replace(asked, amount=account.to_invoice or order.total))
    if order.status in DELIVERING:
        kind, role = "decide_difference", "order_admin"
        found += [_of(item, kind, "shipment", role, "2 business days") for item in order.differences]
    if order.status not in ENDED and (order.goods_requests or order.goods_back):
        kind, role = ("cancel_order", "order_admin") if order.goods_back else ("confirm_goods_back", "shipper")
        found.append(_of_order(id, order, kind, role, "5 business days", times=order.goods_requests))
    found += [_of(item, "receive", "shipment", "shipper", "7 days") for item in order.on_the_way]
    found += [_of(item, "confirm_payment", "payment", "finance", "1 business days") for item in account.to_confirm]
    found += [_of(item, "issue_invoice", "invoice", "finance", "2 business days") for item in account.to_issue]
    found += [_of(item, "reverse_invoice", "invoice", "finance", "5 business days") for item in account.to_correct]
    if order.status in ENDED:
        found += [_of(item, "allocate_payment", "payment", "finance", "5 business days") for item in account.on_account]
    return found


def _of_order(
    id: UUID, order: OrderSnapshot, kind: str, role: str | None, within: str, *, times: int = 0
) -> WantedTodo:
    return WantedTodo(kind, "order", id, order.number, role, within, times, order.total)


def _of(item: OpenItem, kind: str, about: str, role: str, within: str) -> WantedTodo:
    return WantedTodo(kind, about, item.id, item.number, role, within, amount=item.amount)


class Todos:
    """The open to-dos of one record. One that was ticked off without the act being done is opened again."""

    def __init__(self, order_id: UUID | None, still_open: Iterable[UUID] = ()) -> None:
        self._order = order_id
        self._open: dict[UUID, WantedTodo | None] = dict.fromkeys(still_open)
        self._attempts: dict[WantedTodo, int] = {}
        self.were_forgotten = False  # begun anew: what a run before had open is not known, and not wanted

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

    async def set(self, wanted: Iterable[WantedTodo], about: Record) -> None:
        """Open what is wanted and close what is not wanted any more, in one call; none where nothing differs."""
        wanted = list(wanted)
        for _ in range(MOST_ATTEMPTS):
            now = {self._id(todo): todo for todo in wanted if todo.kind not in ONCE or todo not in self._attempts}
            if now.keys() == self._open.keys() and not self.were_forgotten:
                return
            new = [self._filled(id, todo, about) for id, todo in now.items() if id not in self._open]
            left, before = [id for id in self._open if id not in now], self._open
            self._open = dict(now)  # before the call: one that is ticked off meanwhile is taken out again
            ended: list[UUID] | None = None
            try:
                only_of = workflow.info().workflow_id if self.were_forgotten else None
                ended = await step(Approvals.set_todos, TodosWanted(open=new, close=left, only_of=only_of))
                self.were_forgotten = False
            finally:
                if ended is None:
                    self._open = before
            for id in ended:
                self.done(id)
            if not ended:
                return

    async def synchronize(self, wanted: Iterable[WantedTodo], about: Record) -> None:
        """The same call by call, for what began before there was one call for all."""
        wanted = [todo for todo in wanted if todo.kind not in ONCE or todo not in self._attempts]
        ids = {self._id(todo): todo for todo in wanted}
        for id in [id for id in self._open if id not in ids]:
            await step(Approvals.close_todo, id)
            self._open.pop(id, None)
        for todo in wanted:
            if self._id(todo) not in self._open:
                await self._open_todo(todo, about)

    async def _open_todo(self, todo: WantedTodo, about: Record) -> None:
        for _ in range(MOST_ATTEMPTS):
            id = self._id(todo)
            self._open[id] = todo
            if await step(Approvals.open_todo, self._filled(id, todo, about)):
                return
            self.done(id)
            if todo.kind in ONCE:
                return

    def _id(self, todo: WantedTodo) -> UUID:
        attempt = self._attempts.get(todo, 0)
        return uuid5(TODO_NAMES, f"{workflow.info().workflow_id}/{todo.kind}/{todo.id}/{todo.times}/{attempt}")

    def _filled(self, id: UUID, todo: WantedTodo, about: Record) -> Todo:
        return Todo(
            id=id,
            kind=todo.kind,
            process_id=workflow.info().workflow_id,
            about_kind=todo.about,
            about_id=todo.id,
            number=todo.number,
            order_id=self._order,
            title=about.title,
            amount=todo.amount,
            legal_entity_id=about.legal_entity_id,
            person_id=about.owner_id if todo.role is None else None,
            role=todo.role,
            within=todo.within,
        )
