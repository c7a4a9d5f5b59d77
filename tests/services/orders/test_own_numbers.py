"""Do orders that are brought in keep their numbers and days?"""

import asyncio
from typing import Any

from chassis.testing.plugin import an_actor
from messages.orders.order_imports import OrderImported
from messages.orders.orders import OrderPlaced
from tests.services.orders.conftest import Company
from tests.services.orders.test_without_contract import brought_in

ROW: dict[str, Any] = {"external_id": "A-1", "customer": "CU-7", "product_code": "CABLE", "quantity": 2}


async def sells(company: Company) -> None:
    await company.product("CABLE", price="100.00")
    await company.customer(number="CU-7")


async def test_feature_214_an_imported_order_keeps_its_number_and_day_and_is_found_by_it(
    company: Company, outbox: Any
) -> None:
    await sells(company)
    report = await brought_in(company, ROW | {"number": "XS-2019/0042", "placed_on": "2019-11-30"})
    assert report["accepted"] == 1
    order = await company.ok(company.seller, "GET", f"/orders/{report['rows'][0]['id']}")
    assert (order["number"], order["placed_at"], order["status"]) == ("XS-2019/0042", "2019-11-30T04:00:00Z", "PLACED")
    assert [event.number for event in await outbox(OrderPlaced)] == ["XS-2019/0042"]
    found = await company.ok(company.seller, "GET", "/orders?q=XS-2019/0042")
    assert [one["id"] for one in found["items"]] == [order["id"]]
    again = await brought_in(company, ROW | {"number": "XS-2019/0042", "placed_on": "2019-11-30"})
    assert (again["duplicate"], len(await outbox(OrderPlaced))) == (1, 1)


async def test_feature_214_ord_123_ord_124_ord_125_a_number_that_clashes_is_told_with_line_column_and_value(
    company: Company,
) -> None:
    await sells(company)
    ours = (await brought_in(company, ROW | {"external_id": "0"}))["rows"][0]["id"]
    number = (await company.ok(company.seller, "GET", f"/orders/{ours}"))["number"]
    report = await brought_in(
        company,
        ROW | {"number": "N-1"},
        ROW | {"external_id": "A-2", "number": "N-1"},
        ROW | {"external_id": "A-3", "number": number},
        ROW | {"external_id": "A-4", "number": "N 1"},
        ROW | {"external_id": "A-5", "placed_on": "2999-01-01"},
        ROW | {"external_id": "A-6", "placed_on": "30.02.2020"},
        ROW | {"external_id": "A-7", "number": "N-7"},
        ROW | {"external_id": "A-7", "number": "N-8"},
    )
    told = [(row["line"], *(row["errors"][0][name] for name in ("field", "value", "rule"))) for row in report["rows"]
            if row["errors"]]  # fmt: skip
    assert told == [
        (3, "number", "N-1", "ORD-125"),
        (4, "number", number, "ORD-123"),
        (5, "number", "N 1", "ORD-123"),
        (6, "placed_on", "2999-01-01", "ORD-124"),
        (7, "placed_on", "30.02.2020", told[4][3]),
        (8, "external_id", "A-7", "ORD-39"),
        (9, "external_id", "A-7", "ORD-39"),
    ]
    assert report["accepted"] == 1


async def test_feature_214_ord_127_brought_in_again_with_another_number_or_day_is_refused(company: Company) -> None:
    await sells(company)
    said = ROW | {"number": "N-1", "placed_on": "2019-11-30"}
    assert (await brought_in(company, said))["accepted"] == 1
    report = await brought_in(company, said | {"number": "N-2"})
    again = await brought_in(company, said | {"placed_on": "2019-11-29"})
    told = [one["rows"][0]["errors"][0] for one in (report, again)]
    assert [(one["field"], one["rule"]) for one in told] == [("number", "ORD-127"), ("placed_on", "ORD-127")]
    assert "N-1" in told[0]["text"]
    assert "2019" in told[1]["text"]
    assert (await brought_in(company, ROW))["duplicate"] == 1


async def test_feature_214_of_one_number_sent_twice_at_once_one_order_comes_in(company: Company) -> None:
    await sells(company)
    rows = [ROW | {"external_id": f"B-{n}", "number": "SAME"} for n in range(4)]
    reports = await asyncio.gather(*[brought_in(company, row) for row in rows])
    assert sorted(report["accepted"] for report in reports) == [0, 0, 0, 1]


async def test_feature_214_another_legal_entity_may_have_the_same_number(company: Company) -> None:
    cable = await company.product("CABLE", price="100.00")
    for entity in ("CS-CN", "CS-US"):
        await company.contract((cable, 5, "90.00"), number=f"CT-{entity}", legal_entity_id=entity)
        row = {"external_id": "B", "contract": f"CT-{entity}", "product_code": "CABLE", "number": "N-1"}
        assert (await brought_in(company, row))["accepted"] == 1
    clerk = an_actor("order_admin", unit="cs/office", legal_entities=("*",))
    assert len((await company.ok(clerk, "GET", "/orders?q=N-1"))["items"]) == 2


async def test_feature_214_an_order_that_was_delivered_before_is_kept_as_it_ended_and_asks_nobody(
    company: Company, outbox: Any
) -> None:
    cable = await company.product("CABLE", price="100.00", on_hand=5)
    customer = await company.customer(number="CU-7")
    said = ROW | {"number": "XS-7", "placed_on": "2019-11-30", "delivered_on": "2019-12-24"}
    report = await brought_in(company, said, by=company.admin)
    assert report["accepted"] == 1, report
    order = await company.ok(company.seller, "GET", f"/orders/{report['rows'][0]['id']}")
    assert [order[name] for name in ("number", "status", "placed_at", "completed_at")] == [
        "XS-7", "COMPLETED", "2019-11-30T04:00:00Z", "2019-12-24T04:00:00Z"
    ]  # fmt: skip
    (line,) = order["lines"]
    assert [line[name] for name in ("quantity", "shipped", "received", "reserved")] == [2, 2, 2, 0]
    (told,) = await outbox(OrderImported)
    assert (told.number, told.status, told.history) == ("XS-7", "COMPLETED", True)
    assert await outbox(OrderPlaced) == []
    stock = await company.ok(company.shipper, "GET", f"/products/{cable}")
    assert (stock["on_hand"], stock["reserved"]) == (5, 0)
    draft = await company.ok(company.seller, "GET", f"/orders/{order['id']}/draft")
    assert [one["quantity"] for one in draft["order"]["lines"]] == [2], "it can be ordered once more"
    again = await brought_in(company, said, by=company.admin)
    other = await brought_in(company, said | {"delivered_on": "2019-12-23"}, by=company.admin)
    assert (again["duplicate"], other["rows"][0]["errors"][0]["rule"]) == (1, "ORD-127")
    assert str(customer) == order["customer_id"]


async def test_feature_214_ord_128_ord_129_history_is_for_order_administration_and_of_days_that_have_been(
    company: Company,
) -> None:
    await sells(company)
    said = ROW | {"placed_on": "2019-11-30", "delivered_on": "2019-12-24"}
    report = await brought_in(company, said)
    assert [row["errors"][0]["rule"] for row in report["rows"]] == ["ORD-129"]
    bad = [said | {"delivered_on": "2019-11-29"}, said | {"placed_on": None, "external_id": "B"}]
    report = await brought_in(company, *bad, by=company.admin)
    told = [[row["errors"][0][name] for name in ("field", "value", "rule")] for row in report["rows"]]
    assert told == [["delivered_on", "2019-11-29", "ORD-128"], ["delivered_on", "2019-12-24", "ORD-128"]]
