"""Is an order changed on the pages: prefilled, the difference seen before, approved before → after, seen afterwards?"""

from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from playwright.async_api import Page, expect

from deploy.cast.player import until
from deploy.cast.sale import Sale, inbox_of
from messages.orders.order_changes import OrderChangeStatus, OrderChangeView
from messages.orders.orders import OrderStatus, OrderView
from tests.console.acts.test_returns import asked, owes, reserved
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
SitDown = Callable[..., Awaitable[Page]]


async def changed(sale: Sale, path: str, status: OrderChangeStatus) -> OrderChangeView:
    async def look() -> OrderChangeView | None:
        found = await sale.seller.get("orders", path, OrderChangeView)
        return found if found.status is status else None

    return await until(look, what=f"{path} to be {status}")


async def task_of(sales: SalesSoFar, login: str, path: str) -> str:
    async def look() -> str | None:
        inbox = await inbox_of(await sales.cast.player(login))
        return next((f"/tasks/{one.task_id}" for one in inbox if str(one.about.id) == path.rpartition("/")[2]), None)

    return await until(look, what=f"{login} to be asked")


async def test_feature_118_an_order_is_changed_on_the_pages(sales: SalesSoFar, desk: Sit) -> None:
    """Fewer pieces and a lower price: the seller sees the difference, two sign it, and the order follows."""
    sale, order = await reserved(sales, quantity=4)
    seller = await desk("li.sales")
    path = f"/orders/{order.id}"
    assert f"{path}/change" in (await seller.see(path)).links
    form = (await seller.see(f"{path}/change")).form("/change")
    assert (form.fields["quantity"][0], form.fields["price"][0]) == ("4", "100.00"), "its lines stand there already"
    typed = {"quantity": ["3", "", "", ""], "price": ["90.00", "", "", ""], "reason": "客户改变数量"}
    answer = await seller.send(await seller.see(f"{path}/change"), "/change", **typed, do="reckon")
    seen = Seen(answer.text)
    for words in ("4 → 3", "100.00 → 90.00", "逐级审批"):
        assert words in seen.text, words
    assert seen.form("/change").fields["price"][0] == "90.00", "what was typed stays typed"
    assert (await sale.seller.get("orders", path, OrderView)).open_change_id is None, "nothing is kept yet"
    await seller.act(f"{path}/change", "/change", **typed, do="submit")
    found = seller.at
    assert found.startswith("/order-changes/")
    page = await seller.see(found)
    for words in ("审批中", "4 → 3", "400.00 → 270.00", "客户改变数量"):
        assert words in page.text, words
    assert f"{path}/change" not in (await seller.see(path)).links, "one change at a time"
    for login in ("wu.orders", "wang.manager"):
        task = (await (await desk(login)).see(await task_of(sales, login, found))).text
        assert "4 → 3" in task, "what is signed is before → after"
    await sale.decide_all(UUID(found.rpartition("/")[2]))
    await changed(sale, found, OrderChangeStatus.APPLIED)
    await owes(sale, order, "270.00")
    now = await sale.order_is(order.id, OrderStatus.RESERVED)
    assert [(line.quantity, line.reserved) for line in now.lines] == [(3, 3)]
    page = await seller.see(path)
    assert found in page.links
    assert "已执行" in page.text
    assert "已执行" in (await seller.see("/order-changes")).text
    assert "订单变更" in (await seller.see(f"/timeline/{order.id}")).text, "its history shows it"


async def test_feature_118_a_change_is_withdrawn_and_one_that_cannot_be_is_said_at_the_form(
    sales: SalesSoFar, desk: Sit
) -> None:
    sale, order = await reserved(sales, quantity=2)
    seller = await desk("li.sales")
    path = f"/orders/{order.id}"
    same = await seller.send(await seller.see(f"{path}/change"), "/change", reason="x")
    assert same.status_code == 409
    assert "没有区别" in same.text
    await seller.act(f"{path}/change", "/change", ship_to="上海", reason="搬家")
    found = seller.at
    await asked(sales, "zheng.shipper", "ship", order.id)
    shipper = await desk("zheng.shipper")
    refused = await shipper.send(await shipper.see(path), "/ship", quantity="1")
    assert refused.status_code == 409, "nothing leaves for an address that is to be another"
    await seller.act(found, "/withdraw")
    assert "已撤回" in (await seller.see(found)).text
    await shipper.act(path, "/ship", quantity="1")
    assert (await sale.seller.get("orders", path, OrderView)).ship_to == order.ship_to


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_118_on_a_phone_and_in_both_languages_everything_is_worded(
    sales: SalesSoFar, desk: Sit, sit: Callable[..., Awaitable[object]], lang: str
) -> None:
    _, order = await reserved(sales, quantity=2)
    seller = await desk("li.sales", lang)
    path = f"/orders/{order.id}"
    assert (await seller.see(f"{path}/change")).codes == []
    await seller.act(f"{path}/change", "/change", quantity=["1", "", "", ""], reason="x")
    found = seller.at
    for one in (path, found, "/order-changes"):
        assert (await seller.see(one)).codes == [], one
        page = await sit("li.sales", size=PHONE, lang=lang)
        await page.goto(one)  # type: ignore[attr-defined]
        wide = await page.evaluate("document.documentElement.scrollWidth")  # type: ignore[attr-defined]
        assert wide <= PHONE["width"], one


@pytest.mark.browser
@pytest.mark.parametrize("size", [PHONE, DESK | {"width": 1200}], ids=["phone", "desk"])
async def test_feature_118_the_difference_follows_what_is_typed(
    sales: SalesSoFar, sit: SitDown, size: dict[str, int]
) -> None:
    _, order = await reserved(sales, quantity=4)
    page = await sit("li.sales", size=size)
    await page.goto(f"/orders/{order.id}/change")
    figures = page.locator("#figures")
    await expect(figures.locator(".message.bad")).to_contain_text("没有区别")
    await page.locator("input[name=price]").first.fill("110.00")
    await page.locator("textarea[name=reason]").click()
    await expect(figures).to_contain_text("100.00 → 110.00")
    await expect(figures).to_contain_text("财务需要审核信用")
    await page.locator("input[name=quantity]").first.fill("3")
    await page.locator("textarea[name=reason]").fill("少订一件")
    await expect(figures).to_contain_text("4 → 3")
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    await page.click("button[value=submit]")
    await expect(page.locator(".message.good")).to_be_visible()
    await expect(page.locator("main")).to_contain_text("4 → 3")
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]


async def sent_back(sales: SalesSoFar, sale: Sale) -> OrderView:
    """An order that its approver returned."""
    contract = await sales.drafted(sale, quantity=4, price="100.00")
    await sale.make_effective(contract.id)
    order = await sale.place(contract.id)
    await sale.decide_all(order.id, "return", "Two are enough")
    return await sale.order_is(order.id, OrderStatus.RETURNED)


async def test_a_returned_order_is_edited_and_placed_again(sales: SalesSoFar, desk: Sit) -> None:
    sale = await sales.sale()
    order = await sent_back(sales, sale)
    seller, path = await desk("li.sales"), f"/orders/{order.id}"
    assert f"{path}/edit" in (await seller.see(path)).links
    page = await seller.see(f"{path}/edit")
    assert "Two are enough" in page.text
    assert page.form("/edit").fields["quantity"][0] == "4"
    typed = {"quantity": ["2", "", "", ""], "price": ["95.00", "", "", ""]}
    seen = Seen((await seller.send(page, "/edit", **typed, do="reckon")).text)
    assert "190.00" in seen.text
    assert seen.codes == []
    await seller.act(f"{path}/edit", "/edit", **typed, do="submit")
    again = await sale.seller.get("orders", path, OrderView)
    assert (again.status, again.round, str(again.total)) == (OrderStatus.PLACED, 2, "190.00 CNY")
