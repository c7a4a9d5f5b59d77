"""Are people at a customer kept on its page, is somebody looked up before he is entered, are leads joined?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Page

from messages.orders.orders import OrderView
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def test_feature_187_people_and_addresses_are_kept_on_the_customers_page(desk: Sit, sold: OrderView) -> None:
    seller, name = await desk("li.sales"), f"周敏 {uuid4().hex[:6]}"
    here = f"/customers/{sold.customer_id}/contact-persons"
    assert here in (await seller.see(f"/customers/{sold.customer_id}")).links
    phones = "13800138000；021-68888888-801"
    page = await seller.act(here, "/add", name=name, role="BUYER", title="采购经理", phones=phones, emails="zhou@a.cn")
    for word in (name, "采购经理", "13800138000, 021-68888888-801", "归属记录"):
        assert word in page.text, word
    wrong = await seller.send(await seller.see(here), "/add", name="x", role="OTHER", phones="123")
    assert wrong.status_code == 422
    assert "这不是可以拨通的电话号码" in Seen(wrong.text).text
    mine = next(one.action for one in page.forms if one.action.endswith("/change") and one.fields.get("name") == [name])
    page = await seller.act(here, mine, name=name, note="周二可约")
    assert "周二可约" in page.text
    page = await seller.act(here, "/add-address", kind="DELIVERY", street="张江路 1 号", city="上海")
    assert "收货地址" in page.text
    assert name in (await seller.see(f"/customers/{sold.customer_id}")).text
    page = await seller.act(here, mine.replace("/change", "/remove"))
    assert name not in page.text


async def test_feature_17_somebody_looks_before_he_enters_a_lead(desk: Sit) -> None:
    seller, mark = await desk("li.sales"), uuid4().hex[:6]
    await seller.act("/leads", "/leads/new", source="Fair", company=f"青岛{mark}海拓有限公司", contact="王伟")
    page = await seller.see(f"/duplicates?company={mark}海拓（青岛）公司")
    for word in (f"青岛{mark}海拓有限公司", "公司相同", "90%"):
        assert word in page.text, word
    nothing = await seller.see(f"/duplicates?company={uuid4().hex}")
    assert "没有找到" in nothing.text
    assert (await seller.see("/duplicates?phone=123", status=422)).text


async def test_feature_16_operations_sets_by_what_leads_of_a_product_line_are_compared(desk: Sit) -> None:
    ops, line = await desk("ops"), f"L{uuid4().hex[:6]}"
    rules = "公司 + 联系人\nphone"
    page = await ops.act("/match-rules", "/match-rules", legal_entity_id="CS-CN", product_line=line, rules=rules)
    assert line in page.text
    assert "公司 + 联系人; 电话" in page.text
    wrong = await ops.send(await ops.see("/match-rules"), "/match-rules", legal_entity_id="CS-CN", rules="fax")
    assert wrong.status_code == 422
    own = await ops.send(await ops.see("/match-rules"), "/match-rules", legal_entity_id="CS-CN", rules="自定义：none")
    assert own.status_code == 422, "no such field is defined"
    assert "查重规则写错了" in Seen(wrong.text).text


async def test_feature_19_191_a_manager_joins_two_leads_and_takes_it_back(desk: Sit) -> None:
    seller, manager, mark = await desk("li.sales"), await desk("ops"), uuid4().hex[:6]
    paths = []
    for addition in ("科技", "集团"):
        sent = await seller.send(
            await seller.see("/leads"), "/leads/new", source="Fair", company=f"杭州{mark}蓝月{addition}有限公司"
        )
        paths.append(sent.headers["location"].split("?")[0])
    first, second = paths
    page = await manager.act(second, "/merge", into_id=first.rpartition("/")[2])
    assert manager.at == first
    assert "触点" in page.text
    assert second in page.links
    page = await manager.act(second, "/unmerge")
    assert "跟进中" in page.text
    assert "已撤销合并" in page.text


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_187_the_pages_of_parties_fit_on_a_phone(sit: Open, sold: OrderView, lang: str) -> None:
    for size in (PHONE, DESK):
        page = await sit("li.sales", size=size, lang=lang)
        for path in (f"/customers/{sold.customer_id}/contact-persons", "/duplicates?company=x", "/match-rules"):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
