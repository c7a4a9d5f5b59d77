"""Is a task of an activity in its executor's inbox until it is done, and are files at the activity?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Page

from deploy.cast.player import until
from tests.console.campaigns.test_campaign_pages import a_campaign, an_activity, in_days
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def given(marketer: Desk, executor: str, title: str, **more: str) -> str:
    """The path of the activity; the task is its newest."""
    activity = await an_activity(marketer, await a_campaign(marketer, title), f"展会{title}", **more)
    page = await marketer.see(activity)
    form = page.form("/give-task")
    names = dict(zip(form.options["executor"], form.options["executor"], strict=True))
    assert names
    html = (await marketer.client.get(activity)).text
    chosen = next(part for part in html.split("<option ") if f">{executor}<" in part).split('"')[1]
    await marketer.act(activity, "/give-task", task_title=title, executor=chosen, due_on=in_days(1))
    return activity


async def test_feature_3_the_executor_finds_his_task_in_the_inbox_and_does_it(desk: Sit) -> None:
    marketer, seller, mark = await desk("he.marketing"), await desk("li.sales"), uuid4().hex[:8]
    activity = await given(marketer, "李伟", mark)
    page = await marketer.see(activity)
    assert mark in page.text
    task = next(link for link in page.links if link.startswith("/campaign-tasks/"))

    async def in_inbox() -> Seen | None:
        found = await seller.see(f"/?q={mark}")
        return found if mark in found.text.replace(f"q={mark}", "") and "完成活动任务" in found.text else None

    await until(in_inbox, what="the task is in the inbox")
    mine = await seller.see(task)
    assert f"展会{mark}" in mine.text
    assert not [form for form in mine.forms if form.action.endswith("/cancel")]
    await seller.see(activity)
    done = await seller.act(task, "/complete", done_note="订好了")
    assert "已完成" in done.text

    async def gone() -> bool | None:
        return "完成活动任务" not in (await seller.see(f"/?q={mark}")).text or None

    await until(gone, what="the to-do is closed")
    assert "订好了" in (await marketer.see(task)).text
    other = await desk("chen.sales")
    await other.see(task, status=404)


async def test_feature_3_a_task_without_its_day_or_executor_says_so_at_its_field(desk: Sit) -> None:
    marketer = await desk("he.marketing")
    activity = await given(marketer, "李伟", uuid4().hex[:8])
    past = await marketer.send(await marketer.see(activity), "/give-task", task_title="x", due_on=in_days(-1))
    assert (past.status_code, Seen(past.text).form("/give-task").wrong) == (422, ["due_on"])
    task = next(link for link in (await marketer.see(activity)).links if link.startswith("/campaign-tasks/"))
    page = await marketer.act(task, "/cancel")
    assert "已取消" in page.text
    assert not [form for form in page.forms if "/campaign-tasks/" in form.action]


async def test_feature_5_files_are_attached_at_any_step_and_read(desk: Sit) -> None:
    marketer, mark = await desk("he.marketing"), uuid4().hex[:8]
    activity = await an_activity(marketer, await a_campaign(marketer, mark), mark)
    for kind, name in (("BACKGROUND", "背景.txt"), ("SCHEDULE", "日程.txt")):
        form = (await marketer.see(activity)).form("/files")
        fields = {one: values[0] for one, values in form.fields.items()}
        sent = await marketer.client.post(
            form.action, data=fields | {"file_kind": kind}, files={"file": (name, f"{mark} {kind}".encode())}
        )
        assert sent.status_code == 303, Seen(sent.text).text[:300]
        await marketer.act(activity, "/cost", spent="1.00", note="x")  # another step
    page = await marketer.see(activity)
    for word in ("背景资料", "背景.txt", "日程.txt"):
        assert word in page.text, word
    link = next(link for link in page.links if "/files/" in link)
    assert mark in (await marketer.client.get(link)).text
    finance = await desk("qian.finance")
    assert not [form for form in (await finance.see(activity)).forms if "/files" in form.action]
    page = await marketer.act(activity, "/remove")
    assert "背景.txt" not in page.text


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_3_the_pages_of_tasks_fit_on_a_phone(sit: Open, desk: Sit, lang: str) -> None:
    activity = await given(await desk("he.marketing"), "李伟", "phone")
    page = await sit("he.marketing", size=PHONE, lang=lang)
    await page.goto(activity)
    task = await page.get_attribute("a[href^='/campaign-tasks/']", "href")
    for path in (activity, str(task)):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
