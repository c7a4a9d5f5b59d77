"""Can a person plan a campaign and its activities, record what they cost, and see what came of them?"""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from playwright.async_api import Page

from chassis.base.clock import now
from console.pages.campaigns.activity_rows import came_of_it
from console.pages.parts.navigation import PAGES, pages_for
from console.session import Person
from messages.leads.campaigns import Reach
from messages.money import Money
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


def in_days(days: int) -> str:
    return ((now() + timedelta(hours=8)).date() + timedelta(days=days)).isoformat()


async def a_campaign(marketer: Desk, name: str) -> str:
    """The path of its page."""
    days = {"starts_on": in_days(-3), "ends_on": in_days(30)}
    await marketer.act("/campaigns", "/campaigns/new", campaign_name=name, goal="线索", currency="CNY", **days)
    return marketer.at


async def an_activity(marketer: Desk, campaign: str, name: str, **more: str) -> str:
    said = {"activity_name": name, "channel": "OFFLINE", "planned_cost": "1,000.00", "expected_revenue": "90000"} | more
    days = {"starts_on": in_days(-1), "ends_on": in_days(9)}
    await marketer.act(campaign, "/activities", **{**said, **days})
    return marketer.at


async def test_feature_1_2_marketing_plans_a_campaign_of_activities_in_channels(desk: Sit) -> None:
    marketer, mark = await desk("he.marketing"), uuid4().hex[:8]
    here = await a_campaign(marketer, f"计划{mark}")
    first = await an_activity(marketer, here, f"展会{mark}")
    await an_activity(marketer, here, f"广告{mark}", channel="ADS", planned_cost="0.50")
    page = await marketer.see(here)
    for word in (f"展会{mark}", f"广告{mark}", "线下会议", "网络广告", "1,000.50", "180,000.00", "进行中"):
        assert word in page.text, word
    assert first in page.links
    wrong = await marketer.send(
        page, "/activities", activity_name="x", starts_on=in_days(-9), ends_on=in_days(1), planned_cost="1",
        expected_revenue="1", channel="ADS",
    )  # fmt: skip
    assert (wrong.status_code, Seen(wrong.text).form("/activities").wrong) == (409, ["ends_on"])
    page = await marketer.act(here, "/edit", goal="三百条线索")
    assert "三百条线索" in page.text
    finance = await desk("qian.finance")
    assert not [form for form in (await finance.see(here)).forms if form.action.startswith(here)]
    assert f"计划{mark}" in (await finance.see(f"/campaigns?q={mark}")).text
    assert f"计划{mark}" not in (await finance.see("/campaigns?mine=true")).text
    await (await desk("li.sales")).see(here, status=404)


async def test_feature_4_costs_are_recorded_and_what_is_overspent_is_seen(desk: Sit) -> None:
    marketer, mark = await desk("he.marketing"), uuid4().hex[:8]
    activity = await an_activity(marketer, await a_campaign(marketer, mark), f"展会{mark}")
    page = await marketer.act(activity, "/cost", spent="999.00", note="场地")
    assert "场地" in page.text
    assert "已超过计划费用" not in page.text
    finance = await desk("qian.finance")
    page = await finance.act(activity, "/cost", spent="2.00", note="印刷")
    assert "已超过计划费用" in page.text
    assert "1,001.00" in page.text
    later = await finance.send(page, "/cost", spent="1.00", spent_on=in_days(2), note="x")
    assert (later.status_code, Seen(later.text).form("/cost").wrong) == (422, ["spent_on"])
    raised = await marketer.send(await marketer.see(activity), "/edit", planned_cost="2000")
    assert (raised.status_code, Seen(raised.text).form("/edit").wrong) == (409, ["planned_cost"])


async def test_feature_6_8_one_page_lists_all_activities_with_what_came_of_them(desk: Sit) -> None:
    marketer, seller, mark = await desk("he.marketing"), await desk("li.sales"), uuid4().hex[:8]
    activity = await an_activity(marketer, await a_campaign(marketer, mark), f"展会{mark}", activity_code=f"c-{mark}")
    named = {"source": "Fair", "company": f"宁波{mark}有限公司", "activity": f"c-{mark}"}
    lead = await seller.act("/leads", "/leads/new", **named)
    assert f"展会{mark}" in lead.text
    assert activity in (await (await desk("ops")).see(seller.at)).links
    page = await marketer.see(f"/activities?q={mark}")
    for word in (f"展会{mark}", "进行中", "¥1,000.00 ¥0.00 1 0 0"):
        assert word in page.text, (word, page.text[-600:])
    assert f"展会{mark}" not in (await marketer.see(f"/activities?q={mark}&status=ENDED")).text
    assert f"宁波{mark}有限公司" in (await seller.see(f"/leads?activity_id={activity.rpartition('/')[2]}")).text
    page = await marketer.act(activity, "/cancel", reason="下雨")
    assert "下雨" in page.text
    assert "已取消" in page.text
    assert not [form for form in page.forms if form.action.endswith(("/cancel", "/edit"))]


async def test_feature_8_who_enters_a_lead_by_hand_names_the_activity_that_it_came_for(desk: Sit) -> None:
    marketer, seller, mark = await desk("he.marketing"), await desk("li.sales"), uuid4().hex[:8]
    campaign = await a_campaign(marketer, mark)
    await an_activity(marketer, campaign, f"展会{mark}")
    code = {"activity_code": f"ads-{mark}", "channel": "ADS"}
    await an_activity(marketer, campaign, f"广告{mark}", **code)
    said = {"source": "Fair", "company": f"宁波{mark}有限公司"}
    form = (await seller.see("/leads")).form("/leads/new")
    assert "activity" in form.kinds, "one can say it"
    lead = await seller.act("/leads", "/leads/new", **said, activity=f"ADS-{mark}")
    assert f"广告{mark}" in lead.text, "the one that was named, not the one of the channel of the source"
    wrong = await seller.send(await seller.see("/leads"), "/leads/new", **said, activity=f"none-{mark}")
    assert (wrong.status_code, Seen(wrong.text).form("/leads/new").wrong) == (422, ["activity"])


async def test_case_f_what_an_activity_won_is_written_as_all_money_and_its_pages_stand_in_the_head(
    desk: Sit,
) -> None:
    marketer = await desk("he.marketing")
    head = (await marketer.see("/")).links
    assert [head.count(href) for href in ("/campaigns", "/activities")] == [1, 1]
    reader = Person(uuid4(), "何琳", frozenset({"marketing"}), "Asia/Shanghai", "zh")
    assert [href for _, href in pages_for(reader, PAGES)] == ["/", "/campaigns", "/activities"]
    came = dict(came_of_it(Reach(won_amounts=[Money.of(Decimal(13500), "CNY")]), reader))
    assert came["won_amounts"] == "¥13,500.00"


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_6_the_pages_of_campaigns_fit_on_a_phone(sit: Open, desk: Sit, lang: str) -> None:
    marketer = await desk("he.marketing")
    campaign = await a_campaign(marketer, "phone")
    activity = await an_activity(marketer, campaign, "phone")
    page = await sit("he.marketing", size=PHONE, lang=lang)
    for path in ("/campaigns", campaign, "/activities", activity):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
