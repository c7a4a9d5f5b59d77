"""Does the page offer what a policy lets some do after the end, and say what a rule decided?"""

import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.async_api import Page

from deploy.cast.sale import task_about
from messages.approvals.parts import About
from messages.approvals.requests import RequestView, SubmitRequest
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
POLICY = """
policy: {key}
name: {{zh: 借款, en: Loan}}
facts: {{amount: money, deposit: money}}
revoke: {{role: director, within: 5 days}}
reopen: {{role: director}}
cancel: {{role: director}}
route:
  - step: screening
    name: {{zh: 初审, en: Screening}}
    decide: [{{when: amount > 1000000.0, then: reject}}, {{when: amount < 10.0, then: approve}}]
    when: deposit / amount < 0.3
    signers: {{manager: 1}}
"""
KEPT = os.environ.get("COUNTERSIGN_PICTURES")  # a folder to look at them in


async def loan(sales: SalesSoFar, amount: str = "900.00", deposit: str = "0.00") -> RequestView:
    key = f"loan-{uuid4().hex[:6]}"
    await sales.cast.setup.post("approvals", "/policies", {"yaml": POLICY.format(key=key)}, object)
    about = About(kind="expense", id=uuid4(), number=f"LN-{uuid4().hex[:6].upper()}", title="A loan")
    facts = {"amount": amount, "deposit": deposit}
    said = SubmitRequest(id=uuid4(), policy=key, about=about, facts=facts, content={"amount": f"{amount} CNY"})
    return await (await sales.cast.player("li.sales")).post("approvals", "/requests", said, RequestView)


def offers(page: Seen) -> set[str]:
    return {link.rpartition("/")[2] for link in page.links if "/act/" in link}


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_case_b14_who_may_revoke_and_reopen_finds_a_button(desk: Sit, sales: SalesSoFar, lang: str) -> None:
    request = await loan(sales)
    task = await task_about(await sales.cast.player("wang.manager"), request.about.id)
    here = f"/requests/{request.id}"
    director, seller = await desk("zhou.director", lang), await desk("li.sales", lang)
    assert "cancel_for" in offers(await director.see(here))
    assert not {"cancel_for", "revoke", "reopen"} & offers(await seller.see(here))
    await director.act(f"{here}/act/cancel_for", "/act/cancel_for", comment="he is ill")
    assert "reopen" in offers(await director.see(here))
    await director.act(f"{here}/act/reopen", "/act/reopen", comment="he is back")
    again = await task_about(await sales.cast.player("wang.manager"), request.about.id)
    assert again.task_id != task.task_id
    await (await desk("wang.manager", lang)).act(f"/tasks/{again.task_id}", "/decide/approve")
    form = await director.see(f"{here}/act/revoke")
    assert request.about.number in form.text
    page = await director.act(f"{here}/act/revoke", "/act/revoke", comment="a mistake")
    assert not page.codes
    assert ("已撤销" if lang == "zh" else "revoked") in (await director.see(here)).text


@pytest.mark.parametrize(("size", "lang"), [(DESK, "en"), (PHONE, "zh")], ids=["desk", "phone"])
async def test_case_b14_b2_the_page_says_what_a_rule_decided_and_by_what_it_divides(
    sit: Callable[..., Awaitable[Page]], sales: SalesSoFar, size: dict[str, int], lang: str
) -> None:
    page = await sit("li.sales", size=size, lang=lang)
    ruled, divided = await loan(sales, "2000000.00"), await loan(sales, "0.00", "0.00")
    words = {"en": ("rejected by a rule", "approved by a rule"), "zh": ("由规则自动拒绝", "由规则自动同意")}[lang]
    for request, said in zip((ruled, divided), words, strict=True):
        await page.goto(f"/requests/{request.id}")
        assert said in await page.inner_text("main")
        await page.click("main summary:has-text('LN-')")
        assert "amount >" not in await page.inner_text("main")
        assert await page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        if KEPT:
            await page.screenshot(path=Path(KEPT) / f"{said}-{lang}.png", full_page=True)
