"""Are another system's receivables taken in once, and counted right?"""

import asyncio
from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import text

from chassis.base.clock import new_id
from chassis.db.migrate import _backfill
from chassis.testing.plugin import ServiceHarness
from messages.collections.credit import CreditChanged
from messages.collections.receivables import ReceivableOpened, ReceivablePaid
from messages.deals.customers import CustomerAdded
from tests.services.collections.conftest import Company, cny
from tests.services.statement_log import statements


def row(line: int, **more: Any) -> dict[str, Any]:
    fields = {
        "line": line,
        "external_id": f"{line:010d}",
        "customer": f"{line % 5:04d}-NEVHP",
        "invoiced_on": "2013-01-02",
        "due_on": "2013-02-01",
        "amount": "55.94",
        "currency": "USD",
        "settled_on": "2013-01-15",
    }
    return fields | more


async def brought(company: Company, rows: list[dict[str, Any]]) -> Any:
    return await company.post(company.finance, "/receivables/import", rows=rows, source="receivables.csv")


async def test_history_keeps_its_real_dates_and_its_leading_zeros(company: Company, outbox: Any) -> None:
    report = await brought(company, [row(2), row(3, settled_on="2013-02-07", disputed=True)])
    assert (report["accepted"], report["invalid"]) == (2, 0)
    view = await company.get(company.finance, f"/receivables/{report['rows'][1]['id']}")
    assert view["external_id"] == "0000000003"
    assert (view["status"], view["history"], view["disputed"], view["days_late"]) == ("PAID", True, True, 6)
    assert (view["settled_on"], view["due_on"], view["paid"]["amount"]) == ("2013-02-07", "2013-02-01", "55.94")
    assert [event.history for event in await outbox(ReceivableOpened)] == [True, True]
    assert len(await outbox(ReceivablePaid)) == 2
    assert await outbox(CreditChanged) == []  # nothing is owed


async def test_the_second_time_all_are_duplicates(company: Company, outbox: Any) -> None:
    rows = [row(line) for line in range(2, 52)]
    first, second = await brought(company, rows), await brought(company, rows)
    assert (first["accepted"], second["duplicate"]) == (50, 50)
    assert [r["id"] for r in first["rows"]] == [r["id"] for r in second["rows"]]
    twice = await brought(company, [row(60), row(60) | {"line": 61}])
    assert [r["outcome"] for r in twice["rows"]] == ["accepted", "duplicate"]
    assert len(await outbox(ReceivableOpened)) == 51


async def test_the_same_file_twice_at_once_comes_in_once(company: Company) -> None:
    rows = [row(line) for line in range(2, 102)]
    reports = await asyncio.gather(*[brought(company, rows), brought(company, rows[::-1]), brought(company, rows)])
    assert sum(report["accepted"] for report in reports) == 100
    assert sum(report["duplicate"] for report in reports) == 200


async def test_bad_rows_are_reported_and_good_ones_kept(company: Company) -> None:
    bad = [
        row(3, amount="1.001"),
        row(4, due_on="2012-12-31"),
        row(5, live=True),
        row(6, external_id="a\u0007"),
        row(7, surprise="x"),
        row(8, legal_entity_id="CS-US"),
        row(9, tz="Mars/Base"),
        row(10, owner="nobody"),
        {"line": 11},
    ]
    report = await brought(company, [row(2), *bad, row(12)])
    assert (report["accepted"], report["invalid"]) == (2, len(bad))
    assert [r["line"] for r in report["rows"]] == list(range(2, 13))
    fields = {r["line"]: r["errors"][0]["field"] for r in report["rows"] if r["outcome"] == "invalid"}
    assert fields[3] == "amount"
    assert fields[5] == "live"
    assert fields[8] == "legal_entity_id"


async def test_five_hundred_rows_are_imported_with_few_statements(company: Company, harness: ServiceHarness) -> None:
    rows = [row(line, **({"live": True, "settled_on": None} if line % 2 else {})) for line in range(2, 502)]
    await brought(company, rows[:1])
    with statements(harness) as for_few:
        await brought(company, [row(line, live=True, settled_on=None) for line in (601, 602)])
    with statements(harness) as for_many:
        report = await brought(company, rows)
    assert report["accepted"] == 499
    assert len(for_many) <= len(for_few) + 4, (len(for_few), len(for_many))
    answer = await company.send(company.finance, "/receivables/import", rows=[*rows, row(999)], source="x")
    assert answer.status_code == 422


async def test_feature_150_counts_and_ageing_reconcile_with_what_went_in(company: Company) -> None:
    today = date(2026, 3, 2)
    dues = [today + timedelta(days=n) for n in (-100, -91, -90, -31, -30, -1, 0, 5)]
    live = [
        row(n, settled_on=None, live=True, invoiced_on="2025-01-01", due_on=due.isoformat(), amount="10.00")
        for n, due in enumerate(dues, 100)
    ]
    await brought(company, [*live, *[row(n) for n in range(2, 12)], row(50, settled_on=None)])
    counts = await company.get(company.finance, "/receivables/counts")
    assert {(c["status"], c["history"]): (c["count"], c["amount"]["amount"]) for c in counts} == {
        ("OPEN", False): (8, "80.00"),
        ("OPEN", True): (1, "55.94"),
        ("PAID", True): (10, "559.40"),
    }
    ageing = (await company.get(company.finance, "/ageing"))["buckets"]
    assert {b["bucket"]: (b["count"], b["open"]["amount"]) for b in ageing} == {
        "not_due": (2, "20.00"),
        "1-30": (2, "20.00"),
        "31-60": (1, "10.00"),
        "61-90": (1, "10.00"),
        "91+": (3, "75.94"),
    }
    for bucket in ageing:
        of_age = await company.get(company.finance, "/receivables", age=bucket["bucket"], currency="USD", limit=100)
        assert len(of_age["items"]) in (0, bucket["count"])
        whole = await company.get(company.finance, "/receivables", age=bucket["bucket"], limit=100)
        assert len(whole["items"]) == bucket["count"], bucket
    late = await company.get(company.finance, "/receivables", overdue=True, history=False)
    assert len(late["items"]) == 6
    assert await company.get(company.other, "/receivables/counts") == []
    paged = await company.get(company.finance, "/receivables", status="PAID", limit=4)
    assert len(paged["items"]) == 4


async def test_whoever_follows_it_up_is_named_by_login(company: Company) -> None:
    await company.hire(company.li)
    report = await brought(company, [row(2, owner="li.wei", settled_on=None, live=True)])
    path = f"/receivables/{report['rows'][0]['id']}"
    view = await company.get(company.li, path)
    assert view["owner_id"] == str(company.li.id)
    assert (await company.as_(company.other).get(path)).status_code == 404
    fields = {"customer_id": view["customer_id"], "amount": {"amount": "55.94", "currency": "USD"}}
    paid = await company.post(company.li, "/payments", **fields, received_on="2026-03-01")
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    assert (await company.get(company.li, path))["status"] == "PAID"


@pytest.mark.parametrize("role", ["li", "boss", "other", "keeper"])
async def test_only_the_office_imports(company: Company, role: str) -> None:
    actor = getattr(company, role)
    answer = await company.send(actor, "/receivables/import", rows=[row(2)], source="x")
    assert answer.status_code == 403


async def test_a_credit_limit_is_set_by_finance_and_published(company: Company, outbox: Any) -> None:
    order = await company.sold("100.00")
    path = f"/credits/{order['customer_id']}"
    for _ in range(2):
        answer = await company.as_(company.finance).put(
            f"{path}/limit", json={"currency": "CNY", "limit": cny("500.00")}
        )
        assert answer.status_code == 200
    credit = (await company.get(company.li, path))["credits"][0]
    assert (credit["limit"], credit["owed"], credit["oldest_days_late"]) == (cny("500.00"), cny("100.00"), 0)
    told = await outbox(CreditChanged)
    assert [str(event.limit) for event in told] == ["None", "500.00 CNY"]
    wrong = {"currency": "CNY", "limit": cny("-1.00")}
    assert (await company.as_(company.finance).put(f"{path}/limit", json=wrong)).status_code == 422
    assert (await company.as_(company.li).put(f"{path}/limit", json=wrong)).status_code == 403
    assert (await company.as_(company.other).get(path)).status_code == 404


@pytest.mark.parametrize(
    "name",
    ["CU-2026-CS-CN-000007", "cu-2026-cs-cn-000007", "9131 0000-ma1k35qx1p", "９１３１００００ＭＡ１Ｋ３５ＱＸ１Ｐ"],
)
async def test_case_e12_a_known_number_or_tax_id_is_the_customer_that_is_there(company: Company, name: str) -> None:
    known = CustomerAdded(
        customer_id=new_id(), number="CU-2026-CS-CN-000007", name="示例公司", legal_entity_id="CS-CN",
        tz="America/Los_Angeles", tax_id="91310000MA1K35QX1P", version=1,
    )  # fmt: skip
    await company.deliver(known)
    rows = [row(2, customer=name, settled_on=None), row(3, customer="0007-OTHER", settled_on=None)]
    report = await brought(company, rows)
    debts = [await company.get(company.finance, f"/receivables/{one['id']}") for one in report["rows"]]
    assert (debts[0]["customer_id"], debts[0]["customer_name"]) == (str(known.customer_id), "示例公司")
    assert debts[1]["customer_id"] != str(known.customer_id)
    credit = await company.get(company.finance, f"/credits/{known.customer_id}")
    assert credit["credits"][0]["owed"]["amount"] == "55.94"
    assert (await brought(company, rows))["duplicate"] == 2


async def test_case_e12_a_customer_number_that_nobody_bears_makes_no_customer(company: Company) -> None:
    rows = [row(2, customer="cu-2026-cs-cn-000404", settled_on=None), row(3, customer="OLD-404", settled_on=None)]
    report = await brought(company, rows)
    assert [(one["outcome"], [error["rule"] for error in one["errors"]]) for one in report["rows"]] == [
        ("invalid", ["COL-243"]),
        ("accepted", []),
    ]


async def test_case_e12_the_name_of_a_known_customer_of_that_legal_entity_is_him(
    company: Company, harness: ServiceHarness
) -> None:
    """However it is written; also where he was known before names had keys. A number counts before a name."""
    blue, red = (
        CustomerAdded(
            customer_id=new_id(), number=f"CU-2026-CS-CN-00000{place}", name=name, legal_entity_id="CS-CN",
            tz="Asia/Shanghai", version=1,
        )
        for place, name in ((1, "深圳市藍天科技有限公司"), (2, "Red Earth Ltd"))
    )  # fmt: skip
    for one in (blue, red):
        await company.deliver(one)
    async with harness.database.engine.begin() as connection:
        await connection.execute(text("UPDATE customers SET name_key = NULL"))
    await _backfill("collections", harness.database.engine)
    rows = [
        row(2, customer="OLD-77", customer_name="深圳市蓝天科技有限公司", settled_on=None),
        row(3, customer="red earth ltd.", settled_on=None),
        row(4, customer=blue.number, customer_name="Red Earth Ltd", settled_on=None),
        row(5, customer="OLD-78", customer_name="Green Hill Ltd", settled_on=None),
    ]
    report = await brought(company, rows)
    debts = [await company.get(company.finance, f"/receivables/{one['id']}") for one in report["rows"]]
    of = [debt["customer_id"] for debt in debts]
    assert of[:3] == [str(blue.customer_id), str(red.customer_id), str(blue.customer_id)]
    assert of[3] not in of[:3]
    credit = await company.get(company.finance, f"/credits/{blue.customer_id}")
    assert credit["credits"][0]["owed"]["amount"] == "111.88"
