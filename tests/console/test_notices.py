"""Does somebody who is not signed in decide by the link in a message, in a real browser, and set up his channels?"""

import re
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Browser, Page, expect

from deploy.cast.player import until
from deploy.cast.sale import task_about
from messages.approvals.notices import AddChannel, ChannelView
from messages.approvals.requests import ApproveTask, RequestView
from tests.console.conftest import DESK, PHONE
from tests.services.approvals.notices.receivers import Web, a_web_server
from tests.whole_stack import SalesSoFar

pytestmark = pytest.mark.browser
LINK = re.compile(r"http://\S+/l/\S+")


async def the_link(web: Web, number: str) -> str:
    async def found() -> str | None:
        texts = [one.json["data"]["text"] for one in web.heard if number in one.json["data"]["subject"]]
        links = [match[0] for text in texts if (match := LINK.search(text))]
        return links[0] if links else None

    return await until(found, what="a message with a link")


async def test_a_link_decides_in_a_browser_where_nobody_is_signed_in(
    sales: SalesSoFar, chromium: Browser, tmp_path: Path
) -> None:
    with a_web_server() as web:
        signer = await sales.cast.player("sun.legal")
        said = AddChannel(kind="webhook", address=f"{web.url}/legal", one_click=True)
        await signer.post("approvals", "/channels", said, ChannelView)
        contract = await sales.submitted(await sales.sale())
        link = await the_link(web, contract.number)
    context = await chromium.new_context(viewport=PHONE, locale="zh-CN")  # type: ignore[arg-type]
    page = await context.new_page()
    sent: list[dict[str, str]] = []
    page.on("request", lambda request: sent.append(request.headers))
    await page.goto(link)
    await expect(page.locator("h1")).to_contain_text(contract.customer_name)
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await page.screenshot(path=tmp_path / "link.png", full_page=True)
    await page.click("button[value=approve]")
    await expect(page.locator(".message.good")).to_contain_text("同意")
    assert not any("/l/" in headers.get("referer", "") for headers in sent)
    await page.goto(link)
    await expect(page.locator("section.card").first).to_contain_text("已用于")
    await expect(page.locator("button[value=approve]")).to_have_count(0)
    await context.close()
    requests = await signer.get("approvals", "/requests", object, about_id=contract.id)
    [one] = requests["items"]  # type: ignore[index]
    request = RequestView.model_validate(one)
    said_yes = [s for step in request.steps for s in step.signers if s.person_id == signer.id and s.verdict]
    assert [str(one.verdict) for one in said_yes] == ["APPROVE"]


async def test_channels_are_set_up_on_a_page_of_ones_own(sit: Callable[..., Awaitable[Page]], tmp_path: Path) -> None:
    with a_web_server() as web:
        page = await sit("li.sales", size=DESK, lang="en")
        await page.click(".who a[href='/my-notices']")
        await page.click("main details summary")
        await page.select_option("select[name=channel_kind]", "webhook")
        await page.fill("input[name=address]", f"{web.url}/mine")
        await page.click("main details form button")
        await expect(page.locator(".message.good")).to_contain_text("whsec_")
        await page.click("form[action$='/try'] button")
        await expect(page.locator(".message.good")).to_contain_text("took the message")
        await page.screenshot(path=tmp_path / "notices.png", full_page=True)
        assert len(web.heard) == 1
        await page.click("form[action$='/remove'] button")
        await expect(page.locator(".message.good")).to_contain_text("Removed")


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("size", [PHONE, DESK], ids=["phone", "desk"])
async def test_feature_188_the_bell_counts_live_and_leads_to_the_notices(
    sales: SalesSoFar, sit: Callable[..., Awaitable[Page]], tmp_path: Path, lang: str, size: dict[str, int]
) -> None:
    page = await sit("zhao.sales", size=size, lang=lang)
    bell = page.locator("#bell")
    await expect(bell.locator(".sr")).to_have_text(re.compile(r"\d"))
    dots = await bell.locator(".dot").count()
    before = int(await bell.locator(".dot").inner_text()) if dots else 0
    contract = await sales.submitted(await sales.sale("zhao.sales"))
    signer = await sales.cast.player("sun.legal")
    task = await task_about(signer, contract.id)
    shown = await signer.get("approvals", f"/requests/{task.request_id}", RequestView)
    no = {"content_hash": shown.content_hash, "comment": "clause 4"}
    await signer.post("approvals", f"/tasks/{task.task_id}/reject", ApproveTask(**no), RequestView)
    await expect(bell.locator(".dot")).not_to_have_text(str(before) if before else "")
    await bell.click()
    first = page.locator("ul.notices li").first
    await expect(first).to_have_class(re.compile("unread"))
    await expect(first).to_contain_text("clause 4")
    assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
    await page.screenshot(path=tmp_path / f"notices-{lang}-{size['width']}.png", full_page=True)
    await first.locator("button").click()
    await expect(page).to_have_url(re.compile(f"/contracts/{contract.id}"))
