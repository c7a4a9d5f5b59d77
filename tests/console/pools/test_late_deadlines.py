"""Does who operates the house see which deadlines of leads nobody kept, and why, and does nobody else?"""

from collections.abc import Awaitable, Callable

import asyncpg

from deploy.cast.player import until
from deploy.embedded.running import Stack
from tests.console.conftest import Desk
from tests.console.pools.test_lead_rules import own_lead
from tests.console.pools.test_pools import new_pool

Sit = Callable[..., Awaitable[Desk]]
PAGE = "/late-deadlines"


async def test_while_the_worker_is_down_operations_see_what_waits_and_later_that_it_was_done_late(
    desk: Sit, stack: Stack
) -> None:
    ops, seller = await desk("ops"), await desk("li.sales")
    assert "线索逾时监控" in (await ops.see(PAGE)).text
    await seller.see(PAGE, status=403)
    stack.hold_down("worker")
    try:
        path = await new_pool(ops, "OVERDUE")
        lead = await own_lead(ops, "逾时公司", source="OVERDUE")
        number = next(word for word in (await seller.act(lead, "/claim")).text.split() if word.startswith("LD-"))
        assert number not in (await ops.see(PAGE)).text
        await _an_hour_ago(stack, number)
        seen = await ops.see(PAGE)
        for words in (number, "OVERDUE公海", "退回公海池", "该公海池的守护流程从未运行"):
            assert words in seen.text, words
        assert path in seen.links, "where to look"
    finally:
        stack.let_up("worker")
    await stack.until_up("worker")

    async def done() -> str | None:
        seen = (await ops.see(PAGE)).text
        return seen if "处理了，但晚了" in seen and "从未运行" not in seen else None

    assert (await until(done, what="the late return")).count(number) == 1


async def _an_hour_ago(stack: Stack, number: str) -> None:
    """Its time has come, an hour ago, and it was warned."""
    leads = await asyncpg.connect(stack.layout.database_url("leads"))
    try:
        came = "UPDATE lead SET follow_up_due_at = now() - interval '1 hour', warn_at = NULL WHERE number = $1"
        assert await leads.execute(came, number) == "UPDATE 1"
    finally:
        await leads.close()
