"""Does a customer's credit file say how he paid, month by month, by what stands?"""

from datetime import date, timedelta
from typing import Any

import pytest

from chassis.testing.plugin import ServiceHarness
from tests.services.collections.conftest import Company
from tests.services.collections.overview.test_collection_overview import debt, owed, paid
from tests.services.statement_log import statements

TODAY = date(2026, 3, 2)
JANUARY, FEBRUARY = date(2026, 1, 31), date(2026, 2, 28)


async def seen(company: Company, receivable: Any, who: Any = None, **query: Any) -> Any:
    return await company.get(who or company.finance, f"/credits/{receivable['customer_id']}/behaviour", **query)


def at(found: Any, day: date) -> Any:
    [month] = [one for one in found["months"] if one["last"] == str(day)]
    return month


def ages(month: Any) -> dict[str, tuple[int, str]]:
    return {one["bucket"]: (one["count"], one["open"]["amount"]) for one in month["ages"]}


async def test_feature_144_money_counts_from_its_day_and_what_was_given_up_from_then_on(company: Company) -> None:
    first, second = await owed(
        company,
        debt(2, invoiced_on=date(2026, 1, 5), due_on=date(2026, 1, 20), amount="300.00"),
        debt(3, invoiced_on=date(2026, 2, 3), due_on=date(2026, 3, 5)),
    )
    await paid(company, first, "120.00", date(2026, 1, 31))
    await paid(company, first, "30.00", date(2026, 2, 1))
    await paid(company, second, "100.00", TODAY)
    found = await seen(company, first)
    assert ages(at(found, JANUARY)) == {"1-30": (1, "180.00")}
    assert ages(at(found, FEBRUARY)) == {"not_due": (1, "100.00"), "31-60": (1, "150.00")}
    assert ages(at(found, TODAY)) == {"31-60": (1, "150.00")}
    february = at(found, FEBRUARY)
    assert (february["invoiced"]["amount"], february["open"]["amount"]) == ("400.00", "250.00")
    assert (february["dso"], february["overdue"]["amount"], february["overdue_share"]) == ("56.3", "150.00", "0.600")
    assert [found[name] for name in ("settled", "on_time", "days_late", "days_to_settle")] == [1, 1, "0.0", "27.0"]
    body = {"receivable_id": first["id"], "amount": "150.00", "reason": "gone"}
    asked = await company.post(company.finance_too, "/write-offs", **body)
    await company.post(company.keeper, f"/write-offs/{asked['id']}/apply", round=1)
    found = await seen(company, first)
    assert ages(at(found, FEBRUARY)) == {"not_due": (1, "100.00"), "31-60": (1, "150.00")}
    assert (at(found, TODAY)["open"]["amount"], at(found, TODAY)["dso"]) == ("0.00", "0.0")


async def test_feature_144_each_currency_by_itself_and_nothing_of_before(company: Company) -> None:
    day = date(2026, 2, 10)
    [one, *_] = await owed(
        company,
        debt(2, invoiced_on=day, due_on=day, settled_on=day + timedelta(days=7)),
        debt(3, invoiced_on=day, due_on=day, currency="USD", amount="9.00"),
    )
    found = await seen(company, one, until=str(FEBRUARY), months=2)
    assert (found["since"], found["until"]) == ("2026-01-01", str(FEBRUARY))
    assert [(one["open"]["currency"], ages(one)) for one in found["months"]] == [
        ("CNY", {}), ("USD", {"1-30": (1, "9.00")})
    ]  # fmt: skip
    assert (found["days_late"], found["settled"]) == ("7.0", 1)
    assert (await seen(company, one, until="2026-01-31"))["months"] == []


@pytest.mark.parametrize(
    ("query", "told"),
    [
        pytest.param({"until": "2026-03-03"}, ("COL-242", "until", "2026-03-03"), id="a day that comes"),
        pytest.param({"until": "1999-12-31"}, ("COL-242", "until", "1999-12-31"), id="long ago"),
        pytest.param({"months": 0}, ("greater_than_equal", "months", "0"), id="no month"),
        pytest.param({"months": 37}, ("less_than_equal", "months", "37"), id="more than three years"),
    ],
)
async def test_col_242_which_months_may_be_looked_at(company: Company, query: Any, told: tuple[str, str, str]) -> None:
    [one] = await owed(company, debt(2, due_on=TODAY))
    answer = await company.as_(company.finance).get(f"/credits/{one['customer_id']}/behaviour", params=query)
    assert answer.status_code == 422
    wrong = answer.json()["errors"][0]
    assert (wrong["field"].rpartition(".")[2], str(wrong["value"])) == told[1:]
    assert wrong["rule"].startswith(told[0])


async def test_feature_144_it_is_of_whom_one_may_see_and_takes_a_fixed_number_of_statements(
    company: Company, harness: ServiceHarness
) -> None:
    counts = []
    for many in (3, 40):
        rows = [debt(n + many, invoiced_on=TODAY - timedelta(days=3 * n), due_on=TODAY) for n in range(many)]
        [one, *_] = await owed(company, *rows)
        await seen(company, one)
        with statements(harness) as asked:
            await seen(company, one)
        counts.append(len(asked))
    assert counts[0] == counts[1]
    answer = await company.as_(company.foreign).get(f"/credits/{one['customer_id']}/behaviour")
    assert answer.status_code == 404
