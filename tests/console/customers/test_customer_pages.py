"""Does one page show all around a customer, and is he recorded, corrected and given away by clicking?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Page

from messages.orders.orders import OrderView
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def recorded(seller: Desk, **said: str | list[str]) -> str:
    named = {"customer_name": f"青岛{uuid4().hex[:8]}有限公司"} | said
    sent = await seller.send(await seller.see("/customers"), "/customers/new", **named)
    assert sent.status_code == 303, Seen(sent.text).text[:500]
    return str(sent.headers["location"].split("?")[0])


async def test_feature_38_one_page_shows_all_around_a_customer(desk: Sit, sold: OrderView) -> None:
    seller, here = await desk("li.sales"), f"/customers/{sold.customer_id}"
    await seller.act(f"{here}/contact-persons", "/add", name="周敏", role="BUYER", phones="13800138000")
    await seller.act(f"{here}/contact-persons", "/add-address", kind="DELIVERY", street="张江路 1 号", city="上海")
    page = await seller.see(here)
    for word in ("负责人", "部门", "周敏", "张江路 1 号", "商机", "报备", "合同", sold.number, "应收"):
        assert word in page.text, word


async def test_feature_42_a_customer_is_recorded_and_corrected_with_where_he_came_from(desk: Sit) -> None:
    seller = await desk("li.sales")
    here = await recorded(seller, source="展会", channel="线下会议", product_line="泵", sector="制造")
    page = await seller.see(here)
    for word in ("最初来源", "展会", "线下会议", "泵", "来源部门"):
        assert word in page.text, word
    page = await seller.act(here, "/edit", customer_name=f"改名{uuid4().hex[:8]}公司", sector="能源")
    assert "能源" in page.text
    assert "改名" in page.text
    again = await seller.send(await seller.see("/customers"), "/customers/new", customer_name="")
    assert again.status_code == 422
    twin = await seller.send(
        await seller.see("/customers"), "/customers/new", customer_name="x", tax_id="913100001326224280"
    )
    assert twin.status_code == 422
    assert "校验" in Seen(twin.text).text


async def test_feature_46_a_director_gives_a_customer_to_a_colleague(desk: Sit, sales: SalesSoFar) -> None:
    sale = await sales.sale()
    opened = await sales.opened(sale)
    here = f"/customers/{opened.customer_id}"
    director, seller, colleague = await desk("zhou.director"), await desk("li.sales"), await desk("chen.sales")
    assert not any(form.action.endswith("/hand-over") for form in (await seller.see(here)).forms)
    form = (await director.see(here)).form("/hand-over")
    to = next(id for id in form.options["to"] if id)
    page = await director.act(here, "/hand-over", to=to, reason="长期休假")
    assert "已移交给" in page.text
    assert "商机 1" in page.text
    page = await director.see(here)
    assert "单个移交" in page.text
    assert colleague is not seller


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_38_the_page_fits_on_a_phone(sit: Open, sold: OrderView, lang: str) -> None:
    for size in (PHONE, DESK):
        page = await sit("li.sales", size=size, lang=lang)
        for path in ("/customers", f"/customers/{sold.customer_id}"):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


async def test_feature_191_customers_are_joined_taken_apart_and_told_apart_by_clicking(desk: Sit) -> None:
    seller, ops, mark = await desk("li.sales"), await desk("ops"), uuid4().hex[:8]
    first = await recorded(seller, customer_name=f"青岛{mark}海拓有限公司", sector="制造")
    second = await recorded(seller, customer_name=f"青岛{mark}海拓集团", region="华东")
    third = await recorded(seller, customer_name=f"青岛{mark}海拓科技")
    assert f"{first}/duplicates" not in (await seller.see(first)).links, "not for sellers"
    page = await ops.see(f"{first}/duplicates")
    for word in (f"{mark}海拓集团", f"{mark}海拓科技", "%"):
        assert word in page.text, word
    id_of = {path: path.rpartition("/")[2] for path in (first, second, third)}
    page = await ops.act(f"{first}/duplicates", "/tell-apart", other_id=id_of[third])
    assert f"{mark}海拓科技" not in page.text
    await ops.act(f"{first}/duplicates", "/merge", other_id=id_of[second], keep="this")
    assert ops.at == first
    page = await ops.see(second)
    assert "已合并到另一客户" in page.text
    assert first in page.links
    page = await ops.act(f"{first}/duplicates", "/unmerge", joined_id=id_of[second])
    assert "已撤销合并" in page.text
    wrong = await ops.send(await ops.see(f"{first}/duplicates"), "/merge", other_number="CU-0")
    assert wrong.status_code == 422
    assert "没有这个编号的客户" in Seen(wrong.text).text
