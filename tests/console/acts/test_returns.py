"""Are goods shipped and received by line, what differs decided, and what comes back counted, on the pages?"""

import csv
import io
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest

from deploy.cast.player import until
from deploy.cast.sale import Sale, inbox_of
from messages.approvals.tasks import InboxItem
from messages.base import Page
from messages.collections.receivables import OrderAccount, ReceivableView
from messages.orders.orders import OrderStatus, OrderView
from tests.console.conftest import PHONE, Desk
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]


async def reserved(sales: SalesSoFar, quantity: int = 4) -> tuple[Sale, OrderView]:
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=quantity, price="100.00")
    await sale.make_effective(contract.id)
    return sale, await sale.reserved(contract.id)


async def asked(sales: SalesSoFar, login: str, kind: str, about: UUID | str) -> InboxItem:
    async def look() -> InboxItem | None:
        inbox = await inbox_of(await sales.cast.player(login))
        return next((one for one in inbox if str(one.about.id) == str(about) and one.todo == kind), None)

    return await until(look, what=f"the to-do {kind} of {login}")


async def owes(sale: Sale, order: OrderView, amount: str) -> OrderAccount:
    async def look() -> OrderAccount | None:
        seen = await sale.seller.get("collections", f"/order-accounts/{order.id}", OrderAccount)
        return seen if str(seen.receivable.amount) == amount else None

    return await until(look, what=f"order {order.number} to owe {amount}")


async def due(sale: Sale, order: OrderView) -> ReceivableView:
    async def look() -> ReceivableView | None:
        found = await sale.seller.get("collections", "/receivables", Page[ReceivableView], order_id=order.id)
        return next((one for one in found.items if one.due_on), None)

    return await until(look, what=f"what order {order.number} owes to be due")


def shipment_of(links: list[str]) -> str:
    return [link for link in links if link.startswith("/shipments/")][-1]


async def test_feature_112_117_195_goods_by_line_on_the_pages(sales: SalesSoFar, desk: Sit) -> None:
    """Shipped, received, what was short credited, the rest closed short; the payment clock starts with the receipt."""
    sale, order = await reserved(sales)
    await asked(sales, "zheng.shipper", "ship", order.id)
    path = f"/orders/{order.id}"
    seller, shipper, second = [await desk(login) for login in ("li.sales", "zheng.shipper", "wu.orders")]
    form = (await shipper.see(path)).form("/ship")
    assert form.fields["quantity"] == ["4"], "what is open stands there already"
    sent = shipment_of((await shipper.act(path, "/ship", quantity="3", tracking="SF-1")).links)
    seen = await seller.see(path)
    assert "部分发货" in seen.text
    assert "可用库存" in seen.text
    assert "SF-1" in seen.text
    note = await shipper.see(f"{sent}/delivery-note")
    assert "送货单" in note.text
    assert order.number in note.text
    refused = await shipper.send(await shipper.see(sent), "/receive", accepted="1", short="1", damaged="1")
    assert refused.status_code == 409, "what is wrong is said in a note"
    await shipper.act(sent, "/receive", accepted="1", short="1", damaged="0", note="少一件")
    await shipper.act(sent, "/receive", accepted="1", short="0", damaged="0")
    await asked(sales, "wu.orders", "decide_difference", sent.rpartition("/")[2])
    assert "/decide-difference" not in [one.action.removeprefix(sent) for one in (await seller.see(sent)).forms]
    which = (await second.see(sent)).form("/decide-difference").options["difference_id"][0]
    await second.act(sent, "/decide-difference", difference_id=which, decision="CREDIT", comment="同意")
    await owes(sale, order, "300.00")
    await seller.act(path, "/close-short", reason="停产")
    await owes(sale, order, "200.00")
    closed = await sale.order_is(order.id, OrderStatus.RECEIVED)
    assert [(line.received, line.closed) for line in closed.lines] == [(2, 2)]
    assert "停产" in (await seller.see(path)).text
    assert (await due(sale, order)).due_on is not None, "30 days after receipt, as the contract's terms say"


async def test_feature_110_an_approved_order_is_a_to_do_of_the_shipper(sales: SalesSoFar) -> None:
    _, order = await reserved(sales, quantity=1)
    todo = await asked(sales, "zheng.shipper", "ship", order.id)
    assert todo.due_at is not None, "two business days"


async def test_feature_115_orders_are_ranked_on_a_page_and_exported(sales: SalesSoFar, desk: Sit) -> None:
    _, order = await reserved(sales, quantity=1)
    desk_, seller = await desk("wu.orders"), await desk("li.sales")
    assert "/production/rank" not in [form.action for form in (await seller.see("/production")).forms]
    await desk_.act("/production", "/rank", order_id=str(order.id), rank="1")
    answer = await seller.client.get("/production/export")
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"))))
    (own,) = [row for row in rows if row[1] == order.number]
    assert (rows[0][:2], own[0]) == (["排产顺序", "订单"], "1")


async def test_feature_119_196_goods_come_back_after_the_order_is_completed(sales: SalesSoFar, desk: Sit) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=4, price="100.00")
    await sale.make_effective(contract.id)
    order = await sale.complete(contract.id, contract.created_at.date())
    path = f"/orders/{order.id}"
    seller, shipper, finance = [await desk(login) for login in ("li.sales", "zheng.shipper", "qian.finance")]
    sent = shipment_of((await seller.see(path)).links)
    asked_for = await seller.act(sent, "/return", quantity="2", reason="多订了")
    assert "多订了" in asked_for.text
    found = f"/returns/{seller.at.rpartition('/')[2]}"
    assert "/receive" not in [one.action.removeprefix(found) for one in (await shipper.see(found)).forms]
    await sale.decide_all(UUID(found.rpartition("/")[2]))
    await asked(sales, "zheng.shipper", "receive_return", found.rpartition("/")[2])
    await shipper.act(found, "/receive", good="1", scrapped="0")
    await shipper.act(found, "/receive", good="0", scrapped="1")
    await owes(sale, order, "200.00")
    seen = await seller.see(path)
    assert "部分退货" in seen.text
    assert "已退回" in (await seller.see("/returns")).text
    invoice = next(link for link in seen.links if link.startswith("/invoices/"))
    await asked(sales, "qian.finance", "reverse_invoice", invoice.rpartition("/")[2])
    payment = next(link for link in seen.links if link.startswith("/payments/"))
    await asked(sales, "qian.finance", "allocate_payment", payment.rpartition("/")[2])
    exchange = f"/orders/new?exchange={found.rpartition('/')[2]}"
    assert exchange in (await seller.see(found)).links
    await seller.act(exchange, "/orders/new")
    again = seller.at
    assert found in (await seller.see(again)).links, "the order says for which return it is"
    assert again in (await seller.see(found)).links, "and the return which order"
    await finance.act(invoice, "/reverse", reason="退货")
    await asked(sales, "li.sales", "request_invoice", order.id)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_195_196_on_a_phone_and_in_both_languages_everything_is_worded(
    sales: SalesSoFar, desk: Sit, sit: Callable[..., Awaitable[object]], lang: str
) -> None:
    sale, order = await reserved(sales)
    await sale.deliver(order.id)
    seller = await desk("li.sales", lang)
    sent = shipment_of((await seller.see(f"/orders/{order.id}")).links)
    await seller.act(sent, "/return", quantity="1", reason="x")
    found = seller.at
    for path in (f"/orders/{order.id}", sent, f"{sent}/delivery-note", found, "/returns"):
        assert (await seller.see(path)).codes == [], path
        page = await sit("li.sales", size=PHONE, lang=lang)
        await page.goto(path)  # type: ignore[attr-defined]
        wide = await page.evaluate("document.documentElement.scrollWidth")  # type: ignore[attr-defined]
        assert wide <= PHONE["width"], path
