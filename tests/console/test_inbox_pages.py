"""Is the inbox found through, narrowed, and decided in one go, with nothing decided that was not shown?"""

import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Page, expect

from deploy.cast.sale import task_about
from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState
from messages.approvals.tasks import InboxPage, TaskView
from tests.console.conftest import DESK, PHONE, Desk
from tests.console.expense_requests import expense
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]
TABS = ("mine", "groups", "substitute", "done", "started", "copied")


async def several(sales: SalesSoFar, count: int, word: str) -> list[tuple[RequestView, TaskView]]:
    """Expenses of li.sales whose titles have this word, with his manager's tasks."""
    seller, manager = await sales.cast.player("li.sales"), await sales.cast.player("wang.manager")
    requests = [await expense(seller, title=f"{word} {number}") for number in range(count)]
    return [(one, await task_about(manager, one.about.id)) for one in requests]


async def state(sales: SalesSoFar, request: RequestView) -> RequestState:
    player = await sales.cast.player("ops")
    return (await player.get("approvals", f"/requests/{request.id}", RequestView)).state


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("tab", TABS)
async def test_each_tab_answers_and_an_empty_one_says_what_to_do(desk: Sit, tab: str, lang: str) -> None:
    shipper = await desk("zheng.shipper", lang)
    page = await shipper.see(f"/?show={tab}&q=nothing-is-called-so")
    assert not page.codes
    assert f"/?show={tab}" in page.links  # a way out of the narrowing
    empty = await shipper.see(f"/?show={tab}")
    assert not empty.codes


async def test_the_counts_of_the_tabs_are_those_of_approvals(desk: Sit, sales: SalesSoFar) -> None:
    await several(sales, 1, "Counted")
    counts = (await (await sales.cast.player("wang.manager")).get("approvals", "/inbox", InboxPage)).counts
    assert counts
    page = await (await desk("wang.manager", "en")).see("/?show=done")
    assert f"Waiting for me {counts.mine}" in page.text


async def test_it_is_narrowed_by_words_and_by_kind(desk: Sit, sales: SalesSoFar) -> None:
    word = uuid4().hex[:8]
    ((_, task),) = await several(sales, 1, word)
    manager = await desk("wang.manager", "en")
    link = f"/tasks/{task.task_id}"
    assert link in (await manager.see(f"/?q={word}")).links
    assert link not in (await manager.see(f"/?q={word}&kind=contract")).links
    assert link not in (await manager.see(f"/?q={word}&overdue=true")).links
    found = await manager.see(f"/?q={word}&kind=contract")
    assert "Nothing fits" in found.text


async def test_many_are_decided_at_once_and_one_that_cannot_be_holds_up_nothing(desk: Sit, sales: SalesSoFar) -> None:
    word = uuid4().hex[:8]
    (first, a), (second, b), (third, c) = await several(sales, 3, word)
    manager = await desk("wang.manager", "en")
    chosen = "&".join(f"task={one.task_id}" for one in (a, b, c))
    page = await manager.see(f"/bulk?{chosen}")
    items = re.findall(r'name="item" value="([^"]+)"', (await manager.client.get(f"/bulk?{chosen}")).text)
    assert len(items) == 3
    await manager.act(f"/tasks/{b.task_id}", "/decide/reject", comment="No")  # meanwhile, in another window
    manager.at = "/bulk"
    sent = page.form("/bulk/decide").fields | {"verb": ["approve"], "item": items}
    told = Seen((await manager.client.post("/bulk/decide", data=sent)).text)
    assert told.text.count("not approved") == 1
    assert "no longer open" in told.text
    assert "3 of 3 done" in told.text
    assert {await state(sales, one) for one in (first, third)} == {RequestState.APPROVED}
    assert await state(sales, second) is RequestState.REJECTED


async def test_what_was_not_shown_as_it_is_now_is_not_decided(desk: Sit, sales: SalesSoFar) -> None:
    ((request, task),) = await several(sales, 1, uuid4().hex[:8])
    manager = await desk("wang.manager", "en")
    page = await manager.see(f"/bulk?task={task.task_id}")
    item = f"{task.task_id} {'0' * 64} {request.about.number}"
    sent = page.form("/bulk/decide").fields | {"verb": "approve", "item": item}
    told = Seen((await manager.client.post("/bulk/decide", data=sent)).text)
    assert "has changed since you saw it" in told.text
    assert await state(sales, request) is RequestState.PENDING


async def test_no_reason_is_asked_for_before_many_are_rejected(desk: Sit, sales: SalesSoFar) -> None:
    ((request, task),) = await several(sales, 1, uuid4().hex[:8])
    manager = await desk("wang.manager", "en")
    answer = await manager.client.get(f"/bulk?task={task.task_id}")
    assert 'value="reject" data-needs="comment"' in answer.text
    item = re.findall(r'name="item" value="([^"]+)"', answer.text)
    sent = {"key": "no-reason", "back": "/", "verb": "reject", "item": item, "comment": ""}
    told = Seen((await manager.client.post("/bulk/decide", data=sent)).text)
    assert "Say why" in told.text
    assert await state(sales, request) is RequestState.PENDING


@pytest.mark.browser
async def test_a_browser_goes_on_by_itself_until_all_are_decided(sit: Open, sales: SalesSoFar) -> None:
    word = uuid4().hex[:8]
    many = await several(sales, 12, word)
    page = await sit("wang.manager", size=PHONE, lang="en")
    await page.goto(f"/?q={word}")
    for box in await page.locator(".tick input").all():
        await box.check()
    await page.click(".manybar button")
    await expect(page.locator("h1")).to_contain_text("12")
    await page.click("button[value=approve]")
    await expect(page.locator("#going")).to_contain_text("12 of 12 done")
    await expect(page.locator("ol.results li.good")).to_have_count(12)
    assert await page.evaluate("document.documentElement.scrollWidth") <= PHONE["width"]
    assert {await state(sales, request) for request, _ in many} == {RequestState.APPROVED}


@pytest.mark.browser
async def test_what_was_ticked_stays_ticked_when_the_list_renews_itself(sit: Open, sales: SalesSoFar) -> None:
    ((first, task), _) = await several(sales, 2, uuid4().hex[:8])
    page = await sit("wang.manager", size=DESK, lang="en")
    await page.check(f".tick input[value='{task.task_id}']")
    newer = await expense(await sales.cast.player("li.sales"))
    await expect(page.locator("#inbox a.card", has_text=newer.about.number)).to_be_visible()
    await expect(page.locator(f".tick input[value='{task.task_id}']")).to_be_checked()
    assert await state(sales, first) is RequestState.PENDING
