"""Do odd but legal ways of an order come out right: a product twice, partial shipments, nothing to pay?"""

from typing import Any

import pytest

from tests.services.orders.conftest import Company


async def ships(company: Company, order: Any, *pieces: tuple[Any, int]) -> Any:
    lines = [{"product_id": str(product), "quantity": n} for product, n in pieces]
    return await company.ok(company.shipper, "POST", f"/orders/{order['id']}/ship", {"lines": lines})


async def test_a_product_on_two_lines_in_partial_shipments_arrives_whole(company: Company) -> None:
    cable = await company.product(on_hand=5)
    contract = await company.contract((cable, 5, "1.00"))
    order = await company.order(contract.contract_id, (cable, 2), (cable, 3))
    assert len(order["lines"]) == 2
    await company.stands(order, "confirm", "reserve")
    sent = [await ships(company, order, (cable, 1), (cable, 2)), await ships(company, order, (cable, 2))]
    assert (await company.stands(order))["status"] == "SHIPPED"
    for shipment in reversed(sent):
        await company.ok(company.shipper, "POST", f"/shipments/{shipment['id']}/receive")
    shown = await company.stands(order)
    assert (shown["status"], [line["received"] for line in shown["lines"]]) == ("RECEIVED", [2, 3])


@pytest.mark.parametrize("received", [0, 1, 2], ids=["none has arrived", "one has arrived", "both have arrived"])
async def test_an_order_cancelled_between_partial_shipments_gives_all_back(company: Company, received: int) -> None:
    cable = await company.product(on_hand=9)
    contract = await company.contract((cable, 5, "1.00"))
    order = await company.order(contract.contract_id, (cable, 5))
    await company.stands(order, "confirm", "reserve")
    sent = [await ships(company, order, (cable, 2)), await ships(company, order, (cable, 1))]
    for shipment in sent[:received]:
        await company.ok(company.shipper, "POST", f"/shipments/{shipment['id']}/receive")
    await company.ok(company.seller, "POST", f"/orders/{order['id']}/request-goods", {"reason": "too late"})
    await company.ok(company.shipper, "POST", f"/orders/{order['id']}/confirm-goods-back")
    await company.ok(company.manager, "POST", f"/orders/{order['id']}/cancel", {"reason": "too late"})
    shown = await company.stands(order, "return-to-stock", "release-stock", "finish-cancellation")
    assert shown["status"] == "CANCELLED"
    (stock,) = (await company.ok(company.admin, "GET", "/products"))["items"]
    assert (stock["on_hand"], stock["reserved"]) == (9, 0)
    again = await company.order(contract.contract_id, (cable, 5))
    assert (await company.stands(again, "confirm", "reserve"))["status"] == "RESERVED"


async def test_a_gift_goes_the_whole_way(company: Company) -> None:
    cable = await company.product(on_hand=1)
    contract = await company.contract((cable, 1, "0.00"))
    order = await company.order(contract.contract_id)
    assert order["total"]["amount"] == "0.00"
    await company.stands(order, "confirm", "reserve")
    shipment = await ships(company, order)
    await company.ok(company.shipper, "POST", f"/shipments/{shipment['id']}/receive")
    assert (await company.stands(order, "complete"))["status"] == "COMPLETED"


async def test_a_returned_order_that_shrinks_leaves_the_rest_to_others(company: Company) -> None:
    cable = await company.product(on_hand=5)
    contract = await company.contract((cable, 5, "1.00"))
    order = await company.order(contract.contract_id, (cable, 5))
    await company.stands(order, "return")
    fewer = {"lines": [{"product_id": str(cable), "quantity": 1}]}
    await company.ok(company.seller, "POST", f"/orders/{order['id']}/resubmit", fewer)
    assert len((await company.order(contract.contract_id, (cable, 4)))["lines"]) == 1
    await company.refused("ORD-3", company.seller, "/orders", {"contract_id": str(contract.contract_id)})
    await company.ok(company.seller, "POST", f"/orders/{order['id']}/cancel", {"reason": "x"})
    await company.stands(order, "return-to-stock", "release-stock", "finish-cancellation")
    assert (await company.order(contract.contract_id))["total"]["amount"] == "1.00"
