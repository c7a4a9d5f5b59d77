"""Is a limit raised, and an order released, by two people, and is it told to those who judge by it?"""

import asyncio
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from chassis.testing.plugin import an_actor
from messages.collections.credit import CreditChanged
from messages.collections.grading.grades import CreditStandingChanged
from messages.collections.grading.requests import CreditRequestConfirmed, CreditRequested, CreditRequestRejected
from tests.services.collections.conftest import Company, cny

DIRECTOR = an_actor("director", name="Director", unit="cs")


async def limit_of(company: Company, customer: UUID) -> Any:
    credits = (await company.get(company.finance, f"/credits/{customer}"))["credits"]
    return credits[0]["limit"] if credits else None


async def wanted(company: Company, customer: UUID, limit: str | None, **more: Any) -> Any:
    said = {"customer_id": str(customer), "currency": "CNY", "reason": "年度授信", "limit": limit and cny(limit)}
    return await company.send(company.finance, "/credit-requests/request-limit", **said, **more)


async def test_feature_145_a_raise_counts_when_another_in_finance_confirms_it(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    first = (await wanted(company, customer, "1000.00")).json()
    assert (first["status"], first["limit_before"], await limit_of(company, customer)) == (
        "CONFIRMED",
        None,
        cny("1000.00"),
    )
    raised = (await wanted(company, customer, "5000.00")).json()
    assert (raised["status"], await limit_of(company, customer)) == ("REQUESTED", cny("1000.00"))
    path = f"/credit-requests/{raised['id']}"
    own = await company.send(company.finance, f"{path}/confirm")
    assert own.json()["rule"] == "COL-180"
    assert (await company.send(DIRECTOR, f"{path}/confirm")).status_code == 403, "COL-182: a limit is finance's"
    assert (await wanted(company, customer, "6000.00")).json()["rule"] == "COL-179"
    for _ in range(2):
        confirmed = await company.post(company.finance_too, f"{path}/confirm", key="yes", comment="报表已看")
        assert confirmed["status"] == "CONFIRMED"
    assert await limit_of(company, customer) == cny("5000.00")
    lowered = (await wanted(company, customer, "4999.99")).json()
    assert lowered["status"] == "CONFIRMED"
    assert (await wanted(company, customer, "4999.99")).json()["rule"] == "COL-179"
    assert (await wanted(company, customer, None)).json()["status"] == "REQUESTED", "no limit at all is the highest"
    told = [str(event.limit) for event in await outbox(CreditChanged)]
    assert told == ["1000.00 CNY", "5000.00 CNY", "4999.99 CNY"]
    rooms = [[str(one) for one in event.room] for event in await outbox(CreditStandingChanged)]
    assert rooms == [["1000.00 CNY"], ["5000.00 CNY"], ["4999.99 CNY"]]
    assert [event.requested_by for event in await outbox(CreditRequested)] == [company.finance.id] * 2


async def test_feature_144_the_file_says_who_gave_which_limit_and_why(company: Company) -> None:
    customer = (await company.sold("100.00"))["customer_id"]
    answer = await company.as_(company.finance).put(
        f"/credits/{customer}/limit", json={"currency": "CNY", "limit": cny("500.00"), "reason": "新客户"}
    )
    assert answer.status_code == 200
    raised = (await wanted(company, customer, "800.00")).json()
    await company.post(company.finance_too, f"/credit-requests/{raised['id']}/reject", reason="再等一季度")
    file = await company.get(company.li, f"/credits/{customer}/file")
    kept = {
        (one["limit_before"] and one["limit_before"]["amount"], one["limit"]["amount"]): (
            one["status"], one["reason"], one["guidance"], one["requested_by"], one["decided_by"],
        )
        for one in file["requests"]
    }  # fmt: skip
    finance, second = str(company.finance.id), str(company.finance_too.id)
    assert kept == {
        (None, "500.00"): ("CONFIRMED", "新客户", "", finance, finance),
        ("500.00", "800.00"): ("REJECTED", "年度授信", "再等一季度", finance, second),
    }
    assert file["credits"][0]["owed"] == cny("100.00")


async def test_col_177_what_one_may_set_alone_is_never_a_raise(company: Company) -> None:
    customer = await company.customer()

    async def put(limit: str | None) -> Any:
        said = {"currency": "CNY", "limit": limit and cny(limit)}
        return await company.as_(company.finance).put(f"/credits/{customer}/limit", json=said)

    assert (await put("1000.00")).status_code == 200
    for higher in ("1000.01", None):
        assert (await put(higher)).json()["rule"] == "COL-177"
    assert (await put("999.99")).status_code == 200


async def test_two_at_once_confirm_a_raise_once(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    await wanted(company, customer, "1000.00")
    raised = (await wanted(company, customer, "5000.00")).json()
    path = f"/credit-requests/{raised['id']}/confirm"
    both = await asyncio.gather(*(company.send(company.finance_too, path) for _ in range(2)))
    assert [one.status_code for one in both] == [200, 200]
    assert len(await outbox(CreditRequestConfirmed)) == 2, "the first limit, and the raise"


async def test_feature_145_an_order_is_released_by_whom_the_policy_names(company: Company, outbox: Any) -> None:
    await company.hire(company.li)
    order = await company.sold("100.00")
    said = {"order_id": str(order["order_id"]), "reason": "客户停产等货"}
    asked = await company.post(company.li, "/credit-requests/request-release", **said)
    assert (asked["kind"], asked["order_number"], asked["status"]) == ("RELEASE", order["number"], "REQUESTED")
    path = f"/credit-requests/{asked['id']}"
    assert (await company.send(company.boss, f"{path}/confirm")).status_code == 403, "the house's policy names others"
    assert (await company.send(company.other, "/credit-requests/request-release", **said)).status_code == 404
    again = await company.send(company.li, "/credit-requests/request-release", **said)
    assert again.json()["rule"] == "COL-179"
    done = await company.post(DIRECTOR, f"{path}/confirm", comment="一次")
    assert (done["status"], done["decided_by"], done["guidance"]) == ("CONFIRMED", str(DIRECTOR.id), "一次")
    (told,) = await outbox(CreditRequestConfirmed)
    assert (told.order_id, told.kind) == (order["order_id"], "RELEASE")
    second = await company.post(company.li, "/credit-requests/request-release", **said)
    await company.post(company.finance, f"/credit-requests/{second['id']}/reject", reason="先付款")
    assert [event.guidance for event in await outbox(CreditRequestRejected)] == ["先付款"]
    third = await company.post(company.li, "/credit-requests/request-release", **said)
    assert (await company.send(company.finance, f"/credit-requests/{third['id']}/withdraw")).json()["rule"] == "COL-181"
    await company.post(company.li, f"/credit-requests/{third['id']}/withdraw")
    assert (await company.send(company.finance, f"/credit-requests/{third['id']}/confirm")).json()["rule"] == "COL-185"
    listed = await company.get(company.li, "/credit-requests", kind="RELEASE")
    assert sorted(one["status"] for one in listed["items"]) == ["CONFIRMED", "REJECTED", "WITHDRAWN"]
    assert (await company.get(company.other, "/credit-requests"))["items"] == []


async def test_col_183_what_has_left_may_leave_once_more(company: Company) -> None:
    """Pieces that did not arrive are sent again, or a change of the order adds some."""
    contract = company.contract(await company.customer())
    await company.deliver(contract)
    order = company.order(contract)
    await company.placed(order)
    await company.confirmed(order)
    await company.shipped(order)
    said = {"order_id": str(order["order_id"]), "reason": "x"}
    assert (await company.post(company.li, "/credit-requests/request-release", **said))["status"] == "REQUESTED"


async def test_feature_145_nobody_releases_his_own_order(company: Company) -> None:
    """Also when somebody else has asked for it."""
    await company.hire(company.li)
    order = await company.sold("100.00")
    said = {"order_id": str(order["order_id"]), "reason": "x"}
    asked = await company.post(company.finance, "/credit-requests/request-release", **said)
    owner = replace(company.li, roles=frozenset({"finance"}))
    answer = await company.send(owner, f"/credit-requests/{asked['id']}/confirm")
    assert (answer.status_code, answer.json()["rule"]) == (409, "COL-180")


@pytest.mark.parametrize("how", ["placed", "cancelled"])
async def test_col_183_nothing_is_released_that_is_not_to_leave(company: Company, how: str) -> None:
    contract = company.contract(await company.customer())
    await company.deliver(contract)
    order = company.order(contract)
    await company.placed(order)
    if how != "placed":
        await company.confirmed(order)
        await company.cancelled(order)
    asked = await company.send(
        company.li, "/credit-requests/request-release", order_id=str(order["order_id"]), reason="x"
    )
    assert asked.json()["rule"] == "COL-183"
