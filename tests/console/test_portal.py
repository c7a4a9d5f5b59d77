"""Can a customer order for himself, follow his order and say what arrived; and does he see nothing else?"""

from collections.abc import Awaitable, Callable
from uuid import UUID, uuid4

import pytest
from playwright.async_api import Page, expect

from console.pages.parts.navigation import MORE, PAGES
from deploy.cast.player import until
from deploy.cast.sale import Sale
from deploy.sample import goods
from deploy.sample.people import PASSWORD
from messages.orders.orders import OrderStatus
from messages.orders.shipments import Ship, ShipmentView
from messages.roles import Role
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
SitDown = Callable[..., Awaitable[Page]]
GATEWAY = str(goods.id_of("GW-100"))


async def account(desk: Sit, sales: SalesSoFar, customer: UUID) -> str:
    """Opened by the customer's seller on the page; the login."""
    seller, login = await desk("li.sales"), f"buyer.{uuid4().hex[:8]}"
    path = f"/customers/{customer}/accounts"

    async def known() -> bool | None:
        answer = await seller.client.get(path)
        return True if answer.status_code == 200 else None

    await until(known, what="approvals to know the customer")
    await seller.act(path, "/accounts/open", login=login, name="白灵", password=PASSWORD)
    assert path in (await seller.see(f"/customers/{customer}")).links
    return login


@pytest.fixture
async def sale(sales: SalesSoFar) -> Sale:
    return await sales.sale()


async def ordering(buyer: Desk, **said: str) -> Seen:
    """Two gateways, placed; the page of the order."""

    async def attempt() -> Seen | None:
        form = (await buyer.see("/portal/orders/new")).form("/portal/orders/new")
        ids = form.fields["product_id"]
        quantities = ["2" if id == GATEWAY else "" for id in ids]
        sent = {**form.fields, "product_id": ids, "quantity": quantities, "do": "place", **said}
        answer = await buyer.client.post("/portal/orders/new", data=sent)
        if answer.status_code == 404:  # orders has not heard of the customer
            return None
        assert answer.status_code == 303, Seen(answer.text).text[:500]
        return await buyer.see(answer.headers["location"])

    return await until(attempt, what="orders to know the customer")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_103_a_customer_orders_once_and_his_seller_sees_who_did(
    desk: Sit, sales: SalesSoFar, sale: Sale, lang: str
) -> None:
    buyer = await desk(await account(desk, sales, await sales.customer(sale)), lang)
    home = await buyer.see("/")
    assert (buyer.at, home.codes) == ("/portal", [])
    number = f"PO-{uuid4().hex[:6]}"
    placed = await ordering(buyer, purchase_order_number=number, ship_to="Gate 3", remark="call first")
    assert (number in placed.text, "9,600.00" in placed.text, placed.codes) == (True, True, [])
    assert [form.action for form in placed.forms if form.action.endswith("/cancel")]
    seen = await (await desk("li.sales", lang)).see(f"/orders/{buyer.at.rpartition('/')[2]}")
    assert (number in seen.text, "白灵" in seen.text, seen.codes) == (True, True, [])
    form = {"key": "k2", "back": "/portal/orders/new", "do": "place", "purchase_order_number": number}
    again = await buyer.client.post("/portal/orders/new", data=form | {"product_id": GATEWAY, "quantity": "1"})
    assert (again.status_code, number in again.text) == (409, True)


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_103_a_customer_follows_his_order_receives_it_and_orders_again(
    desk: Sit, sales: SalesSoFar, sale: Sale, lang: str
) -> None:
    buyer = await desk(await account(desk, sales, await sales.customer(sale)), lang)
    await ordering(buyer)
    path = buyer.at
    order_id = UUID(path.rpartition("/")[2])
    await sale.decide_all(order_id)
    await sale.order_is(order_id, OrderStatus.RESERVED)
    shipper = await sales.cast.player("zheng.shipper")
    sent = Ship(id=uuid4(), carrier="SF", tracking="SF-4711")
    await shipper.post("orders", f"/orders/{order_id}/ship", sent, ShipmentView)
    shipped = await buyer.see(path)
    assert ("SF-4711" in shipped.text, shipped.codes) == (True, [])
    assert not [form for form in shipped.forms if form.action.endswith("/cancel")]
    await buyer.act(path, "/receive")
    await sale.order_is(order_id, OrderStatus.RECEIVED)
    await sale.account(order_id)

    async def owes() -> Seen | None:
        found = await buyer.see("/portal/statement")
        return found if "9,600.00" in found.text else None

    assert (await until(owes, what="what he owes")).codes == []
    copy = (await buyer.see(f"/portal/orders/new?copy={order_id}")).form("/portal/orders/new")
    chosen = dict(zip(copy.fields["product_id"], copy.fields["quantity"], strict=True))
    assert chosen[GATEWAY] == "2"


async def test_feature_103_what_was_chosen_stays_while_he_searches_and_when_it_is_refused(
    desk: Sit, sales: SalesSoFar, sale: Sale
) -> None:
    buyer = await desk(await account(desk, sales, await sales.customer(sale)), "en")
    chosen = {"product_id": GATEWAY, "quantity": "3", "ship_to": "Gate 3", "key": "k"}
    answer = await buyer.client.post("/portal/orders/new", data=chosen | {"do": "search", "q": "SN-20"})
    form = Seen(answer.text).form("/portal/orders/new")
    assert (answer.status_code, form.fields["quantity"], form.fields["ship_to"]) == (200, ["3", ""], ["Gate 3"])
    referer = {"referer": f"{buyer.client.base_url}/portal/orders/new"}
    wrong = await buyer.client.post("/portal/orders/new", data=chosen | {"quantity": "3.5"}, headers=referer)
    form = Seen(wrong.text).form("/portal/orders/new")
    assert (wrong.status_code, form.wrong, form.fields["quantity"][0]) == (422, ["quantity"], "3.5")
    none = await buyer.client.post("/portal/orders/new", data=chosen | {"quantity": ""}, headers=referer)
    assert (none.status_code, "at least one product" in none.text) == (422, True)
    nothing = await buyer.client.post("/portal/orders/new", data={"key": "k", "do": "search", "q": "no such thing"})
    assert "No product has these words" in nothing.text


async def test_feature_103_a_customer_cancels_what_waits(desk: Sit, sales: SalesSoFar, sale: Sale) -> None:
    buyer = await desk(await account(desk, sales, await sales.customer(sale)))
    await ordering(buyer)
    path = buyer.at
    await buyer.act(path, "/cancel", reason="a slip")
    await sale.order_is(UUID(path.rpartition("/")[2]), OrderStatus.CANCELLED)
    assert "订单已取消" in (await buyer.see(path)).text


async def test_feature_103_each_side_is_refused_the_others_pages(desk: Sit, sales: SalesSoFar, sale: Sale) -> None:
    customer = await sales.customer(sale)
    buyer, seller = await desk(await account(desk, sales, customer), "en"), await desk("li.sales", "en")
    portal = [href for _, href, roles in PAGES if Role.CUSTOMER in roles]
    every = {href for _, href, roles in (*PAGES, *MORE) if Role.CUSTOMER not in roles}
    house = sorted(every - {"/", "/password"})
    for path in [*house, f"/customers/{customer}", f"/customers/{customer}/accounts", "/orders/new", "/notices/bell"]:
        refused = await buyer.see(path, status=403)
        assert "people of the house" in refused.text, path
        assert not [link for link in refused.links if link in house], path
    for path in portal:
        refused = await seller.see(path, status=403)
        assert "for customers" in refused.text, path
    assert (await buyer.see("/password")).codes == []


async def test_feature_103_an_ended_account_is_out_at_once_and_the_password_is_never_shown(
    desk: Sit, sales: SalesSoFar, sale: Sale
) -> None:
    customer = await sales.customer(sale)
    login = await account(desk, sales, customer)
    buyer, seller = await desk(login), await desk("li.sales")
    path = f"/customers/{customer}/accounts"
    secret = "never shown anywhere"
    taken = await seller.send(await seller.see(path), "/accounts/open", login=login, name="x", password=secret)
    assert (taken.status_code, secret in taken.text) == (409, False)
    await seller.act(path, "/end")

    async def out() -> bool | None:
        answer = await buyer.client.get("/portal")
        return True if answer.status_code == 303 and "/sign-in" in answer.headers["location"] else None

    await until(out, what="orders to hear that the account has ended")
    again = await buyer.client.post("/sign-in", data={"login": login, "password": PASSWORD})
    assert again.status_code == 401


@pytest.mark.browser
async def test_feature_103_a_customer_orders_on_a_phone(sit: SitDown, desk: Sit, sales: SalesSoFar, sale: Sale) -> None:
    login = await account(desk, sales, await sales.customer(sale))
    await ordering(await desk(login))
    phone = await sit(login, size=PHONE, lang="en")
    for path in ("/portal", "/portal/orders/new", "/portal/statement"):
        await phone.goto(path)
        assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
    await phone.goto("/portal")
    await phone.click("main a.button.primary")
    row = phone.locator(".offer", has_text="GW-100")
    await row.locator("input[type=number]").fill("4")
    await phone.locator("textarea[name=remark]").fill("call first")
    await expect(phone.locator("#sums")).to_contain_text("19,200.00")
    await phone.click("button[value=place]")
    await expect(phone.locator(".message.good")).to_contain_text("looks after it")
    await expect(phone.locator(".chip").first).to_have_text("waiting for approval")
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await phone.click("details.action summary")
    await phone.fill("details.action textarea", "not needed any more")
    await phone.click("details.action form button")
    await expect(phone.locator(".message.good")).to_contain_text("being cancelled")
