"""Is a pool of customers set, and is one given back and claimed, by clicking?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest
from playwright.async_api import Page

from tests.console.conftest import DESK, PHONE, Desk
from tests.console.customers.test_customer_pages import recorded
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def test_feature_48_rules_are_seen_before_they_hold_and_a_customer_is_given_back_and_claimed(desk: Sit) -> None:
    director, seller, mark = await desk("zhou.director"), await desk("li.sales"), uuid4().hex[:6]
    name = f"公海{mark}公司"
    here = await recorded(seller, customer_name=name, sector=f"行业{mark}")
    said = {
        "code": f"P{mark}", "name": f"池{mark}", "conditions": f"行业=行业{mark}", "without_follow_up": "20 天",
        "warn_before": "2 天", "cool_down": "", "position": "1", "holding_limit": "5",
    }  # fmt: skip
    page = await director.see("/customer-pools")
    whole_house = min(page.form("/preview").options["unit"], key=len)
    shown = await director.send(page, "/preview", **said, unit=whole_house)
    assert shown.status_code == 200, Seen(shown.text).text[:500]
    preview = Seen(shown.text)
    for word in ("改变 1 个客户", name):
        assert word in preview.text, word
    kept = await director.send(preview, "/define")
    assert kept.status_code == 303
    page = await director.see("/customer-pools")
    for word in (f"池{mark}", "20 天"):
        assert word in page.text, word
    page = await seller.see(here)
    for word in ("所属公海池", f"池{mark}", "收回时间"):
        assert word in page.text, word
    page = await seller.act(here, "/release", reason="忙不过来")
    assert "公海" in page.text
    listed = await seller.see(f"/customers?pooled=true&q={mark}")
    assert name in listed.text
    page = await seller.act(here, "/claim")
    assert "客户已归您" in page.text
    wrong = await director.send(await director.see("/customer-pools"), "/preview", **(said | {"warn_before": "很久"}))
    assert wrong.status_code == 422
    assert "时长须写成天、小时或分钟" in Seen(wrong.text).text


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_48_the_pools_fit_on_a_phone(sit: Open, lang: str) -> None:
    for size in (PHONE, DESK):
        page = await sit("zhou.director", size=size, lang=lang)
        await page.goto("/customer-pools")
        assert await page.evaluate("document.documentElement.scrollWidth") <= size["width"]
