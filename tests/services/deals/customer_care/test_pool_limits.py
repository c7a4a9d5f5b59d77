"""Do the limits of a pool hold, whatever other pools there are?"""

from typing import Any

from messages.deals.customers import CustomerChanged
from tests.services.deals.conftest import Company
from tests.services.deals.customer_care.test_pools import pool


async def test_dea_173_nobody_goes_round_a_cool_down_or_a_limit_by_another_pool(company: Company, outbox: Any) -> None:
    key = {"conditions": [{"field": "IMPORTANCE", "any_of": ["A"]}], "position": 1}
    vip = await pool(company, code="VIP", name="重点", **key)
    await pool(company, cool_down="7 days", holding_limit=1)
    loose = await pool(company, code="LOOSE", name="其他", position=900)
    first, second = (
        await company.customer("one"),
        await company.ok(company.manager, "POST", "/customers", {"name": "2"}),
    )
    paths = [f"/customers/{one['id']}" for one in (first, second)]
    await company.refused("DEA-173", company.seller, f"{paths[0]}/release", {"pool_id": vip["id"]})
    await company.ok(company.seller, "POST", f"{paths[0]}/release", {"pool_id": loose["id"]})
    await company.refused("DEA-136", company.seller, f"{paths[0]}/claim")
    await company.ok(company.manager, "POST", f"{paths[1]}/release", {"pool_id": loose["id"]})
    await company.customer("three")
    await company.refused("DEA-135", company.seller, f"{paths[1]}/claim")
    before = len(await outbox(CustomerChanged))
    for _ in range(2):
        moved = await company.ok(company.manager, "POST", f"{paths[1]}/release", {"pool_id": vip["id"]})
    assert moved["pool_id"] == vip["id"]
    assert [event.number for event in (await outbox(CustomerChanged))[before:]] == [second["number"]]
