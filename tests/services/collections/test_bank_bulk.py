"""Are many entries matched with many debts by a few statements, and in bounded memory? (feature 198)"""

import resource
from typing import Any

import pytest

from chassis.testing.plugin import ServiceHarness
from tests.services.collections.bank_files import HEAD, brought, entries
from tests.services.collections.conftest import Company
from tests.services.statement_log import statements

MOST_STATEMENTS = 20  # of a request, however much it looks at
MOST_MB = 120


def name_of(n: int) -> str:
    return f"{'甲乙丙丁戊己庚辛壬癸'[n % 10]}{chr(0x4E00 + n % 1000)}示例贸易有限公司"


async def owed(company: Company, count: int) -> None:
    common = {
        "live": False,
        "tz": "Asia/Shanghai",
        "currency": "CNY",
        "invoiced_on": "2026-01-01",
        "due_on": "2026-02-01",
    }
    rows = [
        common
        | {
            "line": n,
            "external_id": f"INV-2026-{n:06d}",
            "customer": f"C-{n % 1000:05d}",
            "customer_name": name_of(n),
            "amount": f"{100 + n}.{n % 100:02d}",
        }
        for n in range(count)
    ]
    for first in range(0, count, 500):
        report = await company.post(company.finance, "/receivables/import", rows=rows[first : first + 500], source="x")
        assert report["invalid"] == 0, report


def table(count: int, debts: int) -> bytes:
    """A third names its invoice, a third has its customer's name and amount, a third says nothing that helps."""
    lines = [HEAD]
    for n in range(count):
        d = n % debts
        name = name_of(d)
        amount = f"{100 + d}.{d % 100:02d}"
        lines.append(
            (
                f"2026-03-01,{amount},别的付款人{n},货款 INV-2026-{d:06d},T{n:08d}",
                f"2026-03-01,{amount},{name},货款,T{n:08d}",
                f"2026-03-01,{7 * n + 3}.01,无名氏{n}有限公司,转账{n},T{n:08d}",
            )[n % 3]
        )
    return "\n".join(lines).encode()


async def suggested(company: Company) -> list[Any]:
    found = []
    while not found or found[-1]["left"]:
        found.append(await company.post(company.finance_too, "/bank-entries/suggest"))
    return found


async def matched(company: Company, harness: ServiceHarness, *, count: int, debts: int) -> int:
    """How many statements the matching took."""
    await owed(company, debts)
    assert (await brought(company, table(count, debts)))["accepted"] == count
    with statements(harness) as seen:
        rounds = await suggested(company)
    assert sum(one["looked_at"] for one in rounds) == count
    assert sum(one["suggested"] for one in rounds) >= count * 2 // 3
    return len(seen) // len(rounds)


async def test_feature_198_a_hundred_entries_take_as_many_statements_as_ten(
    company: Company, harness: ServiceHarness
) -> None:
    few = await matched(company, harness, count=10, debts=10)
    await brought(company, table(130, 10), account="other")
    with statements(harness) as seen:
        await suggested(company)
    assert few == len(seen) <= MOST_STATEMENTS
    best = [
        one["suggestions"][0]["reasons"][0]["text"] for one in await entries(company, limit=100) if one["suggestions"]
    ]
    assert any(text.startswith("the text names INV-2026-") for text in best)


@pytest.mark.long
@pytest.mark.timeout(300)
async def test_feature_198_twenty_thousand_entries_against_five_thousand_debts(
    company: Company, harness: ServiceHarness
) -> None:
    """How much it asks the database, and how much it holds; `--durations` tells how long it takes."""
    await owed(company, 5000)
    await brought(company, table(20_000, 5000))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with statements(harness) as seen:
        rounds = await suggested(company)
    grown = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before
    assert (sum(one["looked_at"] for one in rounds), len(rounds)) == (20_000, 10)
    assert len(seen) <= MOST_STATEMENTS * len(rounds)
    assert grown < MOST_MB * 1024  # kilobytes
