"""Do somebody's customers and deals go along when they work in another unit?"""

from typing import Any

import pytest

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor
from messages.deals.contracts import ContractSubmitted
from tests import builders
from tests.services.deals.conftest import Company

NORTH = "cs/north/sales-2"
NEW = an_actor("sales_manager", unit="cs/north")


async def moved(company: Company, unit: str = NORTH, *, version: int = 2, twice: bool = False) -> None:
    event = builders.a_person(company.seller, unit=unit, version=version)
    await company.harness.deliver(event, twice=twice)


async def deals(company: Company) -> dict[str, Any]:
    """One record of each noun, by the path of its list."""
    contract = await company.won()
    opportunity = await company.ok(company.seller, "GET", f"/opportunities/{contract['opportunity_id']}")
    registration = {"id": opportunity["registration_id"]}
    return {"/opportunities": opportunity, "/registrations": registration, "/contracts": contract}


async def seen(company: Company, who: Actor, path: str, record: Any) -> tuple[bool, int]:
    """In the list? And what does asking for it by id give?"""
    found = await company.ok(who, "GET", path)
    listed = record["id"] in [row["id"] for row in found["items"]]
    return listed, await company.status(who, "GET", f"{path}/{record['id']}")


@pytest.mark.parametrize("twice", [False, True], ids=["told once", "told twice"])
async def test_the_new_manager_sees_what_a_seller_brought_along_and_the_old_one_no_more(
    company: Company, twice: bool
) -> None:
    for path, record in (before := await deals(company)).items():
        assert await seen(company, company.manager, path, record) == (True, 200)
        assert await seen(company, NEW, path, record) == (False, 404)
    await moved(company, twice=twice)
    for path, record in before.items():
        assert await seen(company, NEW, path, record) == (True, 200)
        assert await seen(company, company.manager, path, record) == (False, 404)
        assert await seen(company, company.seller, path, record) == (True, 200)


async def test_the_new_manager_keeps_the_customers_and_the_old_one_no_more(company: Company) -> None:
    customer = await company.customer()
    path, edit = f"/customers/{customer['id']}", {"region": "North"}
    read = {"headers": {"if-match": '"1"'}}
    assert await company.status(NEW, "PATCH", path, edit, **read) == 403
    await moved(company)
    assert await company.status(company.manager, "PATCH", path, edit, **read) == 403
    assert await company.status(NEW, "PATCH", path, edit, **read) == 200


async def test_an_older_move_that_arrives_late_changes_nothing(company: Company) -> None:
    before = await deals(company)
    await moved(company, version=3)
    await moved(company, "cs/east/sales-1", version=2)
    for path, record in before.items():
        assert await seen(company, NEW, path, record) == (True, 200)
        assert await seen(company, company.manager, path, record) == (False, 404)


async def test_a_move_touches_nobody_else_and_is_no_new_version(company: Company, outbox: Any) -> None:
    contract = await company.in_approval()
    other = await company.opportunity(company.rival)
    await moved(company)
    assert (await company.ok(NEW, "GET", f"/contracts/{contract['id']}"))["version"] == contract["version"]
    assert len(await outbox(ContractSubmitted)) == 1
    assert await seen(company, NEW, "/opportunities", other) == (False, 404)
    assert await seen(company, company.rival, "/opportunities", other) == (True, 200)
