"""Do payments that are brought in keep their numbers and days, come in once, and leave the books in balance?"""

import asyncio
from typing import Any

from chassis.testing.plugin import an_actor
from messages.collections.payments import PaymentRecorded
from tests.services.collections.conftest import Company
from tests.services.statement_log import statements

ROW: dict[str, Any] = {"number": "HK-1", "received_on": "2024-05-06", "amount": "300.00", "currency": "CNY"}


async def brought(company: Company, *rows: dict[str, Any], who: Any = None) -> Any:
    numbered = [{"line": line} | row for line, row in enumerate(rows, start=2)]
    return await company.post(who or company.finance_too, "/payments/import", rows=numbered, source="payments.csv")


def told(report: Any) -> list[tuple[Any, ...]]:
    names = ("field", "value", "rule")
    return [(row["line"], *(row["errors"][0][name] for name in names)) for row in report["rows"] if row["errors"]]


async def test_feature_214_a_payment_keeps_its_number_and_day_pays_its_order_and_is_found(
    company: Company, outbox: Any
) -> None:
    order = await company.sold()
    report = await brought(company, ROW | {"order": order["number"], "reference": "R-1"})
    assert (report["accepted"], report["invalid"]) == (1, 0)
    id = report["rows"][0]["id"]
    paid = await company.get(company.finance, f"/payments/{id}")
    assert (paid["number"], paid["received_on"], paid["status"]) == ("HK-1", "2024-05-06", "RECORDED")
    assert (paid["order_id"], paid["source"]) == (str(order["order_id"]), "payments.csv")
    assert [row["waiting"]["amount"] for row in await company.receivables(order)] == ["300.00", "0.00"]
    assert [event.number for event in await outbox(PaymentRecorded)] == ["HK-1"]
    found = await company.get(company.finance, "/payments", q="HK-1")
    assert [one["id"] for one in found["items"]] == [id]
    await company.post(company.finance, f"/payments/{id}/confirm")
    assert [row["paid"]["amount"] for row in await company.receivables(order)] == ["300.00", "0.00"]


async def test_feature_214_who_brings_them_in_does_not_confirm_them_and_somebody_else_sees_what_waits(
    company: Company,
) -> None:
    order = await company.sold()
    report = await brought(
        company, ROW | {"order": order["number"]}, ROW | {"number": "HK-2", "order": order["number"]}
    )
    id = report["rows"][0]["id"]
    no = await company.send(company.finance_too, f"/payments/{id}/confirm")
    assert (no.status_code, no.json()["rule"]) == (409, "COL-11")
    [waiting] = await company.get(company.finance, "/payments/imports")
    assert (waiting["source"], waiting["count"], waiting["amount"]["amount"]) == ("payments.csv", 2, "600.00")
    assert waiting["recorded_by"] == str(company.finance_too.id)
    assert await company.get(company.foreign, "/payments/imports") == []
    assert (await company.as_(company.li).get("/payments/imports")).status_code == 403
    listed = await company.get(company.finance, "/payments", source="payments.csv")
    assert len(listed["items"]) == 2
    for one in listed["items"]:
        await company.post(company.finance, f"/payments/{one['id']}/confirm")
    assert await company.get(company.finance, "/payments/imports") == []


async def test_feature_214_two_of_a_file_pay_one_receivable_one_after_the_other(company: Company) -> None:
    order = await company.sold()
    first, second = await company.receivables(order)
    rows = [
        ROW | {"amount": "100.00", "receivable": first["number"]},
        ROW | {"number": "HK-2", "amount": "200.00", "receivable": first["number"]},
        ROW | {"number": "HK-3", "amount": "0.01", "receivable": first["number"]},
        ROW | {"number": "HK-4", "amount": "10.00", "receivable": second["number"], "order": order["number"]},
    ]
    report = await brought(company, *rows)
    assert told(report) == [(4, "receivable", first["number"], "COL-10")]
    after = await company.receivables(order)
    assert [row["waiting"]["amount"] for row in after] == ["300.00", "10.00"]


async def test_feature_214_col_200_to_col_204_a_bad_row_is_told_with_line_column_value_and_rule_and_stops_no_other(
    company: Company,
) -> None:
    order = await company.sold()
    other = await company.sold(customer=await company.customer(name="Another Co"))
    of = {"order": order["number"]}
    [owed, _] = await company.receivables(other)
    report = await brought(
        company,
        ROW | of,
        ROW | of | {"number": "PM-2026-CS-CN-000001"},
        ROW | of | {"number": "HK-2", "amount": "-1.00"},
        ROW | of | {"number": "HK-3", "received_on": "2026-03-09"},
        ROW | {"number": "HK-4", "order": "SO-9"},
        ROW | {"number": "HK-5"},
        ROW | of | {"number": "HK-6", "receivable": owed["number"]},
        ROW | of | {"number": "HK-7", "legal_entity_id": "CS-US"},
        ROW | of | {"amount": "301.00"},
        ROW | of | {"number": "HK-8", "reference": "R-1"},
        ROW | of | {"number": "HK-9", "reference": "R-1"},
        ROW | of | {"number": "HK-10", "amount": "1.001"},
        ROW | of | {"number": "HK-11", "currency": "USD"},
    )
    assert told(report) == [
        (3, "number", "PM-2026-CS-CN-000001", "COL-200"),
        (4, "amount", "-1.00 CNY", "COL-12"),
        (5, "received_on", "2026-03-09", "COL-12"),
        (6, "order", "SO-9", "COL-202"),
        (7, "customer", "", "COL-202"),
        (8, "receivable", owed["number"], "COL-203"),
        (9, "legal_entity_id", "CS-US", "COL-204"),
        (10, "amount", "301.00", "COL-201"),
        (12, "reference", "R-1", "COL-13"),
        (13, "amount", "1.001", "SYS-1"),
        (14, "order", order["number"], "COL-24"),
    ]
    assert report["accepted"] == 2


async def test_feature_214_the_same_file_twice_and_twice_at_once_comes_in_once(company: Company, outbox: Any) -> None:
    order = await company.sold()
    rows = [ROW | {"number": f"HK-{n}", "amount": "1.00", "order": order["number"]} for n in range(20)]
    reports = await asyncio.gather(brought(company, *rows), brought(company, *rows[::-1]), brought(company, *rows))
    assert sum(report["accepted"] for report in reports) == 20
    assert sum(report["duplicate"] for report in reports) == 40
    assert (await brought(company, *rows))["duplicate"] == 20
    assert len(await outbox(PaymentRecorded)) == 20


async def test_feature_214_what_is_out_of_scope_is_not_known_and_only_importers_may(company: Company) -> None:
    order = await company.sold()
    clerk = an_actor("order_admin", unit="us", legal_entities=("CS-US",))
    report = await brought(company, ROW | {"order": order["number"]}, who=clerk)
    assert told(report) == [(2, "order", order["number"], "COL-202")]
    body = {"rows": [], "source": "x"}
    assert (await company.send(company.li, "/payments/import", **body)).status_code == 403


async def test_feature_214_a_customer_of_another_system_pays_on_account(company: Company) -> None:
    debt = {"line": 2, "external_id": "INV-7", "customer": "0001-X", "invoiced_on": "2024-01-02",
            "due_on": "2024-02-01", "amount": "50.00", "currency": "CNY"}  # fmt: skip
    await company.post(company.finance, "/receivables/import", rows=[debt], source="r.csv")
    report = await brought(
        company,
        ROW | {"amount": "20.00", "receivable": "INV-7"},
        ROW | {"number": "HK-2", "amount": "40.00", "customer": "0001-X"},
    )
    assert report["accepted"] == 2
    second = await company.get(company.finance, f"/payments/{report['rows'][1]['id']}")
    assert (second["allocated"]["amount"], second["amount"]["amount"]) == ("30.00", "40.00")


async def test_feature_214_what_is_known_is_asked_for_once_however_many_rows(company: Company, harness: Any) -> None:
    order = await company.sold()
    counts = []
    for many in (5, 50):
        rows = [ROW | {"number": f"N{many}-{n}", "amount": "1.00", "order": order["number"]} for n in range(many)]
        await brought(company, *rows)
        with statements(harness) as seen:
            assert (await brought(company, *rows))["duplicate"] == many
        counts.append(len(seen))
    assert counts[0] == counts[1]
