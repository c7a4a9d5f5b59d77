"""Can a manager say by which rules leads are given, ask to whom one would go, and read why it did?"""

from collections.abc import Awaitable, Callable

from tests.console.conftest import Desk
from tests.console.forms import Seen
from tests.console.pools.test_lead_rules import own_lead
from tests.console.pools.test_pools import new_pool

Sit = Callable[..., Awaitable[Desk]]


async def test_feature_24_rules_are_written_asked_and_their_reasons_read(desk: Sit) -> None:
    ops = await desk("ops")
    path = await new_pool(ops, "GIVEN")
    waiting = await own_lead(ops, "先到的公司", source="GIVEN")
    rules = "官网 | 来源=given; 区域=华东 | 轮流 | 李伟, chen.sales\n其他 | * | 给手中最少的人 | li.sales | 30%"
    page = await ops.act(f"{path}/assignment", "/assignment/rules", rules=rules, fallback="wang.manager")
    for words in ("区域=华东", "轮流", "30 %"):
        assert words in page.text, words
    asked = await ops.send(page, "/explain", source="given", region="华东")
    why = Seen(asked.text)
    assert "按规则“官网”分给" in why.text
    assert "为何分给此人" in why.text
    kept = page.form("/assignment/rules").fields["rules"][0]
    assert "chen.sales" in kept, "as it can be written again"
    lead = await own_lead(ops, "后到的公司", source="GIVEN", region="华东")
    seen = await ops.see(lead)
    assert "跟进中" in seen.text
    assert "按规则“官网”分给" in seen.text
    await ops.act(path, "/distribute")
    assert "按规则“其他”分给 李伟" in (await ops.see(waiting)).text
    for wrong in ("A | 来源", "A | * | 随机", "A | * | 轮流 | 无此人", "A | 颜色=红"):
        refused = await ops.send(page, "/assignment/rules", rules=wrong)
        assert Seen(refused.text).form("/assignment/rules").wrong == ["rules"], wrong


async def test_only_who_keeps_a_pool_sees_its_rules(desk: Sit) -> None:
    ops, seller = await desk("ops"), await desk("li.sales")
    path = await new_pool(ops, "KEPT")
    assert f"{path}/assignment" not in (await seller.see(path)).links
    assert f"{path}/edit" not in (await seller.see(path)).links
    await seller.see(f"{path}/assignment", status=403)
