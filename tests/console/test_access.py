"""Can everything be done with a keyboard and read aloud, on a phone and at a desk?"""

from collections.abc import Awaitable, Callable

import pytest
from playwright.async_api import Page, expect

from deploy.cast.sale import task_about
from tests.console.conftest import DESK, PHONE
from tests.console.expense_requests import expense
from tests.whole_stack import SalesSoFar

pytestmark = pytest.mark.browser
Open = Callable[..., Awaitable[Page]]

NAMELESS = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea, button, a, summary")]
  .filter((one) => !(one.labels && one.labels.length) && !one.ariaLabel && !one.innerText.trim())
  .filter((one) => one.checkVisibility())
  .map((one) => one.outerHTML.slice(0, 120))"""
WITHOUT_LABEL = """() => [...document.querySelectorAll("input:not([type=hidden]), select, textarea")]
  .filter((one) => !(one.labels && one.labels.length) && !one.ariaLabel).map((one) => one.outerHTML.slice(0, 120))"""
TOO_SMALL = """() => [...document.querySelectorAll(".bar button, .bar summary, .bar a, label.pick, .actions button")]
  .filter((one) => one.checkVisibility() && one.getBoundingClientRect().height < 40)
  .map((one) => one.outerHTML.slice(0, 120))"""


async def pages_of(sales: SalesSoFar) -> list[tuple[str, str]]:
    """(login, page) of everything that approvals shows."""
    manager = await sales.cast.player("wang.manager")
    asked = [await expense(await sales.cast.player("li.sales"), "9000.00") for _ in range(2)]
    tasks = [await task_about(manager, one.about.id) for one in asked]
    here = f"/tasks/{tasks[0].task_id}"
    verbs = ("return", "transfer", "delegate", "add_signer", "ask")
    wang = ["/", here, *(f"{here}/act/{verb}" for verb in verbs), "/absences", f"/bulk?task={tasks[1].task_id}"]
    wang += [f"/requests/{asked[0].id}/act/{verb}" for verb in ("comment", "copy", "nudge")]
    ops = ["/requests", f"/requests/{asked[0].id}", f"/requests/{asked[0].id}/act/move", "/people"]
    ops += [f"/people/{manager.id}", "/policies", "/policies/write-off", "/policies/new", "/policies/order/preview"]
    return [*(("wang.manager", path) for path in wang), *(("ops", path) for path in ops)]


@pytest.mark.parametrize(("size", "lang"), [(PHONE, "zh"), (DESK, "en")], ids=["phone", "desk"])
async def test_every_field_has_its_label_and_no_page_is_wider_than_the_screen(
    sit: Open, sales: SalesSoFar, size: dict[str, int], lang: str
) -> None:
    seats: dict[str, Page] = {}
    wrong = []
    for login, path in await pages_of(sales):
        page = seats.get(login) or await sit(login, size=size, lang=lang)
        seats[login] = page
        await page.goto(path)
        wrong += [(path, one) for one in await page.evaluate(WITHOUT_LABEL)]
        wrong += [(path, one) for one in await page.evaluate(NAMELESS)]
        wrong += [(path, one) for one in await page.evaluate(TOO_SMALL)]
        if await page.evaluate("document.documentElement.scrollWidth") > size["width"]:
            wrong.append((path, "wider than the screen"))
    assert wrong == []


async def test_a_task_is_approved_with_the_keyboard_alone(sit: Open, sales: SalesSoFar) -> None:
    request = await expense(await sales.cast.player("li.sales"))
    task = await task_about(await sales.cast.player("wang.manager"), request.about.id)
    page = await sit("wang.manager", size=DESK, lang="en")
    await page.goto(f"/tasks/{task.task_id}")
    await page.focus("details.approve summary")
    await page.keyboard.press("Shift+Tab")
    await page.keyboard.press("Tab")
    ring = await page.evaluate("getComputedStyle(document.activeElement).outlineWidth")
    assert ring == "3px"
    await page.keyboard.press("Enter")
    await page.keyboard.press("Tab")
    await page.keyboard.type("Agreed")
    for _ in range(3):
        if await page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        await page.keyboard.press("Tab")
    await page.keyboard.press("Enter")
    await expect(page.locator(".message.good")).to_contain_text("Approved")


async def test_a_colleague_is_found_by_typing_and_stays_chosen(sit: Open, sales: SalesSoFar) -> None:
    request = await expense(await sales.cast.player("li.sales"))
    task = await task_about(await sales.cast.player("wang.manager"), request.about.id)
    page = await sit("wang.manager", size=PHONE, lang="en")
    await page.goto(f"/tasks/{task.task_id}/act/add_signer")
    box = page.locator("fieldset.choose input[type=search]")
    await box.press_sequentially("anna")
    await expect(page.locator("label.pick")).to_have_count(1)
    await page.locator("label.pick").click()
    await box.fill("chen.sal")
    await expect(page.locator("label.pick")).to_have_count(2)
    await expect(page.locator("label.pick", has_text="Anna").locator("input")).to_be_checked()
    await page.locator("label.pick", has_text="chen.sales").click()
    await page.click("form.action button.primary")
    await expect(page.locator(".message.good")).to_contain_text("Added")
    await expect(page.locator(".steps").first).to_contain_text("Anna Schmidt")
    await expect(page.locator(".steps").first).to_contain_text("陈静")


async def test_only_one_sheet_is_open_and_the_menu_leads_on(sit: Open, sales: SalesSoFar) -> None:
    request = await expense(await sales.cast.player("li.sales"))
    task = await task_about(await sales.cast.player("wang.manager"), request.about.id)
    page = await sit("wang.manager", size=PHONE)
    await page.goto(f"/tasks/{task.task_id}")
    await expect(page.locator(".bar > *")).to_have_count(3)
    for name in ("approve", "reject", "menu"):
        await page.click(f"details.{name} > summary")
        await expect(page.locator("details.sheet[open]")).to_have_count(1)
    await page.click("details.menu a[href$='/act/transfer']")
    await expect(page.locator(".sure")).to_contain_text(request.about.number)
