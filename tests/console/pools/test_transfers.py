"""Can somebody offer a lead to a colleague, who accepts or refuses it from his inbox?"""

import re
from collections.abc import Awaitable, Callable

from deploy.cast.player import until
from tests.console.conftest import Desk
from tests.console.forms import Seen
from tests.console.pools.test_lead_rules import own_lead

Sit = Callable[..., Awaitable[Desk]]


async def asked(desk: Desk, company: str) -> str:
    """The page of the to-do that asks for an answer."""

    async def look() -> str | None:
        page = await desk.see("/")
        if company not in page.text:
            return None
        found = [link for link in page.links if re.fullmatch(r"/tasks/[0-9a-f-]{36}", link)]
        for link in found:
            if company in (await desk.see(link)).text:
                return link
        return None

    return await until(look, what="the to-do to arrive")


async def test_feature_30_a_colleague_of_another_department_accepts_a_lead_from_his_inbox(desk: Sit) -> None:
    seller, tom = await desk("li.sales"), await desk("tom.sales")
    lead = await own_lead(seller, "北方大客户")
    form = (await seller.see(lead)).form("/offer")
    people = {await _name(seller, lead, one): one for one in form.options["to_id"]}
    page = await seller.act(lead, "/offer", to_id=people["Tom Baker"], note="他们在北方")
    assert "已请 Tom Baker 接收" in page.text
    task = await asked(tom, "北方大客户")
    seen = await tom.see(task)
    for words in ("接受或拒绝转移的线索", "李伟", "接受", "拒绝"):
        assert words in seen.text, words
    await tom.act(task, "/accept")
    his = await tom.see(lead)
    assert "跟进中" in his.text
    await seller.see(lead, status=404)


async def test_feature_30_who_refuses_says_why_and_the_owner_keeps_it(desk: Sit) -> None:
    seller, chen = await desk("li.sales"), await desk("chen.sales")
    lead = await own_lead(seller, "拒收公司")
    form = (await seller.see(lead)).form("/offer")
    people = {await _name(seller, lead, one): one for one in form.options["to_id"]}
    await seller.act(lead, "/offer", to_id=people["陈静"])
    task = await asked(chen, "拒收公司")
    await chen.act(task, "/refuse", reason="不是我的产品")
    assert "跟进中" in (await seller.see(lead)).text
    listed = await seller.see("/lead-transfers?status=REFUSED")
    link = next(link for link in listed.links if link.startswith("/lead-transfers/"))
    assert "不是我的产品" in (await seller.see(link)).text


async def _name(desk: Desk, lead: str, id: str) -> str:
    """What the option with this value is called."""
    answer = await desk.client.get(lead)
    found = re.search(rf'<option value="{id}"[^>]*>([^<]+)</option>', answer.text)
    assert found is not None, Seen(answer.text).text[:200]
    return found[1]
