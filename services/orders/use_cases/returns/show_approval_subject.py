"""Put a return before its approvers: the facts that its policy uses, and what is signed."""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approval_subject import ApprovalSubject
from services.orders.store import orders as order_store
from services.orders.store import returns as store


async def show_approval_subject(return_id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    """As it stands now. Raises NotFound."""
    async with uow.begin() as work:
        found = await store.get_visible_return(work, return_id)
        order = await order_store.get_order(work, found.order_id)
        lines = await store.lines_of(work, return_id)
    days = (work.now - (order.completed_at or order.placed_at)).days
    return ApprovalSubject(
        kind="return",
        id=found.id,
        number=found.number,
        title=f"{found.customer_name} {found.order_number}",
        legal_entity_id=found.legal_entity_id,
        requester_id=found.owner_id,
        prepared_by=sorted({found.owner_id, found.requested_by}),
        facts={
            "amount": found.worth,
            "currency": found.currency,
            "completed": order.completed_at is not None,
            "days": days,
        },
        content={
            "customer": found.customer_name,
            "order": found.order_number,
            "shipment": found.shipment_number,
            "reason": found.reason,
            "amount": str(found.money(found.worth)),
            "lines": [line.model_dump(include={"product_code", "product_name", "quantity"}) for line in lines],
        },
    )
