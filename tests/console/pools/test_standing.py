"""Does somebody see why a lead stands where it stands, and can he correct it?"""

from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.console.pools.test_lead_rules import own_lead
from tests.console.pools.test_pools import new_pool

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]
TODAY = datetime.now(UTC).date()
RULES = "/lead-rules/scoring"


async def test_feature_20_21_22_points_key_leads_and_the_window_are_set_and_explained(desk: Sit) -> None:
    ops, seller = await desk("ops"), await desk("li.sales")
    kept = {name: values[0] for name, values in (await ops.see("/lead-rules")).form(RULES).fields.items()}
    assert "电话 | *" in kept["weights"], "the usual ones, to begin with"
    weights = f"{kept['weights']}\n热度 | 热 | 40\n行业 | 汽车、航空 | +7"
    page = await ops.act("/lead-rules", RULES, weights=weights, key_leads="热度=热；行业=汽车", window_days="20")
    assert "汽车、航空" in page.text
    path = await new_pool(ops, "QUEUED", clocks="重点 | 重点线索=是 | 1 天 | 4 小时")
    said = {"source": "QUEUED", "phone": ""}
    plain = await own_lead(ops, "普通公司", **said)
    soon = await own_lead(ops, "快买公司", **said, planned_on=str(TODAY + timedelta(days=10)))
    key = await own_lead(ops, "重点公司", **said, heat="HOT", industry="汽车")
    queue = (await seller.see(path)).text
    assert queue.index("重点公司") < queue.index("快买公司") < queue.index("普通公司")
    assert "近期购买" in queue
    seen = await seller.see(key)
    for words in ("重点线索", "热度", "40", "优先分说明"):
        assert words in seen.text, words
    assert "重点线索" not in (await seller.see(plain)).text
    assert "近期购买" in (await seller.see(soon)).text
    for wrong in ("热度 | 热 | 很多", "颜色 | 红 | 1"):
        refused = await ops.send(await ops.see("/lead-rules"), RULES, weights=wrong)
        assert Seen(refused.text).form(RULES).wrong == ["weights"], wrong
    await ops.act("/lead-rules", RULES, **kept)


async def test_a_lead_is_corrected_and_its_page_shows_what_stood_before(desk: Sit) -> None:
    seller, other = await desk("li.sales"), await desk("chen.sales")
    lead = await own_lead(seller, "写错公司", contact="张三")
    page = await seller.act(f"{lead}/edit", "/edit", company="写对公司", heat="WARM")
    for words in ("写对公司", "写错公司", "修改记录", "温"):
        assert words in page.text, words
    wrong = await seller.send(await seller.see(f"{lead}/edit"), "/edit", phone="12")
    assert Seen(wrong.text).form("/edit").wrong == ["phone"]
    await other.see(lead, status=404)


@pytest.mark.browser
async def test_a_lead_with_all_that_is_known_of_it_fits_a_phone(desk: Sit, sit: Open, tmp_path: Path) -> None:
    lead = await own_lead(await desk("li.sales"), "手机公司", heat="HOT", planned_on=str(TODAY))
    for lang in ("zh", "en"):
        page = await sit("li.sales", size=PHONE, lang=lang)
        for at in (lead, f"{lead}/edit", "/leads"):
            await page.goto(at)
            wide = await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            await page.screenshot(path=str(tmp_path / f"{lang}{len(at)}.png"), full_page=True)
            assert wide, (at, lang)


async def test_feature_32_a_lead_sleeps_until_its_day_and_a_dropped_one_is_tried_again(desk: Sit) -> None:
    seller = await desk("li.sales")
    lead = await own_lead(seller, "明年再说公司")
    wake_on = str(TODAY + timedelta(days=30))
    asleep = await seller.act(lead, "/nurture", wake_on=wake_on, wakes_in="OWNER", note="明年有预算")
    for words in ("培育中", "明年有预算", "唤醒时间"):
        assert words in asleep.text, words
    awake = await seller.act(lead, "/wake")
    assert "跟进中" in awake.text
    wrong = await seller.send(awake, "/nurture", wake_on=str(TODAY - timedelta(days=3)))
    assert Seen(wrong.text).form("/nurture").wrong == ["wake_on"]
    await seller.act(lead, "/drop", reason="TIMING")
    again = await seller.act(lead, "/reuse", note="又来电了")
    assert "公海池中" in again.text
    assert "明年再说公司" in again.text
