"""What of an order can be invoiced?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.invoices import BillableLineView, BillableOrder
from services.collections.domain.invoice_lines import BillableLine
from services.collections.store import invoice_lines, projections
from services.collections.tables import BillableLineRow, OrderAccountRow


async def show_billable_order(order_id: UUID, uow: UnitOfWork) -> BillableOrder:
    """订单金额, 待开票, 待确认开票, and what is left of each line. Raises NotFound."""
    async with uow.begin() as work:
        account = await projections.find_account(work, order_id)
        customer = await projections.find_customer(work, account.customer_id)
        rows = await invoice_lines.list_billable(work, order_id)
        money = {
            name: account.money(getattr(account, name)) for name in ("amount", "credited", "requested", "invoiced")
        }
        return BillableOrder(
            order_id=order_id,
            number=account.number,
            customer_id=account.customer_id,
            customer_name=customer.name if customer else "",
            to_invoice=account.money(account.to_invoice),
            lines=[_view(account, row, left) for row, left in rows],
            **money,
        )


def _view(account: OrderAccountRow, row: BillableLineRow, left: BillableLine) -> BillableLineView:
    own: dict[str, Any] = row.model_dump(
        include={"position", "description", "product_code", "charge", "quantity", "tax_rate"}
    )
    money = {"total": account.money(row.total), "left": account.money(left.left)}
    return BillableLineView(**own, **money, quantity_left=left.quantity_left)
