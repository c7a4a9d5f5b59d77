"""Can a seller write down a visit on a phone, and is it read by those who may? (feature 45)"""

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from playwright.async_api import Page as BrowserPage
from playwright.async_api import expect

from messages.deals.contracts import ContractView
from messages.orders.orders import OrderView
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[BrowserPage]]
JPG = b"\xff\xd8\xff\xe0 the gate"


@pytest.fixture
async def opportunity_id(sales: SalesSoFar, sold: OrderView) -> UUID:
    sale = await sales.sale()
    contract = await sale.seller.get("deals", f"/contracts/{sold.contract_id}", ContractView)
    return contract.opportunity_id


async def test_feature_45_a_visit_with_a_photo_is_written_down_in_the_form_and_read(
    desk: Sit, opportunity_id: UUID
) -> None:
    seller = await desk("li.sales")
    path = f"/opportunities/{opportunity_id}"
    assert f"/follow-ups/new?opportunity_id={opportunity_id}" in (await seller.see(path)).links
    form = (await seller.see(f"/follow-ups/new?opportunity_id={opportunity_id}")).form("/files")
    soon = (datetime.now(UTC) + timedelta(days=3)).date()
    said = {**form.fields, "kind": "VISIT", "note": "看了三号车间", "place": "松江厂区", "next_on": soon.isoformat()}
    said |= {"latitude": "31.0322", "longitude": "121.2277"}
    answer = await seller.client.post(form.action, data=said, files={"file": ("门口.jpg", JPG, "image/jpeg")})
    assert answer.status_code == 303, Seen(answer.text).text[:400]
    page = await seller.see(path)
    for words in ("看了三号车间", "松江厂区", "拜访", f"{soon.year}年{soon.month}月{soon.day}日"):
        assert words in page.text, words
    one = next(link for link in page.links if link.startswith("/follow-ups/") and "new" not in link)
    page = await seller.see(one)
    assert "31.03220, 121.22770" in page.text
    file = next(link for link in page.links if "/files/" in link)
    assert (await seller.client.get(file)).content == JPG
    assert not page.codes
    assert (await (await desk("tom.sales")).client.get(one)).status_code == 404


async def test_feature_45_what_is_wrong_is_said_at_its_field(desk: Sit, opportunity_id: UUID) -> None:
    seller = await desk("li.sales")
    form = (await seller.see(f"/follow-ups/new?opportunity_id={opportunity_id}")).form("/files")
    said = {**form.fields, "kind": "VISIT", "next_on": "2020-01-01"}
    answer = await seller.client.post(
        form.action, data=said, headers={"referer": str(seller.client.base_url) + seller.at}
    )
    assert answer.status_code == 409
    assert "下次跟进日" in Seen(answer.text).text


async def test_feature_45_the_form_fits_on_a_phone_and_takes_the_place(sit: Open, opportunity_id: UUID) -> None:
    page = await sit("li.sales", size=PHONE)
    await page.context.grant_permissions(["geolocation"])
    await page.context.set_geolocation({"latitude": 31.0322, "longitude": 121.2277})
    await page.goto(f"/follow-ups/new?opportunity_id={opportunity_id}")
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.click("[data-place]")
    await expect(page.locator("[name=latitude]")).to_have_value(re.compile(r"31\.03"))
    await page.fill("textarea[name=note]", "在现场")
    await page.click("form.action button.primary")
    await page.wait_for_url(f"**/opportunities/{opportunity_id}")
    assert "在现场" in await page.inner_text("main")
