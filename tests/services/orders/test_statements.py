"""Does an act cost as many statements for thirty lines as for three, and few?"""

from typing import Any

import pytest

from chassis.base.clock import new_id
from chassis.testing.plugin import ServiceHarness
from tests import builders
from tests.services.orders.conftest import Company
from tests.services.statement_log import statements

MOST = {"place": 9, "subject": 4, "confirm-and-reserve": 6, "ship": 8, "receive": 6, "complete": 2, "show": 1}


@pytest.fixture
async def contracts(company: Company) -> list[Any]:
    """Of three lines and of thirty; every third product is a service, which is on no shelf."""
    stocked = [await company.product(f"P-{n}", on_hand=100, stocked=True) for n in range(20)]
    services = [await company.product(f"S-{n}", stocked=False) for n in range(10)]
    mixed = [id for n in range(10) for id in (stocked[2 * n], services[n], stocked[2 * n + 1])]
    return [await company.contract(*((id, 4, "100.00") for id in mixed[:many])) for many in (3, 3, 30)]


async def whole(company: Company, harness: ServiceHarness, contract: Any) -> dict[str, int]:
    """How many statements each act of an order takes, all of whose lines are shipped and received in two parts."""
    cost: dict[str, int] = {}

    async def act(name: str, who: Any, method: str, path: str, body: Any = None) -> Any:
        key = {"idempotency-key": str(new_id())} if method == "POST" and who is not company.process else {}
        with statements(harness) as said:
            answer = await company.ok(who, method, path, body, headers=key)
        cost[name] = len(said)
        return answer

    id = str(new_id())
    body = {"id": id, "contract_id": str(contract.contract_id), "ship_to": "1 Example Road"}
    placed = await act("place", company.seller, "POST", "/orders", body)
    await act("subject", company.process, "GET", f"/orders/{id}/approval-subject")
    reserved = await act("confirm-and-reserve", company.process, "POST", f"/orders/{id}/confirm-and-reserve")
    assert reserved["status"] == "RESERVED"
    some = [{"product_id": line["product_id"], "quantity": 1, "line": line["line"]} for line in placed["lines"]]
    first = await act("ship", company.shipper, "POST", f"/orders/{id}/ship", {"id": str(new_id()), "lines": some})
    await act("receive", company.shipper, "POST", f"/shipments/{first['id']}/receive")
    rest = await act("ship", company.shipper, "POST", f"/orders/{id}/ship", {"id": str(new_id())})
    assert [line["quantity"] for line in rest["lines"]] == [3] * len(some)
    await act("receive", company.shipper, "POST", f"/shipments/{rest['id']}/receive")
    await act("complete", company.process, "POST", f"/orders/{id}/complete")
    shown = await act("show", company.seller, "GET", f"/orders/{id}")
    assert shown["status"] == "COMPLETED"
    assert [line["received"] for line in shown["lines"]] == [4] * len(some)
    return cost


async def test_an_act_takes_as_few_statements_for_thirty_lines_as_for_three(
    company: Company, harness: ServiceHarness, contracts: list[Any]
) -> None:
    await whole(company, harness, contracts[0])  # what is asked for once in a connection's life
    three, thirty = [await whole(company, harness, contract) for contract in contracts[1:]]
    assert three == thirty
    assert {name: n for name, n in three.items() if n > MOST[name]} == {}


async def test_a_debt_is_kept_by_three_statements(company: Company, harness: ServiceHarness) -> None:
    customer, order = await company.customer(), new_id()
    await harness.deliver(builders.a_credit(customer, order_ids=[order]))
    with statements(harness) as said:
        await harness.deliver(builders.a_credit(customer, owed="5.00", order_ids=[order]))
    assert len(said) <= 3, said
