"""Put an order before its approvers: the facts that policies use, and what is signed."""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.matter import Matter
from services.orders.domain.credit import Credit, is_over_limit, most_days_late
from services.orders.domain.stock import what_is_short
from services.orders.store import contracts as contract_store
from services.orders.store import orders as store
from services.orders.store import products as product_store
from services.orders.tables import OrderLineRow, OrderRow


async def show_matter(order_id: UUID, uow: UnitOfWork) -> Matter:
    """As it stands now. Raises NotFound."""
    async with uow.begin() as work:
        order = await store.get_order(work, order_id)
        lines = await store.lines_of(work, order_id)
        credits = await contract_store.list_credits(work, order.customer_id)
        free = await product_store.free_pieces(work, [line.product_id for line in lines])
    short = what_is_short({line.product_id: line.quantity for line in lines}, free)
    return Matter(
        kind="order",
        id=order.id,
        number=order.number,
        title=f"{order.customer_name} {order.contract_number}",
        legal_entity_id=order.legal_entity_id,
        requester_id=order.owner_id,
        prepared_by=sorted({order.owner_id, order.placed_by}),
        facts={
            "amount": order.total,
            "oldest_days_late": most_days_late(credits),
            "over_limit": is_over_limit(order.money, credits),
            "short": bool(short),
        },
        content=_content(order, lines, credits)
        | {"short": ", ".join(line.product_code for line in lines if line.product_id in short)},
    )


def _content(order: OrderRow, lines: list[OrderLineRow], credits: list[Credit]) -> dict[str, object]:
    return {
        "customer": order.customer_name,
        "contract": order.contract_number,
        "total": str(order.money),
        "ship_to": order.ship_to,
        "owed": ", ".join(str(credit.owed) for credit in credits),
        "limit": ", ".join(str(credit.limit) for credit in credits if credit.limit is not None),
        "oldest_days_late": most_days_late(credits),
        "lines": [
            {
                "product_code": line.product_code,
                "product_name": line.product_name,
                "quantity": line.quantity,
                "price": str(line.price),
                "contract_price": str(line.contract_price),
                "amount": str(line.price * line.quantity),
            }
            for line in lines
        ],
    }
