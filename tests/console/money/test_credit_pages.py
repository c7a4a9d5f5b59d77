"""Does finance see how far a customer is trusted, and do two people change it? (features 142 to 146, 152)"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page as BrowserPage

from deploy.cast.player import until
from messages.orders.orders import OrderView
from tests.console.acts.test_waiting import reserved
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]


async def test_feature_143_144_finance_grades_a_customer_and_sees_what_it_is_made_of(
    desk: Sit, sold: OrderView
) -> None:
    finance = await desk("qian.finance")
    path = f"/credit/{sold.customer_id}"
    assert path in (await finance.see(f"/customers/{sold.customer_id}")).links
    page = await finance.act(path, f"{path}/review")
    for words in (
        "信用评分",
        "近 12 个月按期付款比例",
        "往来时间",
        "财务重新评级",
        "付款行为（按月）",
        "账款周转天数",
        "平均逾期天数",
    ):
        assert words in page.text, words
    assert not page.codes
    listed = await finance.see("/credit")
    assert path in listed.links
    assert not listed.codes
    seller = await desk("li.sales")
    seen = await seller.see(path)
    assert "信用评分" in seen.text
    assert "暂停赊销记录" in seen.text
    assert "调整信用额度" not in seen.text, "that is finance's"


async def test_feature_145_a_customer_on_hold_gets_nothing_until_his_order_is_released(
    desk: Sit, sales: SalesSoFar
) -> None:
    order = await reserved(sales)
    finance, seller, director = [await desk(login) for login in ("qian.finance", "li.sales", "zhou.director")]
    path = f"/credit/{order.customer_id}"
    page = await finance.act(path, f"{path}/hold", reason="传闻停产")
    assert "该客户的赊销已暂停：传闻停产" in page.text
    shipper = await desk("zheng.shipper")

    async def refused() -> Seen | None:
        at = await shipper.see(f"/orders/{order.id}")
        answer = await shipper.send(at, "/ship")
        return Seen(answer.text) if answer.status_code == 409 else None

    try:
        says = await refused()
        assert says is not None
        assert "赊销已被财务暂停（传闻停产）" in says.text
        asked = await seller.act(f"/orders/{order.id}", f"/credit-requests/release/{order.id}", reason="客户停线等货")
        assert "待财务另一人复核" in asked.text or "复核客户的信用申请" in asked.text
        done = await director.act(seller.at, "/confirm", comment="发一次")
        assert "已确认" in done.text

        async def leaves() -> Seen | None:
            answer = await shipper.send(await shipper.see(f"/orders/{order.id}"), "/ship")
            return Seen(answer.text) if answer.status_code == 303 else None

        await until(leaves, what="the release heard of by orders")
    finally:
        page = await finance.act(path, f"{path}/release", reason="辟谣")
    assert "辟谣" in page.text


async def test_feature_145_a_limit_is_raised_by_two_and_every_change_stays_in_the_file(
    desk: Sit, sales: SalesSoFar, sold: OrderView
) -> None:
    finance = await desk("qian.finance")
    path = f"/credit/{sold.customer_id}"
    first = await finance.act(path, f"{path}/limit", currency="EUR", limit="900000", reason="年度授信")
    assert "额度已生效" in first.text
    raised = await finance.act(path, f"{path}/limit", currency="EUR", limit="950000", reason="旺季")
    assert "待财务另一人确认" in raised.text
    waiting = await finance.see("/credit-requests?status=REQUESTED")
    (one,) = [link for link in waiting.links if link.startswith("/credit-requests/")][:1]
    seen = await finance.see(one)
    assert "确认额度" not in seen.text, "who asked does not confirm"
    assert not seen.codes
    gone = await finance.act(one, "/withdraw")
    assert "已撤回" in gone.text
    assert "旺季" in (await finance.see(path)).text


async def test_feature_143_152_the_policy_is_shown_and_publishes_its_next_version(desk: Sit, sales: SalesSoFar) -> None:
    admin = await desk("ops")
    page = await admin.see("/credit-policy")
    for words in ("信用政策", "最长账期", "D 级", "近 12 个月平均逾期"):
        assert words in page.text, words
    assert not page.codes
    answer = await admin.send(page, "/credit-policy", evidence_days="181")
    assert answer.status_code == 303, Seen(answer.text).text[:300]
    after = await admin.see("/credit-policy")
    assert "新版信用政策已生效" in after.text
    assert "181" in after.text
    wrong = await admin.send(after, "/credit-policy", points=["100"] * 9)
    assert wrong.status_code == 409
    assert "满分合计须为 100（现为 900）" in Seen(wrong.text).text


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_144_the_pages_of_credit_fit_on_a_phone(sold: OrderView, sit: Open, lang: str) -> None:
    phone = await sit("qian.finance", size=PHONE, lang=lang)
    for path in ("/credit", f"/credit/{sold.customer_id}", "/credit-requests", "/credit-policy"):
        await phone.goto(path)
        assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"], path
