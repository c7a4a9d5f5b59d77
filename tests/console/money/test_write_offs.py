"""Can somebody ask for a write-off, others approve it, and everybody see it? (case E10)"""

import re
from collections.abc import Awaitable, Callable
from uuid import UUID

import pytest
from playwright.async_api import Page

from deploy.cast.player import until
from messages.orders.orders import OrderView
from tests.console.conftest import DESK, PHONE, Desk, half_paid
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

DeskOf = Callable[[str], Awaitable[Desk]]
PATHS = ("/receivables", "/write-offs", "/write-offs/tolerances")


async def receivable_of(seller: Desk, order: OrderView) -> str:
    """The last one that it owes."""
    page = await seller.client.get(f"/orders/{order.id}")
    return re.findall(r'href="(/receivables/[0-9a-f-]+)"', page.text)[-1]


async def test_case_e10_feature_201_a_write_off_is_asked_for_and_counts_when_others_approve(
    desk: DeskOf, sales: SalesSoFar
) -> None:
    sold, seller, finance = await half_paid(sales), await desk("li.sales"), await desk("qian.finance")
    receivable = await receivable_of(seller, sold)
    too_much = await seller.send(await seller.see(receivable), "/write-off", amount="999999999.00", reason="坏账")
    assert too_much.status_code == 409
    asked = await seller.act(receivable, "/write-off", amount="100.00", reason="客户破产")
    assert "审批中" in asked.text
    write_off = seller.at
    assert "客户破产" in (await seller.see(receivable)).text
    assert "客户破产" in (await finance.see("/write-offs")).text
    await (await sales.sale()).decide_all(UUID(write_off.rpartition("/")[2]), comment="同意冲销")

    async def counts() -> Seen | None:
        seen = await seller.see(write_off)
        return seen if "已冲销" in seen.text else None

    await until(counts, what="the write-off to count")
    taken_back = await finance.act(write_off, "/take-back", reason="客户付款")
    assert "已冲回" in taken_back.text


@pytest.mark.browser
async def test_case_e10_write_offs_and_tolerances_fit_a_phone(
    sit: Callable[..., Awaitable[Page]], sold: OrderView
) -> None:
    for size in (PHONE, DESK):
        page = await sit("li.sales", size=size)
        for path in PATHS:
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
