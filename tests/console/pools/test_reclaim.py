"""Does a lead that nobody follows up go back to its pool, and do its owner and the pool's people see it?"""

from collections.abc import Awaitable, Callable
from datetime import timedelta

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from deploy.cast.player import until
from tests.console.conftest import Desk
from tests.console.pools.test_lead_rules import own_lead
from tests.console.pools.test_pools import new_pool

Sit = Callable[..., Awaitable[Desk]]


async def test_feature_26_what_nobody_follows_up_is_back_in_its_pool_and_its_owner_is_told_once(
    desk: Sit, temporal: Client, skipper: TimeSkipper
) -> None:
    ops, seller, other = await desk("ops"), await desk("li.sales"), await desk("chen.sales")
    path = await new_pool(ops, "FORGOTTEN", follow_up_within="3 天", warn_before="1 天")
    lead = await own_lead(ops, "被忘公司", source="FORGOTTEN")
    mine = await seller.act(lead, "/claim")
    number = next(word for word in mine.text.split() if word.startswith("LD-"))
    assert "被忘公司" not in (await other.see(path)).text
    keeper = temporal.get_workflow_handle(f"pool-reclaim/{path.rsplit('/', 1)[1]}")
    for later, words in ((2, f"线索 {number} 尚未跟进"), (1, f"线索 {number} 已到期，退回公海池")):
        await skipper.fast_forward(keeper, timedelta(days=later))

        async def told(words: str = words) -> str | None:
            seen = (await seller.see("/notices")).text
            return seen if words in seen else None

        assert (await until(told, what="the notice")).count(words) == 1
    assert "被忘公司" in (await other.see(path)).text
    again = await other.act(lead, "/claim")
    assert "陈静" in again.text
