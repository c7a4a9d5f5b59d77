"""Is a customer claimed, admitted and fought over by clicking?"""

from collections.abc import AsyncIterator, Awaitable, Callable

import pytest
from playwright.async_api import Page

from tests.console.conftest import DESK, PHONE, Desk
from tests.console.customers.test_customer_pages import recorded
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


@pytest.fixture
async def admitting(desk: Sit) -> AsyncIterator[None]:
    """While the company admits customers by approval."""
    director = await desk("zhou.director")
    await director.act(
        "/customer-rules", "/admission", required="yes", criteria="渠道级别, 先报先得", tiers="金牌, 银牌"
    )
    yield
    await director.act("/customer-rules", "/admission", required="no", criteria="先报先得", tiers="")


@pytest.mark.usefixtures("admitting")
async def test_feature_40_a_sellers_customer_waits_until_it_is_admitted(desk: Sit) -> None:
    seller = await desk("li.sales")
    here = await recorded(seller, sales_way="DIRECT", tier="银牌")
    page = await seller.see(here)
    for word in ("待准入", "客户报备", "直销", "待审批"):
        assert word in page.text, word
    claim = next(link for link in page.links if link.startswith("/admissions/"))
    page = await seller.see(claim)
    assert "银牌" in page.text
    page = await seller.act(claim, "/withdraw")
    assert "已撤回" in page.text
    assert "未准入" in (await seller.see(here)).text
    page = await seller.act(here, "/register", sales_way="CHANNEL", tier="金牌", note="再次报备")
    assert "已提交客户报备" in page.text


async def test_feature_41_whose_customer_it_would_be_is_shown_to_who_claims_it(desk: Sit) -> None:
    seller, rival = await desk("li.sales"), await desk("chen.sales")
    here = await recorded(seller)
    page = await rival.act(here, "/register", sales_way="DIRECT", note="老客户")
    for word in ("客户报备", "冲突报备的负责人", "待审批"):
        assert word in page.text, word
    assert not any(form.action.endswith("/register") for form in (await rival.see(here)).forms), "once at a time"
    listed = await rival.see("/admissions?mine=true")
    assert "客户报备" in listed.text


async def test_feature_41_wrong_rules_are_said_at_their_form(desk: Sit) -> None:
    director, seller = await desk("zhou.director"), await desk("li.sales")
    page = await director.see("/customer-rules")
    assert "先报先得" in page.text
    wrong = await director.send(page, "/admission", required="no", criteria="先报先得, 销售方式")
    assert wrong.status_code in (409, 422)
    assert "最后一条标准须为先报先得" in Seen(wrong.text).text
    assert not any(form.action.endswith("/admission") for form in (await seller.see("/customer-rules")).forms)


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_41_the_pages_of_admissions_fit_on_a_phone(sit: Open, lang: str) -> None:
    for size in (PHONE, DESK):
        page = await sit("zhou.director", size=size, lang=lang)
        for path in ("/admissions", "/customer-rules"):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
