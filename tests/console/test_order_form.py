"""Can one write an order on a page: lines, discounts, freight, address, with or without a contract?"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from deploy.cast.player import until
from messages.orders.orders import OrderView
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
SitDown = Callable[..., Awaitable[Page]]
LINES = {
    "product": ["GW-100", "SN-20", ""],
    "quantity": ["2", "10", ""],
    "price": ["", "25.1234", ""],
    "discount": ["10%", "1.23", ""],
    "tax_rate": ["13", "", ""],
}
FREIGHT = {"charge": "FREIGHT", "charge_amount": "80.00", "charge_tax_rate": "9", "charge_name": "顺丰"}


async def known_customer(sales: SalesSoFar, person: Desk) -> str:
    """The form for a customer of li.sales whom orders has heard of."""
    path = f"/orders/new?customer={await sales.customer(await sales.sale())}"

    async def look() -> str | None:
        seen = await person.see(path)
        answer = await person.send(seen, "/orders/new", **LINES, do="reckon")
        return path if answer.status_code == 200 else None

    return await until(look, what="orders to know the customer")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_193_feature_194_an_order_without_a_contract_is_written_on_a_page(
    desk: Sit, sales: SalesSoFar, lang: str
) -> None:
    person = await desk("li.sales", lang)
    path = await known_customer(sales, person)
    answer = await person.send(
        await person.see(path), "/orders/new", **LINES, **FREIGHT, final_amount="8700.00", ship_to="上海", do="reckon"
    )
    reckoned = Seen(answer.text)
    assert "8,700.00" in reckoned.text
    assert reckoned.codes == []
    form = reckoned.form("/orders/new")
    assert (form.fields["product"][:2], form.fields["final_amount"]) == (["GW-100", "SN-20"], ["8700.00"])
    placed = await person.client.post("/orders/new", data={**form.fields, "do": "place"})
    assert placed.status_code == 303, Seen(placed.text).text[:500]
    order = await person.see(placed.headers["location"])
    assert "8,700.00" in order.text
    assert "25.1234" in order.text
    assert order.codes == []


async def test_feature_99_feature_100_what_is_wrong_is_said_at_its_field_and_stays_typed(
    desk: Sit, sales: SalesSoFar
) -> None:
    person = await desk("li.sales")
    path = await known_customer(sales, person)
    for wrong, field in (
        ({"product": ["ROPE", "", ""]}, "product"),
        ({"price": ["1.23456", "", ""]}, "price"),
        ({"discount": ["ten", "", ""]}, "discount"),
        ({"order_discount": "5%", "final_amount": "x"}, "final_amount"),
    ):
        answer = await person.send(await person.see(path), "/orders/new", **LINES | wrong)
        form = Seen(answer.text).form("/orders/new")
        assert (answer.status_code, form.wrong) == (422, [field]), (wrong, Seen(answer.text).text[:300])
    both = await person.send(await person.see(path), "/orders/new", **LINES, order_discount="5%", final_amount="9.00")
    assert (both.status_code, "成交总额" in both.text) == (422, True)


async def test_feature_102_a_past_order_is_a_filled_form(desk: Sit, sales: SalesSoFar) -> None:
    person = await desk("li.sales")
    path = await known_customer(sales, person)
    placed = await person.send(await person.see(path), "/orders/new", **LINES, order_discount="5%")
    assert placed.status_code == 303, Seen(placed.text).text[:500]
    past = await person.see(placed.headers["location"])
    copy = next(link for link in past.links if link.startswith("/orders/new?copy="))
    form = (await person.see(copy)).form("/orders/new")
    assert form.fields["product"][:2] == ["GW-100", "SN-20"]
    assert (form.fields["price"][:2], form.fields["discount"][:2]) == (["", ""], ["10%", ""])
    assert form.fields["order_discount"] == ["5%"]
    again = await person.client.post(form.action, data=form.fields)
    assert again.status_code == 303, Seen(again.text).text[:500]


async def test_feature_99_one_chooses_the_contract_and_calls_off_a_part_of_it(desk: Sit, sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=3, price="4500.00")
    await sale.make_effective(contract.id)
    person = await desk("li.sales")

    async def look() -> Seen | None:
        answer = await person.client.get(f"/orders/new?contract={contract.id}")
        return Seen(answer.text) if answer.status_code == 200 else None

    offered = await person.see(f"/orders/new?q={contract.number}")
    assert f"/orders/new?contract={contract.id}" in offered.links
    form = (await until(look, what="orders to know the contract")).form("/orders/new")
    assert (form.fields["product"][0], form.fields["quantity"][0]) == ("GW-100", "3")
    part = form.fields | {"quantity": ["1", *form.fields["quantity"][1:]]}
    placed = await person.client.post(form.action, data=part)
    assert placed.status_code == 303, Seen(placed.text).text[:500]
    order = await sale.seller.get("orders", placed.headers["location"], OrderView)
    assert ([line.quantity for line in order.lines], order.contract_id) == ([1], contract.id)
    rest = (await person.see(f"/orders/new?contract={contract.id}")).form("/orders/new")
    assert (await person.client.post(rest.action, data=rest.fields)).status_code == 303
    assert "该合同已全部下单" in (await person.see(f"/orders/new?contract={contract.id}")).text


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESK | {"width": 1200}], ids=["phone", "desk"])
async def test_feature_193_feature_117_the_figures_follow_what_is_typed(
    desk: Sit, sit: SitDown, sales: SalesSoFar, size: dict[str, int]
) -> None:
    path = await known_customer(sales, await desk("li.sales"))
    page = await sit("li.sales", size=size)
    await page.goto(path)
    product = page.locator("input[name=product]").first
    await product.fill("GW-1")
    await expect(page.locator("#products option[value='GW-100']")).to_have_count(1)
    await product.fill("GW-100")
    await page.locator("input[name=quantity]").first.fill("2")
    await page.fill("input[name=order_discount]", "10%")
    await page.fill("input[name=charge_amount]", "80.00")
    await page.locator("textarea[name=ship_to]").click()
    figures = page.locator("#figures")
    await expect(figures).to_contain_text("8,720.00")  # 2 x 4,800.00, less 10%, and 80.00
    await expect(figures).to_contain_text("960.00")
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    await page.fill("input[name=order_discount]", "120%")
    await page.locator("textarea[name=ship_to]").click()
    await expect(figures.locator(".message.bad")).to_be_visible()
    await page.fill("input[name=order_discount]", "")
    await page.fill("input[name=final_amount]", "9000")
    await page.locator("textarea[name=ship_to]").click()
    await expect(figures).to_contain_text("9,000.00")
    await page.click("button[value=place]")
    await expect(page.locator(".message.good")).to_be_visible()
    await expect(page.locator("dl.standing")).to_contain_text("9,000.00")
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
