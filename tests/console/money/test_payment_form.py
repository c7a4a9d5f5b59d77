"""Does who enters a payment see what is still to come of the order that he chooses, and is finance asked at once?"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

from tests.console.acts.test_waiting import reserved, todo
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]
FORM = "/payments/new"
RECORD = f"{FORM}/record"


@pytest.mark.parametrize(
    ("lang", "total", "to_pay", "to_confirm"),
    [("zh", "订单金额", "待回款", "待确认回款"), ("en", "Order total", "To be paid", "Waiting for finance")],
)
async def test_feature_122_121_choosing_the_order_shows_its_sums_and_finance_is_asked_at_once(
    desk: Sit, sales: SalesSoFar, lang: str, total: str, to_pay: str, to_confirm: str
) -> None:
    order = await reserved(sales)
    await (await sales.sale()).account(order.id)
    seller = await desk("li.sales", lang)
    assert FORM in (await seller.see("/payments")).links
    page = await seller.see(f"{FORM}?order_id={order.id}")
    assert not page.codes
    for words in (order.number, total, to_pay, to_confirm, "9,200.00"):
        assert words in page.text, words
    sums = await seller.see(f"{FORM}/sums?order_id={order.id}")
    assert f"{to_pay} " in f"{sums.text} "
    form = page.form(RECORD)
    assert (form.fields["order_id"], form.fields["amount"]) == ([str(order.id)], ["9200.00"])
    answer = await seller.send(page, RECORD, amount="2200", reference=f"R-{order.number}-{lang}")
    assert answer.status_code == 303, answer.text[:500]
    paid = await seller.see(answer.headers["location"])
    assert order.number in paid.text
    number = next(words for words in paid.text.split() if words.startswith("PM-"))
    asked = await todo(sales, "qian.finance", number, "confirm_payment")
    assert "2200.00" in str(asked.glance)
    after = (await seller.see(f"{FORM}?order_id={order.id}")).text
    for words in ("7,000.00", "2,200.00"):
        assert words in after, words
    assert "7,000.00" in (await seller.see(f"/orders/{order.id}")).text


async def test_feature_122_what_cannot_be_recorded_is_said_at_its_field_and_the_sums_stay(
    desk: Sit, sales: SalesSoFar
) -> None:
    order = await reserved(sales)
    await (await sales.sale()).account(order.id)
    seller = await desk("li.sales", "zh")
    page = await seller.see(FORM)
    for said, wrong in (({"order_id": ""}, "order_id"), ({"order_id": str(order.id), "amount": "a"}, "amount")):
        answer = await seller.send(page, RECORD, **{"amount": "1", **said})
        shown = Seen(answer.text)
        assert (answer.status_code, shown.form(RECORD).wrong) == (422, [wrong])
    assert "待确认回款" in shown.text


async def test_feature_122_who_may_not_record_it_is_offered_no_order(desk: Sit, sales: SalesSoFar) -> None:
    order = await reserved(sales)
    shipper = await desk("zheng.shipper", "zh")
    assert FORM not in (await shipper.client.get("/payments")).text
    page = Seen((await shipper.client.get(f"{FORM}?order_id={order.id}")).text)
    assert not [form for form in page.forms if form.action == RECORD]


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_122_the_sums_come_as_soon_as_the_order_is_chosen(
    sit: Open, sales: SalesSoFar, lang: str
) -> None:
    order = await reserved(sales)
    await (await sales.sale()).account(order.id)
    phone = await sit("li.sales", size=PHONE, lang=lang)
    await phone.goto(FORM)
    assert await phone.locator("#sums dl").count() == 0
    await phone.select_option("select[name=order_id]", str(order.id))
    await phone.locator("#sums dl").wait_for()
    assert await phone.input_value("#sums input[name=amount]") == "9200.00"
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await phone.fill("input[name=reference]", f"B-{order.number}-{lang}")
    await phone.locator("form.action button.primary").click()
    await phone.wait_for_url("**/payments/*")
    assert "9,200.00" in await phone.inner_text("main")


async def test_feature_126_the_list_and_the_page_of_orders_show_what_is_due_next(desk: Sit, sales: SalesSoFar) -> None:
    order = await reserved(sales)
    account = await (await sales.sale()).account(order.id)
    seller = await desk("li.sales", "zh")
    listed = (await seller.see(f"/orders?q={order.number}")).text
    assert "下次到期" in listed
    assert "逾期天数" in listed
    page = (await seller.see(f"/orders/{order.id}")).text
    for words in ("下次到期", "待回款", "待确认回款"):
        assert words in page, words
    if account.next_due_on:
        day = account.next_due_on
        assert f"{day.year}年{day.month}月{day.day}日" in listed
