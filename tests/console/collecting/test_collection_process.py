"""Is it seen on a page whose each debt is and until when, and are terms offered by a policy that finance publishes?
(features 134, 135)"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page as BrowserPage

from messages.orders.orders import OrderView
from tests.console.conftest import DESK, PHONE, Desk

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]
PROCESS, POLICIES = "/collection-process", "/collection-policies"


async def test_feature_134_every_debt_has_a_node_an_owner_and_a_deadline_on_the_page(
    desk: Sit, sold: OrderView
) -> None:
    finance = await desk("qian.finance")
    assert PROCESS in (await finance.see("/collection-cases")).links
    seen = await finance.see(f"{PROCESS}?q={sold.number}")
    for words in ("期限", "节点", "责任人", "李伟", sold.number):
        assert words in seen.text, words
    assert not seen.codes
    [receivable, *_] = [link for link in seen.links if link.startswith("/receivables/")]
    course = await finance.see(receivable)
    assert "回款流程" in course.text
    assert "进行中" in course.text
    assert not course.codes
    case = await finance.see(f"/collection-cases/{sold.customer_id}")
    assert ("回款流程" in case.text, case.codes) == (True, [])
    english = await desk("wang.manager", "en")
    listed = await english.see(PROCESS)
    assert ("Collection process" in listed.text, listed.codes) == (True, [])
    for query in ("late=true", "role=legal", "mine=true"):
        assert not (await english.see(f"{PROCESS}?{query}")).codes


async def test_feature_135_finance_publishes_a_policy_and_sees_before_what_would_change(
    desk: Sit, sold: OrderView
) -> None:
    finance = await desk("qian.finance")
    assert POLICIES in (await finance.see("/credit")).links
    form = await finance.see(f"{POLICIES}/new")
    said = form.form(POLICIES).fields
    assert set(said["usual_days"]) == {"30"}
    typed = {"name": "样例政策", "legal_entity_id": "CS-US"}
    rules = ["按期付款", *[""] * (len(said["rule_name"]) - 1)]
    bounds = ["ON_TIME", *[""] * (len(said["fact"]) - 1)]
    least = ["95", *[""] * (len(said["from_value"]) - 1)]
    days = ["15", *[""] * (len(said["extension_days"]) - 1)]
    typed_rules = {"rule_name": rules, "fact": bounds, "from_value": least, "extension_days": days}
    wrong = await finance.send(form, POLICIES, **typed, **typed_rules | {"extension_days": ["soon", *days[1:]]})
    assert (wrong.status_code, "soon" in wrong.text) == (422, True)
    foreign = await finance.send(form, POLICIES, **typed, **typed_rules)
    assert foreign.status_code == 403, "another legal entity's"
    looked = await finance.send(form, POLICIES, **typed | {"legal_entity_id": "CS-CN"}, **typed_rules, look="yes")
    assert (looked.status_code, "适用客户" in looked.text) == (200, True)
    assert "按期付款" in looked.text, "what was typed is kept"
    second = await desk("fiona.finance", "en")
    blank = await second.see(f"{POLICIES}/new")
    made = await second.send(blank, POLICIES, **typed | {"name": "Sample", "legal_entity_id": "CS-CN"}, **typed_rules)
    assert made.status_code == 303, made.text[:500]
    shown = await second.see(made.headers["location"].partition("?")[0])
    for words in ("Sample", "CS-CN", "按期付款", "+15", "at least 95"):
        assert words in shown.text, words
    assert not shown.codes
    seller = await desk("li.sales")
    listed = await seller.see(POLICIES)
    assert ("公司初始政策" in listed.text, "发布回款政策" in listed.text) == (True, False)
    credit = await finance.see(f"/credit/{sold.customer_id}")
    assert ("适用付款条件" in credit.text, credit.codes) == (True, [])


async def test_feature_135_forms_and_plans_say_which_terms_are_offered(desk: Sit, sold: OrderView) -> None:
    seller = await desk("li.sales")
    contract = await seller.see(f"/contracts/{sold.contract_id}")
    assert not contract.codes
    form = await seller.see(f"/orders/new?customer={sold.customer_id}")
    assert ("适用付款条件" in form.text, form.codes) == (True, [])
    boss = await desk("wang.manager")
    [plan] = [link for link in contract.links if link.startswith("/payment-plans/")]
    shown = await boss.see(plan)
    for words in ("适用付款条件", "银行转账"):
        assert words in shown.text, words
    assert not shown.codes


@pytest.mark.browser
async def test_feature_134_135_the_pages_fit_on_a_phone(sit: Open, sold: OrderView) -> None:
    for size in (PHONE, DESK):
        page = await sit("qian.finance", size=size)
        for path in (PROCESS, POLICIES, f"{POLICIES}/new", f"/contracts/{sold.contract_id}"):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
