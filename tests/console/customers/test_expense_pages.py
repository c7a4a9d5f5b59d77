"""Is what was spent on a customer written down, approved and added up by clicking?"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page

from tests.console.conftest import DESK, PHONE, Desk
from tests.console.customers.test_customer_pages import recorded
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


def form_of(here: str) -> str:
    return f"/customer-expenses/new?customer_id={here.rpartition('/')[2]}"


async def spent(seller: Desk, here: str, amount: str, **more: str) -> str:
    """Where one lands."""
    said = {"kind": "TRAVEL", "spent": amount} | more
    sent = await seller.send(await seller.see(form_of(here)), "/new/files", **said)
    assert sent.status_code == 303, Seen(sent.text).text[:500]
    return str(sent.headers["location"].split("?")[0])


async def test_feature_51_the_cost_file_of_a_customer_grows_and_its_manager_sees_it(desk: Sit) -> None:
    director, seller, manager = await desk("zhou.director"), await desk("li.sales"), await desk("wang.manager")
    page = await director.act("/customer-rules", "/expenses", free_up_to="500 CNY")
    assert "500.00 CNY" in page.text
    here = await recorded(seller)
    assert await spent(seller, here, "320.00", note="拜访") == here
    assert await spent(seller, here, "80", kind="GIFT") == here
    for who in (seller, manager):
        page = await who.see(here)
        for word in ("成本档案", "差旅", "320.00", "礼品", "80.00", "已入账"):
            assert word in page.text, word
    listed = await manager.see("/customer-expenses")
    assert "拜访" not in listed.text
    assert "320.00" in listed.text
    await director.act("/customer-rules", "/expenses", free_up_to="")


async def test_feature_52_an_expense_above_what_is_free_waits_for_its_approver(desk: Sit) -> None:
    seller = await desk("li.sales")
    here = await recorded(seller)
    claim = await spent(seller, here, "12,000.00", kind="MEALS")
    assert claim.startswith("/customer-expenses/")
    page = await seller.see(claim)
    for word in ("待审批", "招待", "12,000.00"):
        assert word in page.text, word
    page = await seller.see(here)
    assert "待审批" in page.text
    page = await seller.act(claim, "/withdraw")
    assert "已撤回" in page.text


async def test_feature_51_what_is_wrong_is_said_at_its_field(desk: Sit) -> None:
    seller, other = await desk("li.sales"), await desk("chen.sales")
    here = await recorded(seller)
    wrong = await seller.send(
        await seller.see(form_of(here)), "/new/files", kind="GIFT", spent="1", spent_on="2020-01-01"
    )
    assert wrong.status_code == 422
    assert Seen(wrong.text).form("/new/files").wrong == ["spent_on"]
    assert not any("/customer-expenses/new" in link for link in (await other.see(here)).links)


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_51_the_pages_of_expenses_fit_on_a_phone(sit: Open, desk: Sit, lang: str) -> None:
    here = await recorded(await desk("li.sales"))
    for size in (PHONE, DESK):
        page = await sit("li.sales", size=size, lang=lang)
        for path in ("/customer-expenses", form_of(here)):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
