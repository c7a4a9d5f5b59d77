"""Can finance allocate money and reverse an invoice on its page, and can part of an order be shipped and invoiced?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

from playwright.async_api import Page

from messages.base import Page as Listed
from messages.collections.payments import PaymentView, RecordPayment
from messages.collections.receivables import ReceivableView
from messages.money import Money
from messages.orders.orders import OrderView
from tests.console.acts.test_waiting import reserved, todo
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def on_account(sales: SalesSoFar, order: OrderView, amount: str) -> PaymentView:
    """Money that came for the customer, and for no order of his; it settles nothing else yet."""
    sale = await sales.sale()
    await sale.account(order.id)
    command = RecordPayment(
        id=uuid4(), customer_id=order.customer_id, amount=Money.of(amount, order.total.currency),
        received_on=order.placed_at.date(), reference=f"B-{uuid4().hex[:8]}",
    )  # fmt: skip
    return await sale.seller.post("collections", "/payments", command, PaymentView, key=command.id)


async def test_case_f_finance_chooses_what_money_settles_on_confirming_and_later(desk: Sit, sales: SalesSoFar) -> None:
    order = await reserved(sales)
    paid = await on_account(sales, order, "5000.00")
    finance = await desk("qian.finance", "zh")
    at = f"/payments/{paid.id}"
    page = await finance.see(at)
    first = page.form("/confirm-and-allocate").fields
    assert "5000.00" in first["amount"], "as it was recorded: the oldest due first"
    assert "未收 ¥9,200.00" in page.text
    fewer = ["3000.00" if one == "5000.00" else "" for one in first["amount"]]
    page = await finance.act(at, "/confirm-and-allocate", amount=fewer)
    assert "¥3,000.00" in page.text
    assert page.form("/allocate").fields["amount"] == ["2000.00"], "what is left of it"
    assert not {form.action for form in (await (await desk("li.sales", "zh")).see(at)).forms} & {f"{at}/allocate"}
    too_much = await finance.send(page, "/allocate", amount=["2500.00"])
    assert (too_much.status_code, Seen(too_much.text).form("/allocate").wrong) == (409, ["amount"])
    nothing = await finance.send(page, "/allocate", amount=[""])
    assert (nothing.status_code, Seen(nothing.text).form("/allocate").wrong) == (422, ["amount"])
    page = await finance.act(at, "/allocate")
    assert "已分配到应收" in page.text
    assert not [form for form in page.forms if form.action.endswith("/allocate")]


async def test_case_f_finance_allocates_money_on_account_on_the_page_of_the_to_do(
    desk: Sit, sales: SalesSoFar, sit: Open
) -> None:
    order = await reserved(sales)
    paid = await on_account(sales, order, "1000.00")
    finance = await desk("qian.finance", "en")
    page = await finance.see(f"/payments/{paid.id}")
    empty = ["" for _ in page.form("/confirm-and-allocate").fields["amount"]]
    await finance.act(f"/payments/{paid.id}", "/confirm-and-allocate", amount=empty)
    asked = await todo(sales, "qian.finance", paid.number, "allocate_payment")
    page = await finance.see(f"/tasks/{asked.task_id}")
    assert not page.codes
    assert "open CN¥9,200.00" in page.text
    phone = await sit("qian.finance", size=PHONE)
    await phone.goto(f"/tasks/{asked.task_id}")
    await phone.click("details.action summary")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    done = await finance.act(f"/tasks/{asked.task_id}", "/allocate")
    assert "Allocated to receivables" in done.text
    player = await sales.cast.player("qian.finance")
    owed = await player.get("collections", "/receivables", Listed[ReceivableView], order_id=order.id)
    assert sum(one.paid.amount for one in owed.items) == 1000


async def test_case_f_part_of_an_order_is_shipped_and_then_the_rest(desk: Sit, sales: SalesSoFar, sit: Open) -> None:
    order = await reserved(sales)
    shipper = await desk("zheng.shipper", "zh")
    at = f"/orders/{order.id}"
    page = await shipper.see(at)
    assert page.form("/ship").fields["quantity"] == ["2"], "all that is left"
    phone = await sit("zheng.shipper", size=PHONE)
    await phone.goto(at)
    await phone.click("details.action summary")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    for wrong, status in (("3", 409), ("0", 422), ("", 422)):
        refused = await shipper.send(page, "/ship", quantity=[wrong])
        assert (refused.status_code, Seen(refused.text).form("/ship").wrong) == (status, ["quantity"]), wrong
    page = await shipper.act(at, "/ship", quantity=["1"])
    assert page.form("/ship").fields["quantity"] == ["1"]
    page = await shipper.act(at, "/ship")
    assert "/ship" not in {form.action.removeprefix(at) for form in page.forms}


async def test_case_f_part_of_an_order_is_invoiced_the_request_taken_back_and_the_invoice_reversed(
    desk: Sit, sales: SalesSoFar
) -> None:
    order = await reserved(sales)
    await (await sales.sale()).account(order.id)
    seller, finance = await desk("li.sales", "zh"), await desk("qian.finance", "zh")
    at = f"/orders/{order.id}"
    page = await seller.see(at)
    assert page.form("/invoice").fields["amount"] == ["9200.00"], "all that is not invoiced yet"
    assert Seen((await seller.send(page, "/invoice", amount="9,200.01")).text).form("/invoice").wrong == ["amount"]
    page = await seller.act(at, "/invoice", amount="1,200.00")
    invoice = seller.at
    assert "¥1,200.00" in page.text
    assert (await seller.see(at)).form("/invoice").fields["amount"] == ["8000.00"]
    offered = {form.action.removeprefix(invoice) for form in (await finance.see(invoice)).forms}
    assert offered >= {"/issue", "/reject"}
    assert "/cancel" not in offered, "who asked for it takes it back"
    assert "已取消" in (await seller.act(invoice, "/cancel")).text
    await seller.act(at, "/invoice", amount="1200")
    invoice = seller.at
    page = await finance.act(invoice, "/issue")
    refused = await finance.send(page, "/reverse", reason=" ")
    assert (refused.status_code, Seen(refused.text).form("/reverse").wrong) == (422, ["reason"])
    assert not [form for form in (await seller.see(invoice)).forms if form.action.endswith("/reverse")]
    page = await finance.act(invoice, "/reverse", reason="抬头写错了")
    for words in ("已红冲", "抬头写错了", "RL-"):
        assert words in page.text
    assert not page.codes
