"""Can somebody make a pool, see whom a change of its rules concerns, and claim from it?"""

from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from playwright.async_api import Page

from tests.console.conftest import PHONE, Desk
from tests.console.forms import Seen
from tests.console.pools.test_lead_rules import own_lead

Sit = Callable[..., Awaitable[Desk]]
Open = Callable[..., Awaitable[Page]]


async def new_pool(ops: Desk, code: str, **more: str | list[str]) -> str:
    """The page of a pool that takes only the source of its own name."""
    said = {"code": code, "legal_entity_id": "CS-CN", "name": f"{code}公海", "unit": "cs", "sources": code} | more
    made = await ops.send(await ops.see("/pools/new"), "/pools/new", **said, go="save")
    assert made.status_code == 303, Seen(made.text).text[:500]
    return str(made.headers["location"].split("?")[0])


async def test_feature_28_a_pool_is_made_with_members_and_rules_and_claimed_from(desk: Sit) -> None:
    ops, seller = await desk("ops"), await desk("li.sales")
    people = (await ops.see("/pools/new")).form("/pools/new")
    assert "members" in people.kinds
    path = await new_pool(
        ops, "MADE", holding_limit="3", claims_per_day="5", cool_down="2 天", follow_up_within="3 天",
        kinds="DEMO | 演示 | Demo | yes\nNOTE | 备注 | Note | no",
    )  # fmt: skip
    seen = await ops.see(path)
    for words in ("MADE公海", "演示", "2天", "成员"):
        assert words in seen.text.replace(" ", ""), words
    lead = await own_lead(ops, "池中公司", source="MADE")
    assert "池中公司" in (await seller.see(path)).text
    claimed = await seller.act(path, "/leads/claim-next")
    assert "跟进中" in claimed.text
    assert seller.at == lead
    form = (await seller.see(lead)).form("/follow-up")
    assert form.options["kind"] == ["DEMO", "NOTE"]
    assert "不计为有效跟进" in (await seller.see(lead)).text


async def test_feature_28_before_rules_change_the_page_lists_who_is_affected(desk: Sit) -> None:
    ops, seller = await desk("ops"), await desk("li.sales")
    path = await new_pool(ops, "CHANGED", holding_limit="9")
    await own_lead(ops, "受影响公司", source="CHANGED")
    await seller.act(path, "/leads/claim-next")
    form = await ops.see(f"{path}/edit")
    looked = await ops.send(form, "/edit", follow_up_within="2 天", warn_before="4 小时", go="preview")
    page = Seen(looked.text)
    assert looked.status_code == 200
    for words in ("1 条线索的到期时间会变，其中 1 条提前", "李伟", "受影响公司"):
        assert words in page.text, words
    assert page.form("/edit").fields["follow_up_within"] == ["2 天"], "as typed, to be saved"
    assert "7天" in (await ops.see(path)).text.replace(" ", ""), "nothing has changed yet"
    saved = await ops.client.post(f"{path}/edit", data={**page.form("/edit").fields, "go": "save"})
    assert saved.status_code == 303, Seen(saved.text).text[:500]
    assert "2天" in (await ops.see(path)).text.replace(" ", "")
    wrong = await ops.send(await ops.see(f"{path}/edit"), "/edit", warn_before="9 天", go="save")
    assert Seen(wrong.text).form("/edit").wrong == ["warn_before"]


@pytest.mark.browser
async def test_feature_28_a_pool_and_its_form_fit_a_phone(desk: Sit, sit: Open, tmp_path: Path) -> None:
    path = await new_pool(await desk("ops"), "PHONE")
    for lang in ("zh", "en"):
        page = await sit("ops", size=PHONE, lang=lang)
        for at in ("/pools", path, f"{path}/edit", "/lead-rules", "/late-deadlines"):
            await page.goto(at)
            wide = await page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
            await page.screenshot(path=str(tmp_path / f"{lang}{at.replace('/', '-')[:12]}.png"), full_page=True)
            assert wide, (at, lang)
