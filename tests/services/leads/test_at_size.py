"""Are leads found by an index when there are many, and does a batch cost what a row does?"""

import asyncio
from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy import Select, select, text

from chassis.auth.identity import Actor
from chassis.db.database import ASYNCPG
from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.testing.plugin import ServiceHarness, an_actor
from services.leads.domain.duplicates import Keys
from services.leads.store.candidates import leads_like
from services.leads.store.leads import is_of_customer, visible
from services.leads.store.searches import is_sought
from services.leads.tables import LEAD
from tests.services.leads.conftest import EAST, Company
from tests.services.statement_log import statements

MANY = 5_000
# As many others as make a walk through all of them the slower way, each of another name.
FILL = """INSERT INTO lead SELECT made.* FROM lead l, generate_series(1, :many) n,
 LATERAL jsonb_populate_record(l, jsonb_build_object('id', gen_random_uuid(),
 'number', 'LD-F-' || n, 'external_id', NULL, 'search', 'ld-f-' || n || ' ' || md5(n::text),
 'search_person', md5('p' || n), 'company_key', md5(n::text),
 'company_pairs', ARRAY[chr(20000 + n % 3000) || chr(23000 + n % 2900), '科技'],
 'phone_keys', ARRAY['+86139' || lpad(n::text, 8, '0')])) made WHERE l.id = :id"""


async def _filled(company: Company, harness: ServiceHarness, **more: Any) -> Any:
    lead = await company.lead(company="上海蓝天科技有限公司", contact="曾小明", phone="13800138000", **more)
    async with harness.database.engine.begin() as connection:
        await connection.execute(text(FILL), {"many": MANY, "id": lead["id"]})
    async with harness.database.engine.connect() as connection:
        alone = await connection.execution_options(isolation_level="AUTOCOMMIT")
        await alone.execute(text("VACUUM ANALYZE lead"))  # as it is done by itself, later
    return lead


@pytest.mark.parametrize("sought", ["ltkj", "蓝天科技", "LD-F-4711", "13800138000", "曾小明", "nowhere"])
async def test_a_search_reads_its_index_for_who_sees_all_and_for_a_seller(
    company: Company, harness: ServiceHarness, sought: str
) -> None:
    await company.pool()
    await _filled(company, harness)
    for actor in (company.ops, company.boss, company.wang):
        async with UnitOfWork(harness.database, actor).begin() as work:
            found = select(LEAD.id).where(visible(work), await is_sought(work, sought)).order_by(LEAD.created_at)
            plan = await _plan(work, found)
        assert "lead_search" in plan, plan
        assert "Seq Scan on lead" not in plan.replace("Seq Scan on lead_transfer", ""), plan


async def test_what_came_of_a_customer_and_alike_companies_are_read_by_indexes(
    company: Company, harness: ServiceHarness
) -> None:
    await company.pool()
    await _filled(company, harness)
    async with UnitOfWork(harness.database, company.ops).begin() as work:
        listed = select(LEAD.id).where(visible(work), is_of_customer(company.ops.id))
        plan = await _plan(work, listed.order_by(LEAD.created_at.desc(), LEAD.id.desc()).limit(51))
        assert "lead_of_customer" in plan, plan
        assert "Seq Scan on lead" not in plan, plan
        plan = await _plan(work, leads_like(work, Keys(company="蓝天科技"), {"科技": 0.9}))
        assert "lead_company_pairs" in plan, plan
        assert "Seq Scan on lead" not in plan, plan


async def test_an_alike_company_is_looked_for_among_few(company: Company, harness: ServiceHarness) -> None:
    await company.pool()
    lead = await _filled(company, harness)
    with statements(harness) as said:
        found = await company.post(company.ops, "/leads/duplicates", company="蓝天科技")
    assert [one["lead_id"] for one in found] == [lead["id"]]
    assert len(said) <= 8, said
    async with UnitOfWork(harness.database, company.ops).begin() as work:
        rows = await work.fetch("SELECT count(*) FROM lead WHERE company_pairs && ARRAY['科技']")
        assert rows[0]["count"] > MANY


async def test_two_hundred_claims_on_fifty_leads_give_each_one_owner(
    company: Company, known_sellers: Callable[[int], Any]
) -> None:
    await company.pool()
    leads = [(await company.lead(project=f"p{n}"))["id"] for n in range(50)]
    sellers = await known_sellers(200)
    claims = [company.say(seller, f"/leads/{leads[n % 50]}/claim") for n, seller in enumerate(sellers)]
    answers = await asyncio.gather(*claims)
    lost = [answer.json() for answer in answers if answer.status_code == 409]
    assert sum(answer.status_code == 200 for answer in answers) == 50
    assert len(lost) == 150
    assert {said["rule"] for said in lost} == {"LEA-8"}
    owners = [(await company.get(company.ops, f"/leads/{id}"))["owner_id"] for id in leads]
    won = {answer.json()["id"]: answer.json()["owner_id"] for answer in answers if answer.status_code == 200}
    assert owners == [won[id] for id in leads]


async def test_who_is_late_is_told_so_by_three_statements(company: Company, harness: ServiceHarness) -> None:
    await company.pool()
    await company.hire(company.wang, company.li)
    lead = await company.owned(company.wang)
    with statements(harness) as said:
        answer = await company.say(company.li, f"/leads/{lead['id']}/claim")
    assert (answer.status_code, answer.json()["rule"]) == (409, "LEA-8")
    assert len(said) <= 3, said
    assert (await company.say(company.west, f"/leads/{lead['id']}/claim")).status_code == 404


async def _plan(work: Work, found: Select[Any]) -> str:
    shown = found.compile(dialect=ASYNCPG, compile_kwargs={"render_postcompile": True})
    values = [shown.params[name] for name in shown.positiontup or ()]
    return "\n".join(row[0] for row in await work.fetch(f"EXPLAIN {shown}", *values))


@pytest.fixture
def known_sellers(company: Company) -> Callable[[int], Any]:
    async def hired(count: int) -> list[Actor]:
        people = [an_actor("sales", name=f"卖家{n}", unit=EAST) for n in range(count)]
        await company.hire(*people)
        return people

    return hired
