"""Does what an ERP says count once, the newest of it, row by row, and is it told what cannot be taken?"""

import asyncio
from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any

import pytest

from chassis.testing.plugin import an_actor
from messages.orders.erp import OrderProductionReported
from messages.orders.orders import OrderShipped
from messages.orders.products import ProductChanged, StockCountCleared, StockCounted, StockCountRefused
from messages.orders.shipments import ShipmentSent
from tests.services.orders.conftest import Company
from tests.services.orders.test_receipts import receive
from tests.services.orders.test_returns import asked, back, decided

ERP = an_actor("integration", unit="cs/erp", name="ERP")
OTHER = an_actor("integration", unit="cs/erp", name="ERP", legal_entities=("CS-DE",))
NOW = datetime.now(UTC)


@pytest.fixture(autouse=True)
def it_is_now() -> None:
    """A run of all tests takes longer than the minutes that are counted here."""
    global NOW
    NOW = datetime.now(UTC)


def at(minutes: int) -> str:
    """So many minutes ago."""
    return (NOW - timedelta(minutes=minutes)).isoformat()


async def said(company: Company, noun: str, *rows: dict[str, Any], who: Any = ERP, **more: Any) -> Any:
    batch = {"source": "erp", "rows": [{"line": n, **row} for n, row in enumerate(rows, 1)]}
    return await company.ok(who, "POST", f"/erp/{noun}/import", batch, **more)


def outcomes(report: Any) -> list[Any]:
    """The outcome of each row, or the rule and field that refused it."""
    return [
        (row["errors"][0]["field"], row["errors"][0]["rule"]) if row["errors"] else row["outcome"]
        for row in report["rows"]
    ]


def a_product(**more: Any) -> dict[str, Any]:
    return {"code": "PUMP", "name": "Pump", "price": "100.00", "currency": "CNY", "as_of": at(60)} | more


def a_count(on_hand: int, minutes: int, **more: Any) -> dict[str, Any]:
    return {"code": "CABLE", "on_hand": on_hand, "as_of": at(minutes)} | more


def parts_of(order: Any, shipment: str, *parts: tuple[str, int], minutes: int = 5, **more: Any) -> list[dict[str, Any]]:
    own = {"shipment": shipment, "order": order["number"], "shipped_at": at(minutes)} | more
    return [own | {"code": code, "quantity": pieces} for code, pieces in parts]


async def stock_of(company: Company, code: str) -> tuple[int, int]:
    found = await company.ok(company.admin, "GET", "/products", params={"code": code})
    return found["items"][0]["on_hand"], found["items"][0]["reserved"]


@pytest.fixture
async def reserved(company: Company, placed: Any) -> Any:
    """4 of 6 cables and 1 of 2 lamps are promised to it."""
    return await company.stands(placed, "confirm", "reserve")


async def test_feature_116_a_product_of_the_erp_is_added_and_then_as_the_newest_word_says(
    company: Company, outbox: Any
) -> None:
    rows = [a_product(), a_product(code="VALVE", currency="XXXX"), a_product(code="SEAL", series="S")]
    report = await said(company, "products", *rows)
    assert outcomes(report)[0::2] == ["accepted", "accepted"]
    assert report["rows"][1]["errors"][0]["field"] == "currency"
    newer, older = a_product(price="120.00", as_of=at(10)), a_product(price="90.00", as_of=at(30))
    assert outcomes(await said(company, "products", newer)) == ["accepted"]
    assert outcomes(await said(company, "products", older, newer)) == ["duplicate", "duplicate"]
    assert outcomes(await said(company, "products", a_product(currency="USD", as_of=at(1)))) == [
        ("currency", "ORD-106")
    ]
    told = [(event.code, str(event.price.amount), event.version) for event in await outbox(ProductChanged)]
    assert told == [("PUMP", "100.00", 1), ("SEAL", "100.00", 1), ("PUMP", "120.00", 2)]


async def test_feature_116_an_erp_speaks_for_its_own_legal_entities_only(company: Company, reserved: Any) -> None:
    assert outcomes(await said(company, "stock-counts", a_count(9, 1), who=OTHER)) == [("code", "ORD-101")]
    status = {"order": reserved["number"], "status": "STARTED", "promised_on": "2027-03-01", "as_of": at(1)}
    assert outcomes(await said(company, "production", status, who=OTHER)) == [("order", "ORD-101")]
    shipped = parts_of(reserved, "W-1", ("CABLE", 1))
    assert outcomes(await said(company, "shipments", *shipped, who=OTHER)) == [("order", "ORD-101")]
    mine = a_product(legal_entity_id="CS-CN")
    assert outcomes(await said(company, "products", mine, who=OTHER)) == [("legal_entity_id", "ORD-53")]
    path = f"/erp/orders/{reserved['id']}"
    assert (await company.as_(OTHER).get(path)).status_code == 404
    assert (await company.as_(ERP).get(f"/orders/{reserved['id']}")).status_code == 404, "elsewhere it sees nothing"
    for who in (company.seller, company.admin, company.shipper):
        assert (await company.as_(who).get(path)).status_code == 403


async def test_feature_116_ord_103_an_old_count_never_replaces_a_newer_one(company: Company, outbox: Any) -> None:
    await company.product("CABLE")
    rows = [a_count(7, 20), a_count(5, 40), a_count(3, 20, site="EAST"), a_count(-1, 1), a_count(9, 1, code="NONE")]
    found = outcomes(await said(company, "stock-counts", *rows))
    assert found[:3] == ["accepted", "duplicate", "accepted"]
    assert found[3][0] == "on_hand"
    assert found[4] == ("code", "ORD-101")
    assert await stock_of(company, "CABLE") == (10, 0)
    assert outcomes(await said(company, "stock-counts", *rows[:3])) == ["duplicate"] * 3
    assert len(await outbox(StockCounted)) == 2
    assert outcomes(await said(company, "stock-counts", a_count(8, -60))) == [("as_of", "ORD-102")]


async def test_feature_116_a_count_below_what_is_promised_is_told_and_kept_out(company: Company, reserved: Any) -> None:
    assert outcomes(await said(company, "stock-counts", a_count(3, -1))) == [("on_hand", "ORD-11")]
    assert await stock_of(company, "CABLE") == (6, 4)
    assert outcomes(await said(company, "stock-counts", a_count(4, -1))) == ["accepted"]
    assert await stock_of(company, "CABLE") == (4, 4)


async def test_who_keeps_stock_is_told_once_that_the_erp_counts_less_than_is_promised_until_it_does_not(
    company: Company, reserved: Any, outbox: Any
) -> None:
    for _ in range(2):
        assert outcomes(await said(company, "stock-counts", a_count(3, -1))) == [("on_hand", "ORD-11")]
    await said(company, "stock-counts", a_count(2, -1))
    refused = await outbox(StockCountRefused)
    assert [(one.number, one.site, one.on_hand, one.reserved) for one in refused] == [
        ("CABLE", "MAIN", 3, 4), ("CABLE", "MAIN", 2, 4),
    ]  # fmt: skip
    assert await outbox(StockCountCleared) == []
    for minutes in (1, 2):
        assert outcomes(await said(company, "stock-counts", a_count(4, -minutes))) == ["accepted"]
    (cleared,) = await outbox(StockCountCleared)
    assert cleared.version > refused[-1].version > refused[0].version


async def test_feature_116_a_count_gives_waiting_orders_their_goods(company: Company) -> None:
    cable = await company.product("CABLE")
    contract = await company.contract((cable, 10, "1.00"))
    order = await company.stands(await company.order(contract.contract_id, (cable, 4)), "confirm")
    await company.ok(company.process, "POST", f"/orders/{order['id']}/reserve")
    await said(company, "stock-counts", a_count(5, 1))
    assert (await company.stands(order))["status"] == "RESERVED"
    assert await stock_of(company, "CABLE") == (5, 4)


@pytest.mark.parametrize("order_of", list(permutations(range(3))), ids=str)
async def test_feature_116_counts_and_shipments_come_to_the_same_in_any_order(
    company: Company, reserved: Any, order_of: tuple[int, ...]
) -> None:
    """The warehouse had 8, 3 left, it counted 5; then 1 more left."""
    words = [
        ("shipments", parts_of(reserved, "W-1", ("CABLE", 3), minutes=-1)),
        ("stock-counts", [a_count(5, -2)]),
        ("shipments", parts_of(reserved, "W-2", ("CABLE", 1), minutes=-3)),
    ]
    for number in order_of:
        noun, rows = words[number]
        assert outcomes(await said(company, noun, *rows)) == ["accepted"]
    for noun, rows in words:
        assert outcomes(await said(company, noun, *rows)) == ["duplicate"]
    assert await stock_of(company, "CABLE") == (4, 0)


async def test_feature_116_ord_104_what_our_own_shipper_sent_meanwhile_is_reckoned_in(
    company: Company, reserved: Any
) -> None:
    await company.ok(company.shipper, "POST", f"/orders/{reserved['id']}/ship", {})
    await company.product("OTHER", on_hand=1)
    later = {"code": "LAMP", "on_hand": 9, "as_of": (datetime.now(UTC) + timedelta(minutes=1)).isoformat()}
    before = a_count(20, 1)
    assert outcomes(await said(company, "stock-counts", before, later)) == ["duplicate", "accepted"]
    assert (await stock_of(company, "CABLE"), await stock_of(company, "LAMP")) == ((2, 0), (9, 0))


async def test_feature_116_what_left_a_warehouse_of_the_erp_is_a_shipment(
    company: Company, reserved: Any, outbox: Any
) -> None:
    rows = parts_of(reserved, "W-77", ("CABLE", 3), ("LAMP", 1), carrier="SF", tracking="SF-1")
    assert outcomes(await said(company, "shipments", *rows)) == ["accepted", "accepted"]
    seen = await company.ok(ERP, "GET", f"/erp/orders/{reserved['id']}")
    [sent] = seen["shipments"]
    assert (sent["reference"], sent["tracking"], sent["carrier"]) == ("W-77", "SF-1", "SF")
    assert [(line["shipped"], line["reserved"]) for line in seen["order"]["lines"]] == [(3, 1), (1, 0)]
    [told] = await outbox(ShipmentSent)
    assert (told.reference, told.sent_at) == ("W-77", datetime.fromisoformat(rows[0]["shipped_at"]))
    assert outcomes(await said(company, "shipments", *rows)) == ["duplicate", "duplicate"]
    assert outcomes(await said(company, "shipments", *rows[:1])) == [("quantity", "ORD-108")]
    too_many = parts_of(reserved, "W-78", ("CABLE", 2))
    assert outcomes(await said(company, "shipments", *too_many)) == [("quantity", "ORD-7")]
    last = parts_of(reserved, "W-78", ("CABLE", 1))
    assert outcomes(await said(company, "shipments", *last)) == ["accepted"]
    assert len(await outbox(ShipmentSent)) == 2
    [left] = await outbox(OrderShipped)
    assert left.shipped_at == datetime.fromisoformat(last[0]["shipped_at"])


async def test_feature_116_a_shipment_is_taken_whole_and_the_others_with_it(company: Company, reserved: Any) -> None:
    rows = [
        *parts_of(reserved, "W-1", ("CABLE", 1), ("NONE", 1)),
        *parts_of(reserved, "W-2", ("CABLE", 1), ("LAMP", 0)),
        *parts_of(reserved, "W-3", ("CABLE", 1), minutes=-1),
        *parts_of({"number": "SO-0"}, "W-4", ("CABLE", 1)),
        *parts_of(reserved, "W-5", ("CABLE", 1)),
        *parts_of({"number": "SO-0"}, "W-5", ("CABLE", 1)),
        *parts_of(reserved, "W-6", ("CABLE", 1), minutes=-60),
        *parts_of(reserved, "W-7", ("CABLE", 1), site="EAST"),
        *parts_of(reserved, "W-8", ("CABLE", 1), site="EAST", order_line=1),
    ]
    assert outcomes(await said(company, "shipments", *rows)) == [
        ("code", "ORD-101"), ("code", "ORD-101"), ("order", "ORD-110"), ("quantity", "greater_than_equal"),
        "accepted", ("order", "ORD-101"), ("order", "ORD-109"), ("order", "ORD-109"), ("shipped_at", "ORD-102"),
        ("", "ORD-99"), ("site", "ORD-100"),
    ]  # fmt: skip
    assert await stock_of(company, "CABLE") == (5, 3)


async def test_feature_116_the_same_message_many_times_at_once_has_one_effect(
    company: Company, reserved: Any, outbox: Any
) -> None:
    rows = parts_of(reserved, "W-1", ("CABLE", 2))
    key = {"headers": {"idempotency-key": "msg-1"}}
    told = await asyncio.gather(
        *(said(company, "shipments", *rows, **more) for more in (key, key, {}, {"headers": {"idempotency-key": "b"}}))
    )
    assert sorted(outcomes(one)[0] for one in told) == ["accepted", "duplicate", "duplicate", "duplicate"]
    assert len(await outbox(ShipmentSent)) == 1
    changed = [rows[0] | {"line": 1, "quantity": 1}]
    other = await company.as_(ERP).post("/erp/shipments/import", json={"source": "erp", "rows": changed}, **key)
    assert (other.status_code, other.json()["errors"][0]["rule"]) == (422, "SYS-5")


async def test_feature_116_production_is_told_to_the_seller_and_the_newest_word_counts(
    company: Company, placed: Any, outbox: Any
) -> None:
    word = {"order": placed["number"], "status": "PLANNED", "promised_on": "2027-03-01"}
    assert outcomes(await said(company, "production", word | {"as_of": at(9)})) == [("order", "ORD-107")]
    await company.stands(placed, "confirm", "reserve")
    started = word | {"status": "STARTED", "promised_on": "2027-03-09", "as_of": at(5)}
    assert outcomes(await said(company, "production", started, word | {"as_of": at(9)})) == ["accepted", "duplicate"]
    assert outcomes(await said(company, "production", started | {"as_of": at(1)})) == ["duplicate"], "nothing new"
    now = await company.stands(placed)
    assert (now["production"], now["promised_on"]) == ("STARTED", "2027-03-09")
    [told] = await outbox(OrderProductionReported)
    assert (told.owner_id, str(told.promised_on)) == (company.seller.id, "2027-03-09")
    listed = (await company.ok(company.admin, "GET", "/production"))["items"]
    assert [(one["production"], one["promised_on"]) for one in listed] == [("STARTED", "2027-03-09")]
    ahead = word | {"as_of": at(-60)}
    assert outcomes(await said(company, "production", ahead, word | {"order": "SO-0", "as_of": at(1)})) == [
        ("as_of", "ORD-102"), ("order", "ORD-101"),
    ]  # fmt: skip


async def test_feature_116_what_came_back_after_a_count_is_reckoned_in(company: Company, reserved: Any) -> None:
    sent = await company.ok(company.shipper, "POST", f"/orders/{reserved['id']}/ship", {})
    await receive(company, sent)
    counted = datetime.now(UTC).isoformat()
    found = await asked(company, sent, (1, 3))
    await decided(company, found, "approve")
    await back(company, found, (1, 2, 1))
    assert await stock_of(company, "CABLE") == (4, 0)
    row = {"code": "CABLE", "on_hand": 50, "as_of": counted}
    assert outcomes(await said(company, "stock-counts", row)) == ["accepted"]
    assert await stock_of(company, "CABLE") == (52, 0)
