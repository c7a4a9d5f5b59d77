"""Can a seller and his manager write down, correct and drive on an opportunity by clicking? (55, 64-69, 72, 79)"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta

import pytest
from playwright.async_api import Page as BrowserPage

from deploy.cast.player import until
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]


@pytest.fixture
async def opened(desk: Sit, sales: SalesSoFar) -> str:
    """The page of an opportunity that a seller has just written down."""
    sale = await sales.sale()
    opportunity = await sales.opened(sale)
    seller = await desk("li.sales")
    page = await seller.see(f"/opportunities/new?customer_id={opportunity.customer_id}")
    said = {"project": f"改造 {opportunity.number}", "expected": "88,000", "currency": "CNY", "probability": "30"}
    answer = await seller.send(page, "/new/open", **said, product_lines="网关，服务", note="朋友介绍")
    assert answer.status_code == 303, Seen(answer.text).text[:400]
    return str(answer.headers["location"])


def soon(days: int = 5) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


async def test_feature_55_64_a_seller_writes_an_opportunity_down_corrects_it_and_registers_it(
    desk: Sit, opened: str
) -> None:
    seller = await desk("li.sales")
    page = await seller.see(opened)
    for words in ("¥88,000.00", "30", "网关, 服务", "朋友介绍"):
        assert words in page.text, words
    page = await seller.act(f"{opened}/edit", "/edit", expected="99000", expected_close_on=soon(60))
    assert "¥99,000.00" in page.text
    assert "88000.00 CNY → 99000.00 CNY" in page.text, "what stood before"
    page = await seller.act(opened, "/register", note="已拜访")
    assert "报备" in page.text
    assert seller.at.startswith("/registrations/")
    assert not page.codes


async def test_feature_64_what_is_known_is_written_a_line_each_and_the_version_before_is_kept(
    desk: Sit, opened: str
) -> None:
    seller = await desk("li.sales")
    said = {"needs": "网关 | 40 | 台\n培训", "budget": "500000", "currency": "CNY", "deciders": "王总｜总经理"}
    page = await seller.act(f"{opened}/facts", "/facts", **said)
    for words in ("网关", "王总", "总经理", "¥500,000.00"):
        assert words in page.text, words
    await seller.act(f"{opened}/facts", "/facts", competitors="远方科技 | 价格低")
    page = await seller.see(f"{opened}/facts")
    assert "第 2 版" in page.text
    assert "第 1 版" in page.text
    odd = await seller.send(page, "/facts", needs="a | b | c | d")
    assert odd.status_code == 422
    assert not page.codes


async def test_feature_68_69_72_a_manager_guides_a_colleague_writes_and_the_seller_answers(
    desk: Sit, opened: str
) -> None:
    seller, manager = await desk("li.sales"), await desk("wang.manager")
    page = await seller.act(opened, "/add-risk", risk_text="预算未定", mitigation="找财务")
    assert "预算未定" in page.text
    page = await manager.act(opened, "/give-guidance", guidance="带技术总监再访", due_on=soon())
    assert "带技术总监再访" in page.text
    page = await seller.act(opened, "/act-on-guidance", done_about_it="周四已访")
    assert "已落实" in page.text
    assert "周四已访" in page.text
    page = await seller.act(opened, "/close-risk", note="已批")
    assert "已解除" in page.text
    page = await (await desk("sun.legal")).act(opened, "/comment", message="合同条款我来看", mention="")
    assert "合同条款我来看" in page.text
    assert not page.codes


async def test_feature_66_79_it_goes_back_with_a_reason_and_is_lost_for_one_of_the_list(desk: Sit, opened: str) -> None:
    seller = await desk("li.sales")
    await seller.act(opened, "/advance", stage="Proposing")
    page = await seller.act(opened, "/set-back", stage="Engaging", reason="换了决策人")
    assert "深入沟通" in page.text

    async def told() -> bool | None:
        return "换了决策人" in (await seller.see(f"/timeline/{opened.rpartition('/')[2]}")).text or None

    await until(told, what="the reason in its history")
    page = await seller.act(opened, "/lose", reason="PRICE", note="低 20%")
    assert "价格" in page.text
    assert "低 20%" in page.text
    ranking = await seller.see("/sales-rules")
    assert "输单原因排名" in ranking.text
    assert not ranking.codes


async def test_feature_65_stages_are_written_a_line_each_and_what_is_wrong_is_said(desk: Sit) -> None:
    admin = await desk("ops")
    page = await admin.see("/sales-rules")
    assert page.form("/stages").fields["stages"][0].startswith("Prospecting | 进行中\n")
    odd = await admin.send(page, "/stages", stages="早期联系 | NOWHERE")
    assert odd.status_code == 422
    assert "NOWHERE" in Seen(odd.text).text
    odd = await admin.send(page, "/stages", stages="早期联系 | OPEN | | | | 月相")
    assert "月相" in Seen(odd.text).text
    seller = await (await desk("li.sales")).see("/sales-rules")
    assert not [form for form in seller.forms if form.action.endswith("/stages")]


async def test_feature_55_the_form_fits_on_a_phone(sit: Open, opened: str) -> None:
    page = await sit("li.sales", size=PHONE)
    for path in ("/opportunities/new", opened, f"{opened}/facts", f"{opened}/edit", "/sales-rules"):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
