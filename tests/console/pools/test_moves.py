"""Does who keeps two pools move a lead from one to the other, and is it offered to nobody else?"""

from collections.abc import Awaitable, Callable

from tests.console.conftest import Desk
from tests.console.pools.test_lead_rules import own_lead
from tests.console.pools.test_pools import new_pool

Sit = Callable[..., Awaitable[Desk]]


async def test_feature_28_a_waiting_lead_is_moved_to_another_pool_and_its_page_says_so(desk: Sit) -> None:
    ops, seller = await desk("ops"), await desk("li.sales")
    old, new = await new_pool(ops, "MOVEFROM"), await new_pool(ops, "MOVETO")
    lead = await own_lead(ops, "搬家公司", source="MOVEFROM")
    assert not [one for one in (await seller.see(lead)).forms if one.action.endswith("/move")]
    form = (await ops.see(lead)).form("/move")
    assert old.rsplit("/", 1)[1] not in form.options["pool_id"], "not to where it waits"
    page = await ops.act(lead, "/move", pool_id=new.rsplit("/", 1)[1], note="归华东")
    for words in ("MOVEFROM公海", "MOVETO公海", "修改记录"):
        assert words in page.text, words
    assert "搬家公司" in (await ops.see(new)).text
    assert "搬家公司" not in (await ops.see(old)).text
    await seller.act(lead, "/claim")
    assert not [one for one in (await ops.see(lead)).forms if one.action.endswith("/move")], "somebody works on it"
