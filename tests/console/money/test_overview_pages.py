"""Does one page say what is to be collected and what control achieved?"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page as BrowserPage

from messages.orders.orders import OrderView
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.money.test_money_pages import late_receivable
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]
PATH = "/collection-overview"


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_141_finance_and_a_manager_see_the_three_phases_on_one_page(
    desk: Sit, sales: SalesSoFar, sold: OrderView, lang: str
) -> None:
    await late_receivable(sales.cast.setup)
    said = {
        "zh": ("应收总览", "本周到期", "事前：交货前的授信控制", "参考：70 %", "35 %", "40 %", "预计回款：按周"),
        "en": ("Collection overview", "Due this week", "Before delivery: credit", "70 %", "35 %", "40 %", "by week"),
    }
    for login in ("qian.finance", "wang.manager"):
        person = await desk(login, lang)
        page = await person.see(PATH)
        for words in said[lang]:
            assert words in page.text, words
        assert not page.codes
        assert PATH in (await person.see("/")).links
    seller = await desk("li.sales", lang)
    assert PATH not in (await seller.see("/")).links


@pytest.mark.browser
async def test_feature_141_the_page_draws_its_picture_and_fits_a_phone(sit: Open, sales: SalesSoFar) -> None:
    await late_receivable(sales.cast.setup, days_late=-10)  # due later, so that a week to come has something
    for size in (PHONE, DESK):
        page = await sit("qian.finance", size=size)
        await page.goto(f"{PATH}?currency=EUR")
        await page.wait_for_selector("[data-chart] .uplot")
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
