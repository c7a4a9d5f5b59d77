"""Are the rows of a plan changed on a page, with the fields that the company gives it?"""

from collections.abc import Awaitable, Callable
from urllib.parse import urlencode
from uuid import uuid4

import pytest
from playwright.async_api import Page as BrowserPage

from messages.base import Page
from messages.collections.plans import PaymentPlanView
from messages.custom_fields import DefineFields, FieldTemplate
from tests.console.acts.test_waiting import reserved
from tests.console.conftest import DESK, PHONE, Desk
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]
PATH = "/payment-plans"


async def a_plan(sales: SalesSoFar) -> PaymentPlanView:
    """Of an effective contract."""
    order = await reserved(sales)
    found = await sales.cast.setup.get("collections", PATH, Page[PaymentPlanView], contract_id=order.contract_id)
    return found.items[0]


async def test_feature_131_feature_133_a_manager_changes_the_rows_and_fields_of_a_plan(
    desk: Sit, sales: SalesSoFar
) -> None:
    plan = await a_plan(sales)
    admin, boss = await desk("ops", "zh"), await desk("wang.manager", "en")
    name = f"f{uuid4().hex[:6]}"
    said = {"field_name": name, "label_zh": "保函编号", "label_en": "Guarantee", "field_kind": "text"}
    listed = await admin.act(f"{PATH}/fields", f"{PATH}/fields", **said)
    assert (name in listed.text, "保函编号" in listed.text, listed.codes) == (True, True, [])
    try:
        contract = await boss.see(f"/contracts/{plan.contract_id}")
        assert f"{PATH}/{plan.id}" in contract.links
        path = f"{PATH}/{plan.id}/edit"
        assert path in (await boss.see(f"{PATH}/{plan.id}")).links
        seen = await boss.see(path)
        form = seen.form(path)
        blanks = [""] * (len(form.fields["terms"]) - 2)
        typed = {
            "terms": ["40% prepaid", "60% 15 days after receipt", *blanks], "method": ["cash", "cheque", *blanks],
            "note": ["first", "", *blanks],
        }  # fmt: skip
        wrong = await boss.send(seen, path, **typed | {"terms": ["40% prepaid", "60% whenever", *blanks]}, reason="x")
        assert (wrong.status_code, "whenever" in wrong.text) == (422, True)
        answer = await boss.send(seen, path, **typed, reason="agreed anew", **{f"x_{name}": "G-77"})
        assert answer.status_code == 303, answer.text[:500]
        shown = await boss.see(f"{PATH}/{plan.id}")
        for words in ("40", "60", "cash", "cheque", "first", "Guarantee", "G-77", "agreed anew", "李伟"):
            assert words in shown.text, words
        assert not shown.codes
        found = await boss.see(f"{PATH}?{urlencode({'field': name, 'value': 'G-77'})}")
        assert (plan.contract_number in found.text, found.codes) == (True, [])
        none = await boss.see(f"{PATH}?{urlencode({'field': name, 'value': 'G-78'})}")
        assert plan.contract_number not in none.text
        file = await boss.client.get(f"{PATH}/export?{urlencode({'field': name, 'value': 'G-77'})}")
        assert (file.status_code, file.content[:2]) == (200, b"PK")
    finally:
        none_left = DefineFields(fields=[])
        player = await sales.cast.player("ops")
        await player.put("collections", f"{PATH}/fields", none_left, FieldTemplate)


@pytest.mark.browser
async def test_the_pages_of_plans_fit_a_phone(sit: Open, sales: SalesSoFar) -> None:
    plan = await a_plan(sales)
    for size in (PHONE, DESK):
        page = await sit("wang.manager", size=size)
        for path in (PATH, f"{PATH}/{plan.id}", f"{PATH}/{plan.id}/edit", f"{PATH}/fields"):
            await page.goto(path)
            assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"], path
