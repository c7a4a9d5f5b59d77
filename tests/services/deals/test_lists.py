"""Are contracts found in a list by their number and customer, and one's own apart?"""

from typing import Any

from sqlalchemy import text

from chassis.db.migrate import _backfill
from chassis.testing.plugin import ServiceHarness
from tests.services.deals.conftest import Company


async def _found(company: Company, who: Any = None, **query: Any) -> list[str]:
    page = await company.ok(who or company.manager, "GET", "/contracts", params=query)
    return [str(contract["number"]) for contract in page["items"]]


async def _contract(company: Company, name: str) -> Any:
    customer = await company.customer(name)
    return await company.won(customer=customer)


async def test_a_contract_by_its_number_and_customer(company: Company, harness: ServiceHarness) -> None:
    blue, red = await _contract(company, "深圳市藍天科技有限公司"), await _contract(company, "Red Earth Ltd")
    for sought, wanted in (("蓝天", blue), ("red earth", red), (blue["number"].lower(), blue)):
        assert await _found(company, q=sought) == [wanted["number"]], sought
    assert await _found(company, owner_id=str(company.seller.id)) == [red["number"], blue["number"]]
    assert await _found(company, owner_id=str(company.manager.id)) == []
    assert await _found(company, customer_id=blue["customer_id"]) == [blue["number"]]
    assert await _found(company, q="蓝天", status="EFFECTIVE") == []
    assert await _found(company, company.rival, q="蓝天") == []
    async with harness.database.engine.begin() as connection:
        await connection.execute(text("UPDATE contract SET search = ''"))
    await _backfill("deals", harness.database.engine)
    assert await _found(company, q="蓝天") == [blue["number"]]


async def test_registrations_and_opportunities_by_number_customer_and_project(company: Company) -> None:
    blue = await company.opportunity(customer=await company.customer("深圳市藍天科技有限公司"))
    row = await company.registered(blue)
    await company.registered(await company.opportunity(customer=await company.customer("Red Earth Ltd")))

    async def found(path: str, **query: Any) -> list[str]:
        page = await company.ok(company.manager, "GET", path, params=query)
        return [str(one["number"]) for one in page["items"]]

    for path, number in (("/registrations", row["number"]), ("/opportunities", blue["number"])):
        for word in (number.lower(), "蓝天"):
            assert await found(path, q=word) == [number], (path, word)
        assert len(await found(path, q=blue["project"])) >= 1
        assert await found(path, q="蓝天", owner_id=str(company.seller.id)) == [number]
        assert await found(path, owner_id=str(company.manager.id)) == []
