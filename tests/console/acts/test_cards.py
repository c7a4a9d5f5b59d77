"""Does a card of the inbox say what decides, without being opened?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

from playwright.async_api import Page

from deploy.cast.sale import task_about
from messages.collections.invoices import InvoiceView, RequestInvoice
from messages.collections.payments import PaymentView, RecordPayment
from messages.money import Money
from messages.orders.shipments import Ship, ShipmentView
from tests.console.acts.test_waiting import reserved, todo
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def test_case_f_the_card_of_a_contract_shows_its_amount_and_its_largest_discount(
    desk: Sit, sales: SalesSoFar
) -> None:
    contract = await sales.submitted(await sales.sale(), quantity=2, price="4500.00")
    await task_about(await sales.cast.player("sun.legal"), contract.id)
    percent = max(contract.discount_percent, contract.line_discount_percent).normalize()
    assert percent > 0
    card = await cards(await desk("sun.legal", "zh"), contract.number)
    assert "¥9,000.00" in card.text
    assert f"折扣 {percent:f}%" in card.text
    mine = await (await desk("li.sales", "zh")).see(f"/?show=started&q={contract.number}")
    assert "¥9,000.00" in mine.text


async def test_case_f_the_card_of_a_registration_says_with_whom_it_conflicts(desk: Sit, sales: SalesSoFar) -> None:
    first = await sales.sale("li.sales")
    customer = await sales.customer(first)
    earlier = await first.register((await sales.opened(first, customer)).id)
    second = await sales.sale("chen.sales")
    opened = await sales.opened(second, customer)
    wanted = await second.register(opened.id)
    await task_about(await sales.cast.player("wang.manager"), wanted.id)
    card = await cards(await desk("wang.manager", "zh"), wanted.number)
    assert f"与 李伟 的 {earlier.number} 冲突" in card.text
    assert (
        f"conflicts with {earlier.number} of 李伟"
        in (await cards(await desk("wang.manager", "en"), wanted.number)).text
    )


async def test_case_f_the_cards_of_what_has_to_be_done_show_their_amounts(desk: Sit, sales: SalesSoFar) -> None:
    order, sale = await reserved(sales), await sales.sale()
    await sale.account(order.id)
    shipper = await sales.cast.player("zheng.shipper")
    await todo(sales, "zheng.shipper", order.number, "ship")
    assert "¥9,200.00" in (await cards(await desk("zheng.shipper", "zh"), order.number)).text
    line = {"product_id": order.lines[0].product_id, "quantity": 1}
    part = Ship.model_validate({"id": uuid4(), "lines": [line]})
    sent = await shipper.post("orders", f"/orders/{order.id}/ship", part, ShipmentView)
    paid = RecordPayment(
        id=uuid4(), customer_id=order.customer_id, order_id=order.id, amount=Money.of("800.00", "CNY"),
        received_on=order.placed_at.date(), reference=f"B-{uuid4().hex[:8]}",
    )  # fmt: skip
    payment = await sale.seller.post("collections", "/payments", paid, PaymentView, key=paid.id)
    wanted = RequestInvoice(id=uuid4(), order_id=order.id, amount=Money.of("1200.00", "CNY"))
    invoice = await sale.seller.post("collections", "/invoices", wanted, InvoiceView, key=wanted.id)
    for login, number, kind, amount in (
        ("zheng.shipper", sent.number, "receive", "¥4,600.00"),
        ("qian.finance", payment.number, "confirm_payment", "¥800.00"),
        ("qian.finance", invoice.number, "issue_invoice", "¥1,200.00"),
    ):
        await todo(sales, login, number, kind)
        assert amount in (await cards(await desk(login, "zh"), number)).text, kind


async def test_a_card_fits_a_phone(sit: Open, sales: SalesSoFar) -> None:
    contract = await sales.submitted(await sales.sale(), quantity=2, price="4500.00")
    await task_about(await sales.cast.player("sun.legal"), contract.id)
    page = await sit("sun.legal", size=PHONE)
    await page.goto(f"/?q={contract.number}")
    assert await page.locator(".glance strong").first.inner_text() == "¥9,000.00"
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]


async def cards(person: Desk, number: str) -> Seen:
    return await person.see(f"/?q={number}")
