"""Put an order before its approvers: the facts that policies use, and what is signed."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approval_subject import ApprovalSubject, Fact
from services.orders.domain import deviations
from services.orders.domain.credit import Standing, are_terms_above_grade, most_days_late
from services.orders.domain.stock import backordered_pieces
from services.orders.store import orders as store
from services.orders.store import products as product_store
from services.orders.store import projections as contract_store
from services.orders.store.locked_orders import lock_with_lines
from services.orders.tables import OrderLineRow
from services.orders.use_cases.steps.approval_content import order_content
from services.orders.use_cases.steps.credit import show_exposure


async def show_approval_subject(order_id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    """As it stands now. Raises NotFound. What approvers are shown of the limit is kept: it is not asked twice."""
    async with uow.begin() as work:
        order, lines = await lock_with_lines(work, order_id)
        credits, standing = await contract_store.list_credits_and_standing(work, order.customer_id)
        if any(credit.credit_limit is not None for credit in credits):
            await show_exposure(work, order)
        agreed, ordered = await store.sum_ordered(work, order)
        free = await product_store.free_pieces(work, [line.product_id for line in lines])
    short = backordered_pieces({line.product_id: line.quantity for line in lines}, free)
    return ApprovalSubject(
        kind="order",
        id=order.id,
        number=order.number,
        title=f"{order.customer_name} {order.contract_number}".strip(),
        legal_entity_id=order.legal_entity_id,
        requester_id=order.owner_id,
        prepared_by=sorted({order.owner_id} if order.ordered_by else {order.owner_id, order.placed_by}),
        facts={
            "amount": order.total,
            "currency": order.currency,
            "oldest_days_late": most_days_late(credits),
            "over_limit": order.exposure is not None,
            "on_hold": standing.on_hold,
            "terms_above_grade": are_terms_above_grade(order.instalments, standing, order.offered_days),
            "short": bool(short),
            "has_contract": order.contract_id is not None,
            "above_rest": deviations.is_above_rest(order.total, agreed=agreed, ordered=ordered),
            "at_stake": deviations.at_stake(order.total, [line.paid() for line in lines]),
            **_prices(lines),
        },
        content=order_content(order, lines, credits)
        | _trust(standing)
        | {"short": ", ".join(line.product_code for line in lines if line.product_id in short)},
    )


def _trust(standing: Standing) -> dict[str, Any]:
    """Nothing of a customer of whom finance has said nothing: his orders are shown, and signed, as before."""
    said: dict[str, Any] = {"credit_grade": standing.grade} if standing.grade else {}
    return said | ({"credit_hold": standing.hold_reason or standing.grade} if standing.on_hold else {})


def _prices(lines: Sequence[OrderLineRow]) -> dict[str, Fact]:
    paid = [line.paid() for line in lines]
    return {
        "price_deviation": deviations.price_deviation(paid),
        "discount_percent": deviations.list_discount(paid),
        "line_discount_percent": deviations.largest_discount(paid),
        "contract_discount_percent": deviations.contract_discount(paid),
        "below_floor": bool(deviations.below_floor(paid)),
    }
