"""Can a seller ask for a refund, finance pay it out, and both read the statement of account? (feature 120)"""

import io
import zipfile
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

from deploy.cast.player import until
from messages.orders.orders import OrderView
from tests.console.acts.test_money import on_account
from tests.console.acts.test_waiting import reserved, todo
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

DeskOf = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def kept(desk: DeskOf, sales: SalesSoFar, amount: str) -> tuple[OrderView, str]:
    """Money that finance saw and left on the customer's account; its page."""
    order = await reserved(sales)
    paid = await on_account(sales, order, amount)
    finance = await desk("qian.finance", "zh")
    at = f"/payments/{paid.id}"
    empty = ["" for _ in (await finance.see(at)).form("/confirm-and-allocate").fields["amount"]]
    await finance.act(at, "/confirm-and-allocate", amount=empty)
    return order, at


async def test_feature_120_a_refund_is_asked_for_by_sales_and_confirmed_by_finance_on_the_page_of_its_to_do(
    desk: DeskOf, sales: SalesSoFar
) -> None:
    order, at = await kept(desk, sales, "1000.00")
    seller, finance = await desk("li.sales", "zh"), await desk("qian.finance", "zh")
    too_much = await seller.send(await seller.see(at), "/refund", amount="1000.01", reason="多付")
    assert (too_much.status_code, "COL-52" in too_much.text or "最多可退" in too_much.text) == (409, True)
    asked = await seller.act(at, "/refund", amount="400.00", reason="客户多付")
    refund = seller.at
    assert "待退款" in asked.text
    assert not [form for form in asked.forms if form.action.endswith("/confirm")], "who asked does not confirm"
    number = next(word for word in asked.text.split() if word.startswith("RF-"))
    task = await todo(sales, "qian.finance", number, "confirm_refund")
    page = await finance.see(f"/tasks/{task.task_id}")
    assert not page.codes
    await finance.act(f"/tasks/{task.task_id}", "/confirm", paid_on=order.placed_at.date().isoformat(), reference="R-9")

    async def done() -> Seen | None:
        seen = await seller.see(refund)
        return seen if "已退款" in seen.text else None

    assert "客户多付" in (await until(done, what="the refund to be confirmed")).text
    assert number in (await seller.see(at)).text
    assert number in (await finance.see("/refunds")).text


async def test_feature_200_a_statement_of_account_is_read_and_saved(desk: DeskOf, sales: SalesSoFar) -> None:
    order, _ = await kept(desk, sales, "1000.00")
    seller = await desk("li.sales", "zh")
    customer = await seller.see(f"/customers/{order.customer_id}")
    [link] = [one for one in customer.links if one.startswith("/statements/")]
    page = await seller.see(link)
    assert not page.codes
    for words in ("之前", "截至", "产生应收", "回款", "¥9,200.00", "¥8,200.00"):
        assert words in page.text, words
    [file] = [one for one in page.links if "/export?" in one]
    answer = await seller.client.get(file)
    assert answer.status_code == 200
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        sheet = packed.read("xl/worksheets/sheet1.xml").decode()
    assert "产生应收" in sheet
    assert "<v>8200.00</v>" in sheet
    nothing = await seller.see(f"{link}?currency=CNY&first_on=2020-01-01&last_on=2020-01-31")
    assert "该期间没有往来" in nothing.text


async def test_feature_197_a_payment_is_voided_by_two(desk: DeskOf, sales: SalesSoFar) -> None:
    _, at = await kept(desk, sales, "700.00")
    seller, finance = await desk("li.sales", "zh"), await desk("qian.finance", "zh")
    wrong = await seller.send(
        await seller.see(at), f"/corrections/move/{at.rpartition('/')[2]}", customer="CU-9", reason="x"
    )
    assert (wrong.status_code, Seen(wrong.text).form(f"/corrections/move/{at.rpartition('/')[2]}").wrong) == (
        422,
        ["customer"],
    )
    asked = await seller.act(at, f"/corrections/void/{at.rpartition('/')[2]}", reason="银行退回")
    number = next(word for word in asked.text.split() if word.startswith("PC-"))
    task = await todo(sales, "qian.finance", number, "confirm_correction")
    await finance.act(f"/tasks/{task.task_id}", "/confirm")
    assert "已作废" in (await seller.see(at)).text


@pytest.mark.browser
async def test_refunds_corrections_and_statements_fit_a_phone(desk: DeskOf, sales: SalesSoFar, sit: Open) -> None:
    order, at = await kept(desk, sales, "500.00")
    seller = await desk("li.sales", "zh")
    await seller.act(at, "/refund", amount="100.00", reason="客户多付")
    paths = (at, seller.at, "/refunds", "/corrections", "/advance-policies", f"/statements/{order.customer_id}")
    for size in (PHONE, DESK):
        page = await sit("qian.finance", size=size)
        for path in paths:
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
