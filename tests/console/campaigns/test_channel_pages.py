"""Can a person see by which channels leads come, change the list, and keep the keys of other programs?"""

import re
from collections.abc import Awaitable, Callable
from uuid import uuid4

import httpx
import pytest
from playwright.async_api import Page

from deploy.embedded.running import Stack
from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]
SECRET = re.compile(r"cslead_[\w-]{43}")


async def a_key(keeper: Desk, name: str) -> tuple[str, str]:
    """Its page and its secret."""
    sent = await keeper.send(await keeper.see("/channel-keys"), "/channel-keys", key_name=name, channel="SEM")
    assert sent.status_code == 200, Seen(sent.text).text
    [secret] = set(SECRET.findall(sent.text))
    return next(link for link in Seen(sent.text).links if link.startswith("/channel-keys/")), secret


async def test_feature_7_operations_makes_a_key_by_which_leads_come(desk: Sit, stack: Stack) -> None:
    ops, mark = await desk("ops"), uuid4().hex[:8]
    here, secret = await a_key(ops, f"代理 {mark}")
    async with httpx.AsyncClient(base_url=stack.urls["leads"]) as channel:
        headers, lead = {"x-channel-key": secret}, {"external_id": mark, "company": f"青岛{mark}有限公司"}
        sent = [await channel.post("/intake/leads", json=lead, headers=headers) for _ in range(2)]
    assert [one.json()["known"] for one in sent] == [False, True]
    page = await ops.see(f"/leads/{sent[0].json()['id']}")
    assert "搜索引擎营销" in page.text
    assert secret not in (await ops.client.get(here)).text, "shown once"
    page = await ops.act(here, "/edit", key_name=f"代理 {mark}", lead_fields="公司，电话", per_minute="7")
    assert "公司, 电话" in page.text
    wrong = await ops.send(await ops.see(here), "/edit", lead_fields="负责人")
    assert (wrong.status_code, "lead_fields" in Seen(wrong.text).form("/edit").wrong) == (422, True)
    rotated = await ops.send(await ops.see(here), "/rotate", both_hold_hours="0")
    assert SECRET.findall(rotated.text)[0] != secret
    page = await ops.act(here, "/revoke")
    assert "已停用" in page.text
    assert not [form for form in page.forms if form.action.endswith(("/rotate", "/edit", "/revoke"))]


async def test_feature_8_the_totals_of_channels_lead_to_their_leads(desk: Sit) -> None:
    seller, mark = await desk("li.sales"), uuid4().hex[:8]
    await seller.act("/leads", "/leads/new", source="抖音", company=f"宁波{mark}有限公司")
    page = await seller.see("/lead-channels")
    assert "视频" in page.text
    assert f"宁波{mark}有限公司" in (await seller.see("/leads?channel=VIDEO")).text
    assert f"宁波{mark}有限公司" not in (await seller.see("/leads?channel=SEM")).text
    assert not page.forms or all(not form.action.endswith("/lead-channels") for form in page.forms)


async def test_feature_8_operations_changes_the_list_of_channels(desk: Sit) -> None:
    ops = await desk("ops")
    as_it_is = (await ops.see("/lead-channels")).form("/lead-channels").fields["lead_channels"][0]
    own = f"{as_it_is}\nBOOTH | 展台{uuid4().hex[:4]} | Booth | 展位, stand"
    page = await ops.act("/lead-channels", "/lead-channels", lead_channels=own)
    assert "展台" in page.text
    twice = await ops.send(await ops.see("/lead-channels"), "/lead-channels", lead_channels=f"{own}\nX | | | stand")
    assert (twice.status_code, Seen(twice.text).form("/lead-channels").wrong) == (409, ["lead_channels"])
    await ops.act("/lead-channels", "/lead-channels", lead_channels=as_it_is)


@pytest.mark.browser
@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_feature_7_the_pages_of_channels_fit_on_a_phone(sit: Open, desk: Sit, lang: str) -> None:
    here, _ = await a_key(await desk("ops"), "phone")
    page = await sit("ops", size=PHONE, lang=lang)
    for path in ("/lead-channels", "/channel-keys", here):
        await page.goto(path)
        assert await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), path
