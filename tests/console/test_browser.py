"""Does the page show and do it, in a real browser?"""

import re
from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Browser, Page, expect

from deploy.cast.sale import task_about
from deploy.embedded.running import Stack
from deploy.sample.people import PASSWORD
from messages.approvals.requests import ReturnTask
from messages.deals.contracts import ContractStatus, ContractView
from messages.orders.orders import OrderStatus
from tests.console.conftest import DESK, PHONE, Desk
from tests.whole_stack import SalesSoFar

pytestmark = pytest.mark.browser
Sit = Callable[..., Awaitable[Page]]


async def test_somebody_signs_in_and_chooses_the_language(stack: Stack, chromium: Browser) -> None:
    context = await chromium.new_context(viewport=PHONE, locale="en-GB", base_url=stack.urls["console"])  # type: ignore[arg-type]
    page = await context.new_page()
    await page.goto("/sign-in")
    await page.fill("input[name=login]", "sun.legal")
    await page.fill("input[name=password]", PASSWORD)
    await page.click("form[action='/sign-in'] button")
    await expect(page.locator("#inbox")).to_be_visible()
    for _ in range(2):  # whichever it is at first
        other = "en" if await page.get_attribute("html", "lang") == "zh-CN" else "zh-CN"
        await page.click("form[action='/language'] button")
        await expect(page.locator(f"html[lang={other}] #inbox")).to_be_visible()
    await context.close()


async def test_legal_approves_a_contract_on_a_phone(sit: Sit, sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.submitted(sale, quantity=7, price="4111.00")
    task = await task_about(await sales.cast.player("sun.legal"), contract.id)
    phone = await sit("sun.legal", size=PHONE)
    await phone.click(f"a[href='/tasks/{task.task_id}']")
    await expect(phone.locator("dl.first")).to_contain_text("¥28,777.00")
    await expect(phone.locator("h1")).to_contain_text(contract.customer_name)
    await expect(phone.locator(".decide")).to_be_in_viewport()
    assert await phone.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    await phone.click("details.approve summary")
    await expect(phone.locator("details.approve .sure")).to_contain_text("钱芳")  # whom it waits for after this yes
    await phone.click("details.approve button")
    await expect(phone.locator(".message.good")).to_contain_text("王丽")
    await expect(phone.locator(f"a[href='/tasks/{task.task_id}']")).to_have_count(0)
    await sale.decide_all(contract.id)
    await sale.contract_is(contract.id, ContractStatus.EFFECTIVE)


async def test_a_no_is_not_sent_without_its_reason(sit: Sit, sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.submitted(sale)
    task = await task_about(await sales.cast.player("sun.legal"), contract.id)
    phone = await sit("sun.legal", size=PHONE, lang="en")
    await phone.goto(f"/tasks/{task.task_id}")
    await phone.click("details.reject summary")
    await phone.click("details.reject button")
    await expect(phone).to_have_url(re.compile(f"/tasks/{task.task_id}$"))
    await phone.fill("details.reject textarea", "The warranty is too long")
    await phone.click("details.reject button")
    await expect(phone.locator(".message.good")).to_contain_text("Rejected")
    await sale.contract_is(contract.id, ContractStatus.REJECTED)


async def test_an_open_inbox_shows_a_new_task_by_itself(sit: Sit, sales: SalesSoFar) -> None:
    page = await sit("sun.legal", size=DESK)
    await expect(page.locator("#inbox")).to_be_visible()
    contract = await sales.submitted(await sales.sale())
    card = page.locator("#inbox a.card", has_text=contract.number)
    await expect(card).to_be_visible()


async def test_the_shippers_to_do_has_its_act_and_goes_when_it_is_shipped(sit: Sit, sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.make_effective(contract.id)
    order = await sale.reserved(contract.id)
    todo = await task_about(await sales.cast.player("zheng.shipper"), order.id)
    page = await sit("zheng.shipper", size=PHONE)
    await page.goto(f"/tasks/{todo.task_id}")
    await page.click("summary.button.primary")
    await page.fill("input[name=tracking]", "SF-1001")
    await page.click("details[open] button.primary")
    await expect(page.locator(".message.good")).to_be_visible()
    await sale.order_is(order.id, OrderStatus.SHIPPED)
    await page.goto("/")
    await expect(page.locator(f"a[href='/tasks/{todo.task_id}']")).to_have_count(0)


@pytest.mark.parametrize(("lang", "words"), [("zh", "起草合同"), ("en", "was drafted")])
async def test_the_timeline_of_a_number_is_told_in_the_readers_language(
    sit: Sit, sales: SalesSoFar, lang: str, words: str
) -> None:
    contract = await sales.submitted(await sales.sale())
    await task_about(await sales.cast.player("sun.legal"), contract.id)
    page = await sit("zhou.director", size=DESK, lang=lang)
    await page.fill("header input[name=number]", contract.number)
    await page.press("header input[name=number]", "Enter")
    await expect(page.locator("ol.timeline")).to_contain_text(words)
    await expect(page.locator(".steps").first).to_contain_text("合同审批" if lang == "zh" else "Contract approval")
    link = page.locator("a[target=_blank]").last
    assert "/namespaces/" in (await link.get_attribute("href") or "")


async def test_a_decision_on_what_has_changed_since_shows_the_differences(
    sit: Sit, desk: Callable[[str], Awaitable[Desk]], sales: SalesSoFar
) -> None:
    sale = await sales.sale()
    contract = await sales.submitted(sale, quantity=3, price="4500.00")
    task = await task_about(await sales.cast.player("sun.legal"), contract.id)
    page = await sit("sun.legal", size=PHONE, lang="en")
    await page.goto(f"/tasks/{task.task_id}")
    await page.click("details.approve summary")
    await page.fill("details.approve textarea", "Fine with me")
    await _changed_meanwhile(sales, await desk("li.sales"), contract, price="4200.00")
    await page.click("details.approve button")
    await expect(page.locator(".message.bad")).to_be_visible()
    await expect(page.locator(".changed")).to_contain_text("13,500.00")
    await expect(page.locator(".changed")).to_contain_text("12,600.00")
    await expect(page.locator("details.approve textarea")).to_have_value("Fine with me")
    await page.click("details.approve button")
    await expect(page.locator(".message.good")).to_contain_text("Approved")


async def _changed_meanwhile(sales: SalesSoFar, seller: Desk, contract: ContractView, price: str) -> None:
    """Finance sends it back, the seller gives a better price and submits it again."""
    sale = await sales.sale()
    finance = await sales.cast.player("qian.finance")
    seen = await task_about(finance, contract.id)
    assert seen.request is not None
    said = ReturnTask(content_hash=seen.request.content_hash, comment="Give a better price")
    await finance.post("approvals", f"/tasks/{seen.task_id}/return", said, object)
    await sale.contract_is(contract.id, ContractStatus.RETURNED)
    edited = await seller.see(f"/contracts/{contract.id}/edit")
    prices = [price, *edited.form("/edit").fields["price"][1:]]
    assert (await seller.send(edited, "/edit", price=prices)).status_code == 303
    await seller.act(f"/contracts/{contract.id}", "/submit")
    legal = await sales.cast.player("sun.legal")
    assert (await task_about(legal, contract.id)).round == 2
