"""Does who lets a lead wait hear of it, then his manager, and does the pool say how soon leads are answered?"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from deploy.cast.player import until
from tests.console.conftest import Desk
from tests.console.forms import Seen
from tests.console.pools.test_lead_rules import own_lead
from tests.console.pools.test_pools import new_pool

Sit = Callable[..., Awaitable[Desk]]


async def test_feature_23_a_pool_sets_a_target_and_past_it_the_owner_and_then_his_manager_are_told(
    desk: Sit, temporal: Client, skipper: TimeSkipper
) -> None:
    ops, seller, manager = await desk("ops"), await desk("li.sales"), await desk("wang.manager")
    path = await new_pool(ops, "ANSWERED", respond_within="1 小时", escalate_after="2 小时")
    page = await ops.see(path)
    assert "首次响应时限" in page.text
    wrong = await ops.send(await ops.see(f"{path}/edit"), "/edit", respond_within="很快", go="save")
    assert Seen(wrong.text).form("/edit").wrong == ["respond_within"]
    late = await own_lead(ops, "久等公司", source="ANSWERED")
    quick = await own_lead(ops, "快回公司", source="ANSWERED")
    for lead in (late, quick):
        await seller.act(lead, "/claim")
    number = next(word for word in (await seller.see(late)).text.split() if word.startswith("LD-"))
    assert "首次响应截止" in (await seller.see(late)).text
    await seller.act(quick, "/follow-up", kind="CALL", note="谈过")
    keeper = temporal.get_workflow_handle(f"pool-reclaim/{path.rsplit('/', 1)[1]}")
    for person, words, later in (
        (seller, "已超时，请尽快联系", timedelta(hours=1)),
        (manager, "提醒后仍未响应", timedelta(hours=2)),
    ):
        assert f"{number} 须在" not in (await person.see("/notices")).text
        await skipper.fast_forward(keeper, later)

        async def told(person: Desk = person, words: str = words) -> str | None:
            seen = (await person.see("/notices")).text
            return seen if words in seen and number in seen else None

        assert (await until(told, what="the notice")).count(f"{number} 须在") == 1
    seen = (await ops.see(path)).text
    for words in ("首次响应（近 90 天）", "按时响应率", "100.0 %"):
        assert words in seen, words
