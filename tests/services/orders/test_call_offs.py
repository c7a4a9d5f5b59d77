"""Does a contract never give more than it has, whoever asks at the same time?"""

import asyncio
import json
from typing import Any

import pytest

from chassis.base.clock import new_id
from chassis.events.subscriptions import NotYet
from chassis.testing.plugin import an_actor
from messages.orders import orders
from tests import builders
from tests.services.orders.conftest import Company


async def test_feature_92_without_lines_an_order_takes_all_that_is_left_at_the_agreed_prices(company: Company) -> None:
    cable, lamp = await company.product("CABLE", price="150.00"), await company.product("LAMP")
    contract = await company.contract((cable, 10, "100.10"), (lamp, 3, "9.99"))
    await company.order(contract.contract_id, (cable, 4))
    rest = await company.order(contract.contract_id)
    assert [(line["product_code"], line["quantity"]) for line in rest["lines"]] == [("CABLE", 6), ("LAMP", 3)]
    assert rest["total"]["amount"] == "630.57"
    body = {"contract_id": str(contract.contract_id)}
    await company.refused("ORD-3", company.seller, "/orders", body)


async def test_ord_3_feature_92_of_orders_placed_at_once_only_so_many_as_the_contract_has_get_through(
    company: Company, outbox: Any
) -> None:
    cable = await company.product()
    contract = await company.contract((cable, 10, "1.00"))
    body = {"contract_id": str(contract.contract_id), "lines": [{"product_id": str(cable), "quantity": 3}]}
    client = company.as_(company.seller)
    answers = await asyncio.gather(*[client.post("/orders", json=body) for _ in range(8)])
    assert sorted(answer.status_code for answer in answers) == [201] * 3 + [409] * 5
    assert {answer.json()["rule"] for answer in answers if answer.status_code == 409} == {"ORD-3"}
    numbers = [event.number[-6:] for event in await outbox(orders.OrderPlaced)]
    assert sorted(numbers) == ["000001", "000002", "000003"]


async def test_the_same_id_at_once_is_one_order(company: Company, outbox: Any) -> None:
    cable = await company.product()
    contract = await company.contract((cable, 10, "1.00"))
    body = {"id": str(new_id()), "contract_id": str(contract.contract_id)}
    client = company.as_(company.seller)
    answers = await asyncio.gather(*[client.post("/orders", json=body) for _ in range(5)])
    assert {answer.status_code for answer in answers} == {201}
    assert {answer.json()["id"] for answer in answers} == {body["id"]}
    assert len(await outbox(orders.OrderPlaced)) == 1


async def test_the_same_idempotency_key_finds_the_first_order(company: Company, outbox: Any) -> None:
    cable = await company.product()
    contract = await company.contract((cable, 10, "1.00"))
    body = {"contract_id": str(contract.contract_id), "lines": [{"product_id": str(cable), "quantity": 1}]}
    key = {"headers": {"idempotency-key": "double-click"}}
    first = await company.ok(company.seller, "POST", "/orders", body, **key)
    assert await company.ok(company.seller, "POST", "/orders", body, **key) == first
    assert len(await outbox(orders.OrderPlaced)) == 1


async def test_an_id_that_another_contract_has_used_is_not_found(company: Company) -> None:
    cable = await company.product()
    one, two = await company.contract((cable, 1, "1.00")), await company.contract((cable, 1, "1.00"))
    order = await company.order(one.contract_id)
    body = {"id": order["id"], "contract_id": str(two.contract_id)}
    assert (await company.as_(company.seller).post("/orders", json=body)).status_code == 404


async def test_ord_4_a_cancelled_contract_is_not_called_off_in_whatever_order_the_events_came(
    company: Company, deliver: Any
) -> None:
    cable = await company.product()
    await deliver(builders.a_person(company.seller))
    contract = builders.a_contract(owner=company.seller, lines=[(cable, 5, "1.00")])
    await deliver(builders.a_cancelled(contract), twice=True)
    await deliver(contract, twice=True)
    await company.refused("ORD-4", company.seller, "/orders", {"contract_id": str(contract.contract_id)})
    known = await company.contract((cable, 5, "1.00"))
    await deliver(builders.a_cancelled(known))
    await company.refused("ORD-4", company.seller, "/orders", {"contract_id": str(known.contract_id)})


async def test_a_contract_waits_until_its_owner_is_known(company: Company, deliver: Any) -> None:
    cable = await company.product()
    contract = builders.a_contract(owner=company.seller, lines=[(cable, 5, "1.00")])
    with pytest.raises(NotYet):
        await deliver(contract)
    await deliver(builders.a_person(company.seller))
    await deliver(contract)
    order = await company.order(contract.contract_id)
    assert order["owner_name"] == "Li Na"


async def test_ord_18_case_e16_no_order_is_confirmed_before_its_contracts_figures_are_known(
    company: Company, deliver: Any
) -> None:
    cable = await company.product()
    await deliver(builders.a_person(company.seller))
    contract = builders.a_contract(owner=company.seller, lines=[(cable, 5, "1.00")])
    with pytest.raises(NotYet):
        await deliver(builders.a_plan(contract))
    await deliver(contract)
    order = await company.order(contract.contract_id)
    answer = await company.as_(company.process).post(f"/orders/{order['id']}/confirm")
    assert (answer.status_code, answer.json()["rule"], "retry-after" in answer.headers) == (409, "ORD-18", True)
    assert (await company.stands(order))["status"] == "PLACED"
    await deliver(builders.a_plan(contract))
    assert (await company.stands(order, "confirm"))["status"] == "CONFIRMED"


async def test_the_customers_newest_name_is_on_the_order(company: Company, deliver: Any) -> None:
    cable = await company.product()
    contract = await company.contract((cable, 5, "1.00"))
    renamed = builders.a_customer(customer_id=contract.customer_id, name="上海新东方机电有限公司", version=2)
    await deliver(renamed)
    await deliver(builders.a_customer(customer_id=contract.customer_id, name="an old name", version=1))
    assert (await company.order(contract.contract_id))["customer_name"] == "上海新东方机电有限公司"


async def test_ord_9_who_may_place_an_order(company: Company) -> None:
    cable = await company.product()
    contract = await company.contract((cable, 10, "1.00"))
    body = {"contract_id": str(contract.contract_id), "lines": [{"product_id": str(cable), "quantity": 1}]}
    both = an_actor("sales", "finance")
    expected = {
        company.seller: 201,
        company.manager: 201,
        company.admin: 201,
        company.stranger: 404,
        an_actor("sales_manager", unit="cs/west"): 404,
        an_actor("order_admin", legal_entities=("CS-US",)): 404,
        company.shipper: 403,
        company.process: 403,
        both: 403,
    }
    for who, status in expected.items():
        assert (await company.as_(who).post("/orders", json=body)).status_code == status, who


async def test_bad_input_is_named_and_never_a_fault(company: Company) -> None:
    cable = await company.product()
    contract = str((await company.contract((cable, 10, "1.00"))).contract_id)
    line = {"product_id": str(cable), "quantity": 1}
    bad: list[Any] = [
        {"contract_id": contract, "lines": [line | {"price": "1.00005"}]},
        {"contract_id": contract, "lines": [line | {"price": "-1.00"}]},
        {"contract_id": contract, "lines": [line | {"price": 1.5}]},
        {"contract_id": contract, "lines": [line | {"quantity": 0}]},
        {"contract_id": contract, "lines": [line | {"quantity": 2, "price": "9999999999999999.99"}]},
        {"contract_id": contract, "ship_to": "a\x00b"},
        {"contract_id": contract, "colour": "red"},
        {"contract_id": "no id"},
        [],
        None,
    ]
    for body in bad:
        assert (await company.as_(company.seller).post("/orders", json=body)).status_code == 422, body
    raw = json.dumps({"contract_id": contract, "ship_to": "\ud800"}).encode()
    headers = {"content-type": "application/json"}
    answer = await company.as_(company.seller).post("/orders", content=raw, headers=headers)
    assert answer.status_code == 422
    for query in ("limit=0", "limit=101", "cursor=x", "status=LOST", "customer_id=1"):
        assert (await company.as_(company.seller).get(f"/orders?{query}")).status_code == 422, query
    assert (await company.as_(company.seller).get(f"/orders/{new_id()}")).status_code == 404
    unknown = {"contract_id": contract, "lines": [{"product_id": str(new_id()), "quantity": 1}]}
    await company.refused("ORD-3", company.seller, "/orders", unknown)


async def test_case_b6_a_line_of_the_contract_is_not_given_away(company: Company) -> None:
    cable, gift = await company.product("CABLE"), await company.product("GIFT")
    contract = await company.contract((cable, 10, "100.00"), (gift, 10, "0.00"))
    line = {"product_id": str(cable), "quantity": 1, "price": "0.00"}
    body = {"contract_id": str(contract.contract_id), "lines": [line]}
    answer = await company.as_(company.seller).post("/orders", json=body)
    assert (answer.status_code, answer.json()["rule"], answer.json()["params"]["product"]) == (409, "ORD-20", "CABLE")
    free = await company.order(contract.contract_id, (gift, 1))
    assert free["total"]["amount"] == "0.00"


@pytest.mark.parametrize(
    ("price", "deviation", "above", "at_stake"),
    [
        ("100.00", "0.00", False, "100.00"),
        ("0.01", "99.99", False, "100.00"),
        ("100.01", "0.01", False, "100.01"),
        ("1000000.00", "999900.00", True, "1000000.00"),
    ],
)
async def test_case_b6_a_price_that_is_not_the_contracts_is_shown_to_approvers(
    company: Company, price: str, deviation: str, above: bool, at_stake: str
) -> None:
    cable = await company.product("CABLE")
    contract = await company.contract((cable, 10, "100.00"))
    lines = [{"product_id": str(cable), "quantity": 1, "price": price}]
    order = await company.order(contract.contract_id, lines=lines)
    facts = (await company.ok(company.process, "GET", f"/orders/{order['id']}/approval-subject"))["facts"]
    assert (facts["price_deviation"], facts["above_rest"], facts["at_stake"]) == (deviation, above, at_stake)


async def test_case_b6_what_other_orders_took_too_dear_is_missing_from_the_rest(company: Company) -> None:
    cable = await company.product("CABLE")
    contract = await company.contract((cable, 10, "100.00"))
    dear = [{"product_id": str(cable), "quantity": 1, "price": "950.00"}]
    first = await company.order(contract.contract_id, lines=dear)
    second = await company.order(contract.contract_id, (cable, 1))
    path = f"/orders/{second['id']}/approval-subject"
    assert (await company.ok(company.process, "GET", path))["facts"]["above_rest"] is True
    await company.ok(company.seller, "POST", f"/orders/{first['id']}/cancel", {"reason": "too dear"})
    await company.stands(first, "finish-cancellation")
    assert (await company.ok(company.process, "GET", path))["facts"]["above_rest"] is False
