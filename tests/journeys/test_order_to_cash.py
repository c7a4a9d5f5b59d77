"""Does an order go from the contract to the last payment, and can it be undone?"""

from uuid import uuid4

from deploy.cast.player import until
from deploy.cast.sale import inbox_of
from deploy.sample.load import today
from messages.approvals.tasks import InboxItem
from messages.base import Page
from messages.collections.invoices import InvoiceStatus, InvoiceView
from messages.collections.payments import PaymentStatus, PaymentView
from messages.collections.receivables import OrderAccount, ReceivableStatus, ReceivableView
from messages.insights.views import Found, TimelineEntry
from messages.orders.orders import CancelOrder, OrderStatus, RequestGoods
from messages.orders.products import ProductView
from messages.orders.shipments import Ship, ShipmentLine, ShipmentView
from tests.whole_stack import SalesSoFar, some_goods


async def test_from_the_contract_to_the_last_payment(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.make_effective(contract.id)
    order = await sale.complete(contract.id, today())
    account = await sale.seller.get("collections", f"/order-accounts/{order.id}", OrderAccount)
    assert order.total == account.paid == account.invoiced == contract.total
    for login in ("zheng.shipper", "qian.finance"):
        player = await sales.cast.player(login)

        async def none_left(player=player) -> bool | None:  # type: ignore[no-untyped-def]
            return None if [one for one in await inbox_of(player) if one.about.id == order.id] else True

        await until(none_left, what=f"no to-do about the order left for {login}")


async def test_feature_184_the_whole_history_is_found_under_the_number(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.make_effective(contract.id)
    order = await sale.complete(contract.id, today())
    ops = await sales.cast.player("ops")

    wanted = {
        "orders.order.placed.v1", "orders.shipment.sent.v1", "collections.payment.confirmed.v1",
        "orders.order.completed.v1",
    }  # fmt: skip

    async def history() -> list[TimelineEntry] | None:
        """Of two services, in whichever order they are heard of."""
        found = await ops.get("insights", "/timeline", Page[TimelineEntry], number=order.number, limit=100)
        return found.items if wanted <= {one.subject for one in found.items} else None

    told = await until(history, what="the history of the order")
    assert not [one.text for one in told if one.text == one.subject], "every fact is worded"
    index = await ops.get("insights", "/find", Found, number=order.number)
    assert (index.id, index.process_id) == (order.id, f"order-to-cash/{order.id}")


async def test_goods_may_leave_in_several_shipments(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=5)
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    shipper = await sales.cast.player("zheng.shipper")
    product_id = some_goods().product_id
    for quantity in (2, 3):
        said = Ship(id=uuid4(), lines=[ShipmentLine(product_id=product_id, quantity=quantity)])
        sent = await shipper.post("orders", f"/orders/{order.id}/ship", said, ShipmentView)
        await shipper.post("orders", f"/shipments/{sent.id}/receive", None, ShipmentView)
    received = await sale.order_is(order.id, OrderStatus.RECEIVED)
    assert [one.received for one in received.lines] == [5]

    async def due() -> ReceivableView | None:
        owed = await sale.seller.get("collections", "/receivables", Page[ReceivableView], order_id=order.id)
        return owed.items[0] if owed.items and owed.items[0].due_on else None

    assert (await until(due, what="the receivable to be due by the terms")).due_on is not None


async def test_the_shipper_finds_what_is_to_be_shipped(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    shipper = await sales.cast.player("zheng.shipper")

    async def waits() -> InboxItem | None:
        return next((one for one in await inbox_of(shipper) if one.about.id == order.id and one.todo == "ship"), None)

    assert (await until(waits, what="the to-do of the shipper")).about.number == order.number


async def test_cancelling_after_payment_undoes_everything(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=4)
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    shipper = await sales.cast.player("zheng.shipper")
    on_shelf = await _on_shelf(sales)
    await shipper.post("orders", f"/orders/{order.id}/ship", Ship(id=uuid4()), ShipmentView)
    await sale.pay(order, today())
    await sale.invoice(order.id)
    why = RequestGoods(reason="The customer is gone")
    await sale.seller.post("orders", f"/orders/{order.id}/request-goods", why, object)
    await shipper.post("orders", f"/orders/{order.id}/confirm-goods-back", None, object)
    cancel = CancelOrder(reason="The customer is gone")
    second = await sales.cast.player("wu.orders")
    await second.post("orders", f"/orders/{order.id}/cancel", cancel, object)
    await sale.order_is(order.id, OrderStatus.CANCELLED)
    payments = await sale.seller.get("collections", "/payments", Page[PaymentView], order_id=order.id)
    owed = await sale.seller.get("collections", "/receivables", Page[ReceivableView], order_id=order.id)
    invoices = await sale.seller.get("collections", "/invoices", Page[InvoiceView], order_id=order.id)
    assert {one.status for one in payments.items} == {PaymentStatus.REVERSED}
    assert {one.status for one in owed.items} == {ReceivableStatus.CANCELLED}
    assert {one.status for one in invoices.items} == {InvoiceStatus.REVERSED}
    after = await _on_shelf(sales)
    assert (after.on_hand, after.reserved) == (on_shelf.on_hand, on_shelf.reserved - 4), (
        "the pieces are on the shelf again"
    )


async def _on_shelf(sales: SalesSoFar) -> ProductView:
    products = await sales.cast.setup.get("orders", "/products", Page[ProductView], limit=100)
    return next(one for one in products.items if one.id == some_goods().product_id)
