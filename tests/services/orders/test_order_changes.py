"""Is an approved order changed when what differs is approved, all of it or nothing, and is nothing lost on the way?"""

from decimal import Decimal
from typing import Any

import pytest

from messages.orders import order_changes as events
from messages.orders.order_changes import OrderChanged
from tests.services.orders import test_returns as returns
from tests.services.orders.conftest import Company
from tests.services.orders.test_cancellations import stock_locations

WHY = "客户改变数量"


def lines_of(order: Any, *quantities: int, **other: Any) -> list[dict[str, Any]]:
    """The order's lines, in so many pieces each; none: it is left out. `price`: of the first."""
    found = []
    for line, pieces in zip(order["lines"], quantities, strict=True):
        named = {"line": line["line"], "product_id": line["product_id"], "quantity": pieces}
        found += [named] if pieces else []
    found[0] |= other
    return found


async def asked(company: Company, order: Any, by: Any = None, **fields: Any) -> Any:
    body = {"order_id": order["id"], "reason": WHY} | fields
    return await company.ok(by or company.seller, "POST", "/order-changes", body)


async def decided(company: Company, change: Any, verb: str = "apply", round: int = 1) -> Any:
    body = {"round": round, "comment": "no"}
    return await company.ok(company.process, "POST", f"/order-changes/{change['id']}/{verb}", body)


async def subject(company: Company, change: Any) -> Any:
    return await company.ok(company.process, "GET", f"/order-changes/{change['id']}/approval-subject")


async def seen(company: Company, change: Any) -> Any:
    return await company.ok(company.seller, "GET", f"/order-changes/{change['id']}")


def asks(facts: Any) -> set[str]:
    """Which of the branches of the policy are wanted, beside order administration."""
    names = ("short", "lower_price", "deviates_more", "below_floor", "above_rest", "over_limit", "new_address")
    return {name for name in names if facts[name]} | ({"added"} if Decimal(str(facts["added"])) > 0 else set())


def pieces(order: Any) -> list[tuple[int, ...]]:
    return [tuple(line[name] for name in ("quantity", "reserved", "shipped")) for line in order["lines"]]


async def test_feature_118_fewer_pieces_at_the_same_price_are_asked_of_nobody_else_and_follow_at_once(
    company: Company, placed: Any, outbox: Any
) -> None:
    before = await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 2, 1), version=before["version"])
    assert (change["status"], change["number"][:3]) == ("REQUESTED", "OC-")
    differs = change["difference"]
    assert (differs["total_before"]["amount"], differs["total_after"]["amount"]) == ("409.99", "209.99")
    found = await subject(company, change)
    assert asks(found["facts"]) == set()
    assert found["content"]["lines"] == [
        {"product_code": "CABLE", "product_name": "CABLE 型", "quantity": "4 → 2", "price": "100.00",
         "total": "400.00 → 200.00"}
    ]  # fmt: skip
    now = await company.stands(placed)
    assert (now["total"], pieces(now), now["open_change_id"]) == (placed["total"], pieces(before), change["id"])
    for _ in range(2):
        assert (await decided(company, change))["status"] == "APPLIED"
    now = await company.stands(placed)
    assert (now["status"], now["total"]["amount"], pieces(now)) == ("RESERVED", "209.99", [(2, 2, 0), (1, 1, 0)])
    assert (now["open_change_id"], now["changes"]) == (None, 1)
    assert await stock_locations(company) == [(6, 2), (2, 1)], "what is not ordered any more is free"
    (told,) = await outbox(OrderChanged)
    assert (str(told.total), str(told.difference), told.change_number) == (
        "209.99 CNY",
        "-200.00 CNY",
        change["number"],
    )
    assert len(await outbox(events.OrderChangeApplied)) == 1
    cable = placed["lines"][0]["product_id"]
    assert (await company.order(placed["contract_id"], (cable, 8)))["lines"][0]["quantity"] == 8, "10 less 2"


async def test_feature_118_a_larger_sum_asks_credit_and_its_goods_are_reserved(company: Company, placed: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 6, 2))
    assert asks((await subject(company, change))["facts"]) == {"added"}
    await decided(company, change)
    now = await company.stands(placed)
    assert (now["status"], now["total"]["amount"], pieces(now)) == ("RESERVED", "619.98", [(6, 6, 0), (2, 2, 0)])
    assert await stock_locations(company) == [(6, 6), (2, 2)]
    more = lines_of(placed, 11, 2)
    body = {"order_id": placed["id"], "reason": WHY, "lines": more}
    await company.refused("ORD-3", company.seller, "/order-changes", body)


async def test_feature_118_added_goods_that_are_not_in_stock_ask_the_warehouse_and_wait_their_turn(
    company: Company, placed: Any
) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 8, 1))
    found = await subject(company, change)
    assert (asks(found["facts"]), found["content"]["short"]) == ({"added", "short"}, "CABLE")
    await decided(company, change)
    now = await company.stands(placed)
    assert (now["status"], pieces(now)) == ("CONFIRMED", [(8, 4, 0), (1, 1, 0)])
    await company.ok(company.shipper, "POST", f"/products/{placed['lines'][0]['product_id']}/stock", {"on_hand": 9})
    now = await company.stands(placed)
    assert (now["status"], pieces(now)) == ("RESERVED", [(8, 8, 0), (1, 1, 0)])


@pytest.mark.parametrize(
    ("fields", "wanted"),
    [
        pytest.param({"price": "99.00"}, {"lower_price", "deviates_more"}, id="a lower price goes up the line"),
        pytest.param({"price": "101.00"}, {"added", "deviates_more"}, id="a dearer one deviates, too"),
        pytest.param({"discount_percent": "10"}, {"lower_price", "deviates_more"}, id="so does a discount"),
    ],
)  # fmt: skip
async def test_feature_118_another_price_is_asked_of_the_line_of_managers(
    company: Company, placed: Any, fields: Any, wanted: set[str]
) -> None:
    await company.stands(placed, "confirm", "reserve")
    change = await asked(company, placed, lines=lines_of(placed, 4, 1, **fields))
    assert asks((await subject(company, change))["facts"]) == wanted
    await decided(company, change)
    now = await company.stands(placed)
    assert pieces(now) == [(4, 4, 0), (1, 1, 0)]
    assert now["total"] == change["difference"]["total_after"]


async def test_feature_118_a_discount_of_the_whole_order_and_freight_are_changed(company: Company, placed: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    pricing = {"discount_amount": "9.99", "charges": [{"kind": "FREIGHT", "amount": "50.00"}]}
    change = await asked(company, placed, pricing=pricing, ship_to="上海", deliver_on="2026-12-24")
    assert change["difference"]["difference"]["amount"] == "40.01"
    assert {"added", "lower_price"} <= asks((await subject(company, change))["facts"])
    await decided(company, change)
    now = await company.stands(placed)
    assert (now["total"]["amount"], now["ship_to"], now["deliver_on"]) == ("450.00", "上海", "2026-12-24")
    assert now["charges"][0]["total"]["amount"] == "50.00"


async def test_feature_118_below_the_floor_is_asked_only_where_it_is_new(company: Company) -> None:
    fan = await company.product("FAN", price="50.00", on_hand=9, floor_price="40.00")
    contract = await company.contract((fan, 9, "39.00"))
    order = await company.order(contract.contract_id, (fan, 4))
    await company.stands(order, "confirm", "reserve")
    change = await asked(company, order, lines=lines_of(order, 2))
    assert asks((await subject(company, change))["facts"]) == set(), "it was below the floor, and was approved"
    await decided(company, change, "reject")
    change = await asked(company, order, lines=lines_of(order, 2, price="38.00"))
    assert asks((await subject(company, change))["facts"]) == {"lower_price", "deviates_more", "below_floor"}


async def test_feature_118_lines_are_added_and_removed(company: Company, placed: Any) -> None:
    await company.stands(placed, "confirm", "reserve")
    cable, lamp = placed["lines"]
    new = {"product_id": lamp["product_id"], "quantity": 1}
    change = await asked(company, placed, lines=[*lines_of(placed, 4, 0), new, new])
    assert [(line["quantity_before"], line["quantity_after"]) for line in change["difference"]["lines"]] == [
        (4, 4), (1, 0), (0, 1), (0, 1)
    ]  # fmt: skip
    await decided(company, change)
    now = await company.stands(placed)
    assert [(line["line"], line["quantity"], line["reserved"]) for line in now["lines"]] == [
        (1, 4, 4), (3, 1, 1), (4, 1, 1)
    ]  # fmt: skip
    other = {"line": 1, "product_id": lamp["product_id"], "quantity": 1}
    body = {"order_id": placed["id"], "reason": WHY, "lines": [other]}
    await company.refused("ORD-87", company.seller, "/order-changes", body)
    assert cable["product_id"] == now["lines"][0]["product_id"]


async def test_feature_118_an_order_without_a_contract_is_changed_by_the_price_list(company: Company) -> None:
    fan, bulb = await company.product("FAN", price="50.00", on_hand=9), await company.product("BULB", price="3.00")
    dollar = await company.product("USB", price="9.00", currency="USD")
    order = await company.sold(await company.customer(), {"product_id": str(fan), "quantity": 2})
    await company.stands(order, "confirm", "reserve")
    body = {"order_id": order["id"], "reason": WHY}
    wrong = [*lines_of(order, 2), {"product_id": str(dollar), "quantity": 1}]
    await company.refused("ORD-36", company.seller, "/order-changes", body | {"lines": wrong})
    change = await asked(company, order, lines=[*lines_of(order, 2), {"product_id": str(bulb), "quantity": 10}])
    assert asks((await subject(company, change))["facts"]) == {"added", "short"}
    dearer = {"price": "4.00"}
    await company.ok(company.admin, "PATCH", f"/products/{bulb}", dearer, headers={"if-match": '"1"'})
    await decided(company, change)
    now = await company.stands(order)
    assert (now["status"], now["total"]["amount"]) == ("CONFIRMED", "130.00"), "at the price that was approved"


async def test_feature_119_a_return_asked_for_again_is_worth_what_its_order_costs_now(
    company: Company, placed: Any
) -> None:
    found = await returns.asked(company, await returns.delivered(company, placed), (1, 2))
    assert found["worth"]["amount"] == "200.00"
    await returns.decided(company, found, "send-back")
    change = await asked(company, placed, lines=lines_of(placed, *[line["quantity"] for line in placed["lines"]],
                                                         price="120.00"))  # fmt: skip
    await decided(company, change)
    again = await company.ok(company.seller, "POST", f"/returns/{found['id']}/resubmit", {})
    assert again["worth"]["amount"] == "240.00", "what is signed is what is credited"
    await returns.decided(company, found, "approve", round=2)
    assert (await returns.back(company, found, (1, 2, 0)))["credited"]["amount"] == "240.00"


async def test_feature_118_another_tax_rate_is_signed_also_where_the_customer_pays_the_same(company: Company) -> None:
    cable = await company.product("WIRE", on_hand=9)
    contract = await company.contract((cable, 9, "100.00"))
    order = await company.order(contract.contract_id, (cable, 4))
    await company.stands(order, "confirm", "reserve")
    change = await asked(company, order, lines=lines_of(order, 4, tax_rate="6"))
    assert change["difference"]["difference"]["amount"] == "0.00"
    [line] = (await subject(company, change))["content"]["lines"]
    assert line["tax_rate"] == "0.00 → 6.00"
