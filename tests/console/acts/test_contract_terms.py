"""Can one write payment terms as one says them, and see at once which rows follow? (features 131, 202)"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from messages.deals.contracts import ContractView
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
SitDown = Callable[..., Awaitable[Page]]
WRITTEN = "30% 预付；余款 收货后，每月31日，分12期"


async def edited(sales: SalesSoFar) -> ContractView:
    """A draft of five pieces at 0.01."""
    return await sales.drafted(await sales.sale(), quantity=5, price="0.01")


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_202_terms_are_written_in_words_and_shown_as_the_rows_that_follow(
    desk: Sit, sales: SalesSoFar, lang: str
) -> None:
    person, contract = await desk("li.sales", lang), await edited(sales)
    page = await person.see(f"/contracts/{contract.id}/edit")
    form = page.form("/edit")
    preview = await person.client.post("/contracts/plan-rows", data={**form.fields, "terms": WRITTEN})
    shown = Seen(preview.text)
    assert (preview.status_code, shown.codes) == (200, [])
    assert shown.text.count("0.05") == 1  # the sum of thirteen rows
    assert ("第 12/12 期" if lang == "zh" else "part 12 of 12") in shown.text
    saved = await person.act(f"/contracts/{contract.id}/edit", "/edit", terms=WRITTEN)
    assert ("第 12/12 期" if lang == "zh" else "part 12 of 12") in saved.text
    assert saved.codes == []
    again = (await person.see(f"/contracts/{contract.id}/edit")).form("/edit").fields["terms"]
    assert ("分 12 期按月" if lang == "zh" else "in 12 monthly instalments") in again[0]
    same = await person.act(f"/contracts/{contract.id}/edit", "/edit", terms=again[0])
    assert ("第 12/12 期" if lang == "zh" else "part 12 of 12") in same.text


async def test_feature_202_what_is_not_understood_is_said_at_the_field_and_stays_typed(
    desk: Sit, sales: SalesSoFar
) -> None:
    person, contract = await desk("li.sales", "en"), await edited(sales)
    path = f"/contracts/{contract.id}/edit"
    for written, part in (
        ("net 30 after invoice", "invoice"),
        ("45 days end of month", "two ways"),
        ("30 working days", "calendar days"),
        ("30% in advance; 60% net 30", "90"),
        ("", ""),
    ):
        answer = await person.send(await person.see(path), "/edit", terms=written)
        seen = Seen(answer.text)
        assert answer.status_code in (409, 422), written
        assert (seen.form("/edit").wrong, seen.form("/edit").fields["terms"]) == (["terms"], [written])
        assert part in seen.text
        preview = await person.client.post("/contracts/plan-rows", data={**seen.form("/edit").fields})
        assert part in Seen(preview.text).text


@pytest.mark.browser
async def test_feature_202_the_rows_appear_while_one_writes(sit: SitDown, sales: SalesSoFar) -> None:
    contract = await edited(sales)
    page = await sit("li.sales", PHONE)
    await page.goto(f"/contracts/{contract.id}/edit")
    await expect(page.locator("#plan table")).to_be_visible()
    await page.locator("textarea[name=terms]").fill("50% 预付；50% 2/10，30天")
    await expect(page.locator("#plan")).to_contain_text("10 天内付减 2%")
    await page.locator("textarea[name=terms]").fill("45天月底")
    await expect(page.locator("#plan .message")).to_contain_text("两种理解")
