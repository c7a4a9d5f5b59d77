"""Are the sums of all receivables what they are the sums of, folded or not, whoever looks, and while others act?"""

import asyncio
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from cli.audit.books import checked
from services.collections.domain.shards import shard_of
from tests.services.collections.conftest import NOW, Company
from tests.services.collections.overview.test_collection_overview import TODAY, debt, owed, paid, sql
from tests.services.statement_log import statements

LOOKS = ("/receivables/counts", "/ageing", "/collection-overview")
LEFT = "SELECT (SELECT count(*) FROM receivable_sums), (SELECT count(*) FROM receivable_sum_changes)"


async def looked(company: Company, who: Any) -> list[Any]:
    found = []
    for path in LOOKS:
        view = await company.get(who, path)
        if isinstance(view, dict):
            view.pop("as_of")
        found.append(view)
    return found


async def agree(harness: ServiceHarness) -> bool:
    found = [one for one in await checked("collections", harness.database.url) if one.code == "books.sums"]
    return [one.broken for one in found] == [0] and found[0].records > 0


async def fold_all(company: Company, harness: ServiceHarness, customer: str) -> None:
    """As many changes as it takes, and the keeper that wakes."""
    await sql(harness, "INSERT INTO receivable_sum_changes (kind, legal_entity_id, owner_unit, currency, count, amount,"
                       " paid, written_off) SELECT 'STATUS', 'CS-CN', '', 'CNY', n, 0, 0, 0"
                       " FROM unnest(ARRAY[1, -1]) n, generate_series(1, 100)")  # fmt: skip
    await company.sweep(shard_of(UUID(customer)), NOW)


async def test_feature_141_folded_they_are_the_same_for_everybody(company: Company, harness: ServiceHarness) -> None:
    late = TODAY - timedelta(days=20)
    rows = await owed(
        company,
        debt(2, due_on=late, owner="li.wei"),
        debt(3, due_on=late, owner="other", currency="USD"),
        debt(4, due_on=TODAY + timedelta(days=3)),
        debt(5, amount="30.00", due_on=TODAY),
    )
    await sql(harness, f"UPDATE receivables SET due_on = NULL WHERE id = '{rows[3]['id']}'")
    await paid(company, rows[0], "40.00", late)
    people = (company.finance, company.boss, company.foreign)
    before = [await looked(company, who) for who in people]
    assert before[0] != before[1] != before[2]
    await fold_all(company, harness, rows[0]["customer_id"])
    [(sums, changes)] = await sql(harness, LEFT)
    assert (sums > 0, changes) == (True, 0)
    assert [await looked(company, who) for who in people] == before
    await paid(company, rows[0], "60.00", TODAY)  # nothing is open of it: its sum is empty, and gone with the next fold
    after = await looked(company, company.finance)
    await fold_all(company, harness, rows[0]["customer_id"])
    assert await looked(company, company.finance) == after
    assert await agree(harness)
    assert await sql(harness, "SELECT 1 FROM receivable_sums WHERE count = 0") == []


async def test_who_acts_while_they_are_folded_waits_for_nobody(company: Company, harness: ServiceHarness) -> None:
    rows = await owed(company, *(debt(n, due_on=TODAY) for n in range(2, 8)))
    await asyncio.gather(
        *(fold_all(company, harness, rows[0]["customer_id"]) for _ in range(3)),
        *(paid(company, row, "10.00", TODAY) for row in rows),
    )
    assert await agree(harness)
    await fold_all(company, harness, rows[0]["customer_id"])
    assert await agree(harness)
    [open_] = [one for one in await company.get(company.finance, "/receivables/counts") if one["status"] == "OPEN"]
    assert (open_["count"], open_["paid"]["amount"]) == (6, "60.00")


async def test_an_act_that_is_rolled_back_leaves_nothing_in_them(company: Company, harness: ServiceHarness) -> None:
    await owed(company, debt(2, due_on=TODAY))
    before = await looked(company, company.finance)
    async with harness.database.session() as session:
        await session.execute(text("UPDATE receivables SET amount = 7"))
        await session.rollback()
    assert await looked(company, company.finance) == before


async def test_no_look_reads_each_receivable(company: Company, harness: ServiceHarness) -> None:
    """Of what is open, whatever is added up of all: plans that do not scan the table, however many there are."""
    await owed(company, *(debt(n, due_on=date(2026, 3, 1) + timedelta(days=n)) for n in range(2, 30)))
    with statements(harness) as said:
        for path in LOOKS:
            await company.get(company.finance, path)
    whole = [
        one for one in said if " receivables" in one and not any(few in one for few in ("few", "owed", "payments"))
    ]
    assert whole == []
