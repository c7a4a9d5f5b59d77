"""Does one look say what is due, late and expected, how exact that was, and what control achieved?"""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness, an_actor
from services.collections.domain.overview.cash import expected_on, usual_days_late, week_of
from services.collections.domain.overview.control import recovered_after
from services.collections.domain.shards import shard_of
from tests.services.collections.conftest import NOW, Company
from tests.services.statement_log import statements

TODAY = date(2026, 3, 2)  # a Monday
PATH = "/collection-overview"


async def sql(harness: ServiceHarness, statement: str) -> list[Any]:
    """What no route does: levels and history of before."""
    async with harness.database.engine.begin() as connection:
        found = await connection.execute(text(statement))
        return list(found) if found.returns_rows else []


def debt(line: int, **more: Any) -> dict[str, Any]:
    fields = {"line": line, "external_id": f"I-{line}", "customer": "C-1", "invoiced_on": "2025-01-02",
              "amount": "100.00", "currency": "CNY"}  # fmt: skip
    return fields | {name: str(value) if isinstance(value, date) else value for name, value in more.items()}


async def owed(company: Company, *rows: dict[str, Any]) -> list[Any]:
    await company.hire(company.li, company.other)
    report = await company.post(company.finance, "/receivables/import", rows=list(rows), source="f.csv")
    assert report["invalid"] == 0, report
    return [await company.get(company.finance, f"/receivables/{row['id']}") for row in report["rows"]]


async def paid(company: Company, receivable: Any, amount: str, received_on: date) -> None:
    body = {"customer_id": receivable["customer_id"], "amount": {"amount": amount, "currency": "CNY"},
            "received_on": str(received_on), "reference": f"R{receivable['number']}{received_on}",
            "allocations": [{"receivable_id": receivable["id"], "amount": amount}]}  # fmt: skip
    made = await company.post(company.finance_too, "/payments", **body)
    await company.post(company.finance, f"/payments/{made['id']}/confirm")


async def seen(company: Company, who: Any = None) -> Any:
    return await company.get(who or company.finance, PATH)


def money(one: Any) -> tuple[str, str]:
    return one["amount"], one["currency"]


async def test_feature_141_what_is_due_this_week_and_what_is_late_by_level_and_owner(company: Company) -> None:
    late = TODAY - timedelta(days=10)
    rows = await owed(
        company,
        debt(2, due_on=TODAY),
        debt(3, due_on=TODAY + timedelta(days=6), owner="li.wei"),
        debt(4, due_on=TODAY + timedelta(days=7)),
        debt(5, due_on=late, owner="li.wei", live=True),
        debt(6, due_on=late, owner="li.wei", live=True, amount="50.00"),
        debt(7, due_on=late, owner="other", amount="7.00", currency="USD", disputed=True),
    )
    shard = shard_of(UUID(rows[0]["customer_id"]))
    while (await company.sweep(shard, NOW))["more"]:
        pass
    found = await seen(company)
    assert [(one["count"], money(one["open"])) for one in found["due_this_week"]] == [(2, ("200.00", "CNY"))]
    [li, other] = found["overdue"]
    assert (li["owner_name"], li["count"], money(li["open"]), li["days_late"]) == (
        "Li Wei", 2, ("150.00", "CNY"), 10
    )  # fmt: skip
    assert li["level"] > 0
    assert (other["owner_name"], other["level"], money(other["open"])) == ("Other", None, ("7.00", "USD"))
    assert [(one["count"], money(one["open"])) for one in found["disputed"]] == [(1, ("7.00", "USD"))]
    boss = await seen(company, company.boss)  # of the unit of Li Wei
    assert [one["owner_name"] for one in boss["overdue"]] == ["Li Wei"]
    assert (await company.as_(company.li).get(PATH)).status_code == 403
    assert (await seen(company, company.foreign))["overdue"] == []


async def test_feature_141_what_is_promised_or_waits_for_a_dispute_is_shown_by_itself(company: Company) -> None:
    first, second, _ = await owed(company, *(debt(n, due_on=TODAY + timedelta(days=3), live=True) for n in (1, 2, 3)))
    soon = (TODAY + timedelta(days=5)).isoformat()
    promise = {"receivable_ids": [first["id"]], "amount": "60.00", "promised_on": soon, "promised_by": "x"}
    await company.post(company.finance, "/promises", **promise)
    pause = {"customer_id": second["customer_id"], "receivable_ids": [second["id"]], "reason": "DISPUTE"}
    await company.post(company.finance, "/dunning-pauses", **pause, note="x", until=soon)
    found = await seen(company)
    shown = {name: [(one["count"], money(one["open"])) for one in found[name]] for name in ("promised", "disputed")}
    assert shown == {"promised": [(1, ("100.00", "CNY"))], "disputed": [(1, ("100.00", "CNY"))]}


async def test_feature_141_col_205_col_206_money_is_expected_by_the_habit_of_its_customer(company: Company) -> None:
    habits = [("10.00", 20), ("10.00", 20), ("30.00", 10)]
    due = TODAY - timedelta(days=60)
    history = [
        debt(n, due_on=due, amount=amount, settled_on=due + timedelta(days=days))
        for n, (amount, days) in enumerate(habits, start=2)
    ]
    open_days = [TODAY - timedelta(days=15), TODAY - timedelta(days=14), TODAY, TODAY + timedelta(days=30)]
    rows = await owed(company, *history, *(debt(n, due_on=day) for n, day in enumerate(open_days, start=10)))
    await company.sweep(shard_of(UUID(rows[0]["customer_id"])), NOW)
    usual = usual_days_late([(Decimal(amount), days) for amount, days in habits])
    assert usual == 14
    wanted: dict[str, Decimal] = {}
    for day in open_days:
        if (when := expected_on(day, usual, today=TODAY)) is not None:
            wanted[str(week_of(when))] = wanted.get(str(week_of(when)), Decimal(0)) + 100
    found = await seen(company)
    got = {one["week"]: Decimal(one["expected"]["amount"]) for one in found["expected"]}
    assert {week: amount for week, amount in got.items() if amount} == wanted
    assert [(one["count"], money(one["open"])) for one in found["beyond_habit"]] == [(1, ("100.00", "CNY"))]
    assert found["expected"][0]["due"]["amount"] == "100.00"


async def test_feature_141_col_207_what_was_expected_of_a_week_is_kept_once_and_compared_with_what_came(
    company: Company, harness: ServiceHarness, time_is: Any
) -> None:
    first, _ = await owed(company, debt(2, due_on=TODAY + timedelta(days=3)), debt(3, due_on=TODAY))
    shard = shard_of(UUID(first["customer_id"]))
    await company.sweep(shard, NOW)
    await paid(company, first, "80.00", TODAY)
    await company.sweep(shard, NOW + timedelta(days=1))  # of the same week: it stays
    assert (await seen(company))["past"] == []
    later = NOW + timedelta(days=7)
    time_is(later)
    await company.sweep(shard, later)
    [week] = [one for one in (await seen(company))["past"] if one["week"] == str(TODAY)]
    assert (money(week["expected"]), money(week["came"]), week["accuracy"]) == (
        ("200.00", "CNY"), ("80.00", "CNY"), "0.400"
    )  # fmt: skip
    [kept] = await sql(harness, "SELECT count(*) FROM cash_forecasts WHERE week = '2026-03-02'")
    assert kept[0] == 1


async def test_feature_141_col_208_col_209_what_each_phase_brought_in(
    company: Company, harness: ServiceHarness
) -> None:
    due = TODAY - timedelta(days=30)
    rows = await owed(company, *(debt(n, due_on=due) for n in (2, 3, 4)))
    levels = [(0, due - timedelta(days=30)), (1, due + timedelta(days=1)), (7, due + timedelta(days=7))]
    for row, reached in zip(rows, (levels, levels, []), strict=True):
        for level, day in reached:
            at = datetime(day.year, day.month, day.day, 1, tzinfo=UTC)
            await sql(
                harness,
                "INSERT INTO dunning_level_reached (receivable_id, level, reached_at, notifies, saved_at)"
                f" VALUES ('{row['id']}', {level}, '{at}', ARRAY['owner'], '{at}')",
            )
    came = [(0, "60.00", due), (0, "15.00", due + timedelta(days=3)), (1, "20.00", due + timedelta(days=9)),
            (2, "5.00", due + timedelta(days=1))]  # fmt: skip
    for place, amount, day in came:
        await paid(company, rows[place], amount, day)
    await sql(harness, "UPDATE receivables SET history = false")
    found = await seen(company)
    [until] = found["until_due"]
    sums = {name: until[name]["amount"] for name in ("due", "paid", "reminded", "reminded_paid")}
    assert sums == {"due": "300.00", "paid": "60.00", "reminded": "200.00", "reminded_paid": "60.00"}
    assert until["share"] == "0.200"
    [after] = found["after_due"]
    assert (after["late"]["amount"], after["recovered"]["amount"], after["share"]) == ("240.00", "40.00", "0.167")
    wanted: dict[int | None, Decimal] = {}
    for place, amount, day in came[1:]:
        level = recovered_after(levels if place < 2 else [], day)
        wanted[level] = wanted.get(level, Decimal(0)) + Decimal(amount)
    assert {one["level"]: Decimal(one["recovered"]["amount"]) for one in found["recovered"]} == wanted
    assert wanted == {1: 15, 7: 20, None: 5}


async def test_feature_141_it_takes_a_fixed_number_of_statements(company: Company, harness: ServiceHarness) -> None:
    counts = []
    for many in (3, 60):
        await owed(company, *(debt(n + many, due_on=TODAY + timedelta(days=n - many)) for n in range(many)))
        await seen(company)
        with statements(harness) as asked:
            await seen(company)
        counts.append(len(asked))
    assert counts[0] == counts[1]


async def test_feature_141_finance_of_all_entities_sees_all(company: Company) -> None:
    await owed(company, debt(2, due_on=TODAY))
    everywhere = an_actor("finance", unit="cs/finance", legal_entities=("*",))
    assert [one["count"] for one in (await seen(company, everywhere))["due_this_week"]] == [1]
