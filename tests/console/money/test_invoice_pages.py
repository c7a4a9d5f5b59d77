"""Can a seller keep invoice titles, see what can be invoiced, and request lines of an order on the pages?"""

from collections.abc import Awaitable, Callable
from io import BytesIO
from uuid import uuid4

import pytest
from playwright.async_api import Page
from pypdf import PdfReader

from deploy.cast.player import until
from messages.collections.invoices import InvoiceView
from messages.orders.orders import OrderStatus, OrderView
from tests.console.acts.test_waiting import reserved, todo
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.services.approvals.notices.receivers import Mailbox
from tests.whole_stack import SalesSoFar, some_goods

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]
CODE = "91110000600037341L"


async def confirmed(sales: SalesSoFar) -> OrderView:
    order = await reserved(sales)
    await (await sales.sale()).account(order.id)
    return order


def words_of(pdf: bytes) -> str:
    return "".join("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


async def test_feature_129_titles_are_kept_and_chosen_on_the_pages(desk: Sit, sales: SalesSoFar) -> None:
    order, seller = await confirmed(sales), await desk("li.sales", "zh")
    book, name = f"/invoice-titles/{order.customer_id}", f"抬头 {uuid4().hex[:6]}"
    customer = await seller.see(f"/customers/{order.customer_id}")
    assert book in customer.links
    page = await seller.see(book)
    wrong = Seen((await seller.send(page, "/add", name=name, kind="SPECIAL", tax_id="91110000600037341A")).text)
    assert wrong.form("/add").wrong == ["tax_id"]
    assert wrong.form("/add").fields["name"] == [name], "what was typed is there again"
    page = await seller.see(book)
    nowhere = Seen((await seller.send(page, "/add", name=name, mail_when_issued="true")).text)
    assert nowhere.form("/add").wrong == ["email"]
    page = await seller.act(
        book, "/add", name=name, kind="SPECIAL", tax_id=CODE, is_default="true", mail_to="上海市二号"
    )
    assert "增值税专用发票" in page.text
    assert not page.codes
    form = (await seller.see(f"/orders/{order.id}")).form("/invoice")
    assert len(form.fields["title_id"]) == 1
    assert form.fields["title_id"][0], "the default of the book is chosen"
    invoice = await seller.act(f"/orders/{order.id}", "/invoice", amount="100")
    for words in (name, CODE, "增值税专用发票", "上海市二号"):
        assert words in invoice.text
    at = seller.at
    title_id = form.fields["title_id"][0]
    page = await seller.act(book, f"/{title_id}/change", name=f"{name}改", mail_to="")
    assert f"{name}改" in page.text
    assert f"{name}改" not in (await seller.see(at)).text
    page = await seller.act(book, f"/{title_id}/remove")
    assert f"{name}改" not in page.text


async def test_feature_128_the_form_says_what_can_be_invoiced_and_takes_lines(desk: Sit, sales: SalesSoFar) -> None:
    order, seller = await confirmed(sales), await desk("li.sales", "zh")
    at = f"/orders/{order.id}/invoice"
    page = await seller.see(f"/orders/{order.id}")
    assert at in page.links
    for words in ("订单金额 ¥9,200.00", "待开票 ¥9,200.00", "待确认开票 ¥0.00"):
        assert words in page.text, words
    page = await seller.see(at)
    assert page.form("/invoice").fields["to_bill"] == ["2"]
    refused = Seen((await seller.send(page, "/invoice", to_bill="3")).text)
    assert refused.form("/invoice").wrong == ["to_bill"]
    assert Seen((await seller.send(page, "/invoice", to_bill="")).text).form("/invoice").wrong == ["to_bill"]
    invoice = await seller.act(at, "/invoice", to_bill="1")
    assert "¥4,600.00" in invoice.text
    assert not invoice.codes
    page = await seller.see(at)
    for words in ("待开票 ¥4,600.00", "待确认开票 ¥4,600.00", "剩余 1 件"):
        assert words in page.text, words


async def test_feature_200_an_invoice_and_a_statement_are_downloaded_as_pdf(desk: Sit, sales: SalesSoFar) -> None:
    order, seller = await confirmed(sales), await desk("li.sales", "zh")
    await seller.act(f"/orders/{order.id}", "/invoice", amount="9200")
    page = await seller.see(seller.at)
    link = next(link for link in page.links if link.endswith("/pdf"))
    answer = await seller.client.get(link)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "开票申请单" in words_of(answer.content)
    page = await seller.see(f"/statements/{order.customer_id}")
    link = next(link for link in page.links if "/pdf?" in link)
    answer = await seller.client.get(link)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/pdf")
    assert "对账单" in words_of(answer.content)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_128_129_the_pages_fit_on_a_phone_in_both_languages(
    desk: Sit, sales: SalesSoFar, sit: Open, lang: str
) -> None:
    order, seller = await confirmed(sales), await desk("li.sales", lang)
    book = f"/invoice-titles/{order.customer_id}"
    await seller.act(book, "/add", name="很长的抬头" * 12, bank_account="6222" * 12)
    for size in (PHONE, DESK):
        screen = await sit("li.sales", size=size, lang=lang)
        for path in (book, f"/orders/{order.id}/invoice", f"/orders/{order.id}"):
            await screen.goto(path)
            width = await screen.evaluate("document.documentElement.scrollWidth")
            assert width <= size["width"], (path, size)
            assert not (await seller.see(path)).codes


async def issued(sales: SalesSoFar) -> str:
    """Where the page is of an invoice that finance has issued."""
    order, sale = await confirmed(sales), await sales.sale()
    return f"/invoices/{(await sale.invoice(order.id)).id}"


async def test_feature_130_an_issued_invoice_says_what_it_lacks_to_be_exported(desk: Sit, sales: SalesSoFar) -> None:
    """The stack has no seller in its settings."""
    at, seller = await issued(sales), await desk("li.sales", "zh")
    page = await seller.see(at)
    for words in ("EN 16931", "暂不能导出，缺少 销售方 税号", "购买方 国家"):
        assert words in page.text, words
    assert not page.codes
    assert f"{at}/ubl" not in page.links
    refused = await seller.client.get(f"{at}/ubl")
    assert "按 EN 16931 导出还缺少" in Seen(refused.text).text


async def test_feature_203_an_issued_invoice_is_mailed_from_its_page(
    desk: Sit, sales: SalesSoFar, mailbox: Mailbox, sit: Open
) -> None:
    at, seller = await issued(sales), await desk("li.sales", "zh")
    address = f"{uuid4().hex[:8]}@example.com"
    page = await seller.see(at)
    for wrong in ("", "nobody"):
        answer = await seller.send(page, "/send", mailed_to=wrong)
        assert Seen(answer.text).form("/send").wrong == ["mailed_to"], wrong
    await seller.act(at, "/send", mailed_to=address)

    async def sent() -> Seen | None:
        page = await seller.see(at)
        return page if "已发送" in page.text else None

    page = await until(sent, what="the mail")
    assert address in page.text
    assert not page.codes
    assert mailbox.to.count(address) == 1
    for size in (PHONE, DESK):
        screen = await sit("li.sales", size=size)
        await screen.goto(at)
        assert await screen.evaluate("document.documentElement.scrollWidth") <= size["width"]


async def two_orders(sales: SalesSoFar) -> list[OrderView]:
    """Of one customer, each over 9200.00."""
    sale = await sales.sale()
    customer, found = await sales.customer(sale), []
    for _ in range(2):
        opened = await sales.opened(sale, customer)
        await sale.protect(opened.id)
        contract = await sale.win(opened.id, some_goods(quantity=2, price="4600.00"))
        await sale.make_effective(contract.id)
        found.append(await sale.reserved(contract.id))
        await sale.account(found[-1].id)
    return found


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_128_an_invoice_over_two_orders_is_asked_for_and_reversed_when_one_is_cancelled(
    desk: Sit, sales: SalesSoFar, sit: Open, lang: str
) -> None:
    (first, second), seller = await two_orders(sales), await desk("li.sales", lang)
    at = f"/orders/{first.id}/invoice"
    page = await seller.see(at)
    assert second.number in page.text
    for size in (PHONE, DESK):
        screen = await sit("li.sales", size=size, lang=lang)
        await screen.goto(at)
        assert await screen.evaluate("document.documentElement.scrollWidth") <= size["width"], size
    invoice = await seller.act(at, "/invoice", to_bill="1", with_order=str(second.id))
    assert "13,800.00" in invoice.text
    for order in (first, second):
        assert f"/orders/{order.id}" in invoice.links
        assert order.number in invoice.text
    assert not invoice.codes
    path, finance = seller.at, await desk("qian.finance", lang)
    await finance.act(path, "/issue")
    assert path in (await seller.see(f"/orders/{second.id}")).links
    await seller.act(f"/orders/{second.id}", "/cancel", reason="不要了")
    wanted = await todo(sales, "qian.finance", (await invoice_of(sales, path)).number, "reverse_invoice")
    assert wanted.about.kind == "invoice"
    page = await finance.see(path)
    assert {"zh": "合并开票的订单之一已取消", "en": "An order on it was cancelled"}[lang] in page.text
    page = await finance.act(path, "/reverse", reason="订单取消")
    assert not page.codes
    assert await (await sales.sale()).order_is(second.id, OrderStatus.CANCELLED)
    account = await (await sales.sale()).account(first.id)
    assert (account.invoiced.amount, account.requested.amount) == (0, 0)


async def invoice_of(sales: SalesSoFar, path: str) -> InvoiceView:
    return await (await sales.cast.player("qian.finance")).get("collections", path, InvoiceView)
