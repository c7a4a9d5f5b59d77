"""Can who collects pause, promise, contact and comment on the pages, and does the next one see it?"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.async_api import Page as BrowserPage

from deploy.cast.player import until
from deploy.sample import goods
from messages.approvals.notices import NoticeView
from messages.base import Page
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.console.money.test_money_pages import late_receivable
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]


def soon(days: int = 5) -> str:
    return (datetime.now(UTC) + timedelta(days=days)).date().isoformat()


async def test_feature_155_a_complaint_pauses_dunning_on_the_page_and_finance_ends_it(
    desk: Sit, sales: SalesSoFar
) -> None:
    owed = await late_receivable(sales.cast.setup)
    seller, finance = await desk("li.sales"), await desk("qian.finance")
    path = f"/receivables/{owed.id}"
    wrong = await seller.send(
        await seller.see(path), "/pause", pause_reason="COMPLAINT", note="网关故障", until=soon(200)
    )
    assert wrong.status_code == 409
    page = await seller.act(path, "/pause", pause_reason="COMPLAINT", note="网关故障", until=soon())
    for words in ("催收暂停", "售后投诉", "网关故障", f"{owed.number}-H1"):
        assert words in page.text, words
    assert not page.codes
    ended = await finance.act(f"/collection-cases/{owed.customer_id}", "/end", reason="已修复")
    assert "已结束" in ended.text
    assert "已修复" in ended.text
    assert "催收暂停至" not in (await seller.see("/receivables")).text


async def test_feature_154_what_sales_and_finance_write_is_one_thread_and_who_is_mentioned_is_told(
    desk: Sit, sales: SalesSoFar
) -> None:
    owed = await late_receivable(sales.cast.setup)
    path = f"/receivables/{owed.id}"
    finance, seller = await desk("qian.finance"), await desk("li.sales")
    legal = await sales.cast.player("sun.legal")
    assert str(legal.id) in (await finance.see(path)).form("/comment").options["mention"]
    await finance.act(path, "/comment", message="客户说发票未到", mention=str(legal.id))
    page = await seller.act(path, "/comment", message="发票今天寄出", mention="")
    assert page.text.index("发票今天寄出") < page.text.index("客户说发票未到")
    assert "发票今天寄出" in (await finance.see(f"/collection-cases/{owed.customer_id}")).text

    async def told() -> bool:
        found = await legal.get("approvals", "/notices", Page[NoticeView], limit=20)
        return any(owed.number in one.text for one in found.items)

    await until(told, what="the notice of who is mentioned")


async def test_feature_154_147_a_promise_and_a_contact_are_written_down_on_the_page_of_the_case(
    desk: Sit, sales: SalesSoFar
) -> None:
    owed = await late_receivable(sales.cast.setup)
    seller = await desk("li.sales")
    assert owed.customer_name in (await seller.see("/collection-cases?late=true&mine=true")).text
    case = f"/collection-cases/{owed.customer_id}"
    said = {"which_receivables": "late", "amount": "", "pay_by": soon(), "promised_by": "赵女士", "note": ""}
    page = await seller.act(case, "/promise", **said)
    for words in ("待兑现", "赵女士", "€777.00"):
        assert words in page.text, words
    way = {"way": "CALL", "spoke_with": "赵女士", "outcome": "PROMISED", "note": "月底付", "next_on": soon(2)}
    page = await seller.act(case, "/contact", which_receivables="all", **way)
    for words in ("已联系", "待联系", "承诺付款", "月底付"):
        assert words in page.text, words
    page = await seller.act(case, "/record-result", spoke_with="王先生", outcome="NOT_REACHED", note="", next_on="")
    assert "未联系上" in page.text
    page = await seller.act(case, "/withdraw", reason="记错客户")
    assert "记错客户" in page.text
    assert not page.codes


async def test_feature_147_an_administrator_sets_how_long_before_customers_are_contacted(desk: Sit) -> None:
    assert "设置规则" not in (await (await desk("li.sales")).see("/contact-rules")).text
    said = {"legal_entity_id": goods.ENTITY, "grade": "D", "days_before": "12", "way": "VISIT"}
    page = await (await desk("ops")).act("/contact-rules", "/contact-rules", **said)
    assert "D 12 上门拜访" in page.text


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_154_the_pages_of_a_case_fit_on_a_phone(sales: SalesSoFar, sit: Open, lang: str) -> None:
    owed = await late_receivable(sales.cast.setup)
    for size in (PHONE, DESK):
        page = await sit("li.sales", size=size, lang=lang)
        for path in ("/collection-cases", f"/collection-cases/{owed.customer_id}", "/contact-rules"):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path


async def test_feature_148_a_plan_to_repay_is_asked_for_approved_and_counts(desk: Sit, sales: SalesSoFar) -> None:
    owed = await late_receivable(sales.cast.setup)
    seller, case = await desk("li.sales"), f"/collection-cases/{owed.customer_id}"
    odd = await seller.send(
        await seller.see(case), "/repayment-plan", which_receivables="all", repayment_rows="soon", reason="x"
    )
    assert odd.status_code == 422
    parts = f"{soon(10)} 400.00\n{soon(30)} 377.00"
    page = await seller.act(case, "/repayment-plan", which_receivables="all", repayment_rows=parts, reason="客户淡季")
    assert "审批中" in page.text
    plan = seller.at
    await (await sales.sale()).decide_all(UUID(plan.rpartition("/")[2]), comment="同意分期")

    async def counts() -> Seen | None:
        seen = await seller.see(plan)
        return seen if "履行中" in seen.text else None

    await until(counts, what="the plan to count")
    page = await seller.see(f"/receivables/{owed.id}")
    assert f"{owed.number}-R1" in page.text
    assert not page.codes
