"""Does a seller see what he earns and why, and does finance say by which plan? (features 156 to 164)"""

import io
import zipfile
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page as BrowserPage

from deploy.cast.player import until
from deploy.sample import goods
from messages.collections.commission import CommissionPlanView
from tests.console.conftest import PHONE, Desk, half_paid
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]


async def published(desk: Sit, sales: SalesSoFar) -> None:
    """One plan for all tests here, by the page of finance."""
    player = await sales.cast.player("qian.finance")
    if await player.get("collections", "/commission-plans", list[CommissionPlanView]):
        return
    said = {"name": "2026 销售提成", "legal_entity_id": goods.ENTITY, "mode": "COLLECTION_AND_TERMINAL",
            "commission_rate": "3", "early_bonus": "3.65", "late_penalty": "7.3",
            "unit": "", "valid_from": ""}  # fmt: skip
    finance = await desk("qian.finance")
    page = await finance.act("/commission-plans", "/commission-plans", **said)
    assert "2026 销售提成" in page.text


async def test_feature_162_163_finance_publishes_a_plan_and_the_seller_sees_each_line_with_its_inputs(
    desk: Sit, sales: SalesSoFar
) -> None:
    await published(desk, sales)
    order = await half_paid(sales)
    seller = await desk("li.sales")

    async def earned() -> Seen | None:
        page = await seller.see("/commission")
        return page if page.text.count(order.number) >= 2 else None

    page = await until(earned, what="commission on the order")
    for words in (order.number, "计提", "可发放", "100", "¥4,600.00", "¥138.00"):
        assert words in page.text, words
    assert not page.codes
    assert "发布方案" not in (await seller.see("/commission-plans")).text
    again = await (await desk("qian.finance")).send(
        await (await desk("qian.finance")).see("/commission-plans"),
        "/commission-plans",
        commission_rate="4",
        valid_from="",
    )
    assert again.status_code == 409
    file = next(link for link in page.links if "/export?" in link)
    answer = await seller.client.get(file)
    with zipfile.ZipFile(io.BytesIO(answer.content)) as packed:
        rows = packed.read("xl/worksheets/sheet1.xml").decode().split("</row>")
    assert any(order.number in row and "<v>138" in row for row in rows)


async def test_feature_164_a_manager_splits_an_order_and_sees_everybody_of_his_unit(
    desk: Sit, sales: SalesSoFar
) -> None:
    await published(desk, sales)
    order = await half_paid(sales)
    manager = await desk("wang.manager")
    path = f"/commission-splits/{order.id}"
    assert path in (await manager.see(f"/orders/{order.id}")).links
    page = await manager.see(path)
    others = [id for id in page.form(path).options["person_id"] if id and id != str(order.owner_id)]
    page = await manager.act(path, path, person_id=[others[0], "", ""], percent=["40", "", ""])
    assert "40" in page.text
    assert "60" in page.text
    assert "/commission" in (await manager.see("/")).links
    assert (await manager.see("/commission")).codes == []


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_162_the_pages_of_commission_fit_on_a_phone(
    desk: Sit, sales: SalesSoFar, sit: Open, lang: str
) -> None:
    await published(desk, sales)
    phone = await sit("qian.finance", size=PHONE, lang=lang)
    order = await half_paid(sales)
    for path in ("/commission", f"/commission/{order.owner_id}", "/commission-plans", "/commission-quotas",
                 f"/commission-splits/{order.id}"):  # fmt: skip
        await phone.goto(path)
        assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
