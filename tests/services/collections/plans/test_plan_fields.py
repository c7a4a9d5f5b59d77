"""Has a plan fields of the company's own, and do its rows say in which way, whose it is and of what credit?"""

from typing import Any

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness, an_actor
from tests.services.collections.conftest import Company
from tests.services.collections.plans.test_plan_changes import approved, change, plan_of, rows

PATH = "/payment-plans"
FIELDS = [
    {"name": "project", "label": {"zh": "项目", "en": "Project"}, "kind": "text", "required": True},
    {"name": "bonded", "label": {"zh": "有保函"}, "kind": "flag"},
    {"name": "phase", "kind": "choice", "choices": ["一期", "二期"]},
]


async def define(company: Company, who: Any = None) -> int:
    admin = who or an_actor("admin", unit="cs", legal_entities=("*",))
    answer = await company.as_(admin).put(f"{PATH}/fields", json={"fields": FIELDS})
    return answer.status_code


async def test_feature_131_a_row_says_its_way_its_owner_and_the_credit_of_the_customer(
    company: Company, harness: ServiceHarness
) -> None:
    contract = await approved(company)
    async with harness.database.engine.begin() as connection:
        await connection.execute(text("UPDATE customers SET grade = 'B'"))
    plan = await plan_of(company, contract.contract_id)
    await change(company, plan, "100% 收货后", rows=rows("30% 预付; 70% 收货后", method="cash"))
    plan = await company.get(company.boss, f"{PATH}/{plan['id']}")
    assert [(row["method"], row["owner_name"], row["grade"]) for row in plan["instalments"]] == [
        ("cash", "Li Wei", "B"), ("cash", "Li Wei", "B")
    ]  # fmt: skip
    names = ("contract_number", "customer_name", "owner_name", "grade")
    assert [plan[name] for name in names] == ["CT-2026-CS-CN-000001", "示例公司", "Li Wei", "B"]


async def test_feature_133_an_admin_gives_plans_fields_which_are_checked_kept_and_found(company: Company) -> None:
    assert await define(company, company.boss) == 403
    assert await define(company) == 200
    assert (await company.get(company.li, f"{PATH}/fields"))["version"] == 1
    assert await define(company) == 200
    assert (await company.get(company.li, f"{PATH}/fields"))["version"] == 1
    contract = await approved(company)
    plan = await plan_of(company, contract.contract_id)
    for extra in ({}, {"project": "A", "phase": "三期"}, {"project": "A", "colour": "red"}):
        refused = await change(company, plan, "100% 收货后", extra=extra)
        assert (refused.status_code, refused.json()["rule"]) == (409, "SYS-4")
    kept = await change(company, plan, "100% 收货后 10天", extra={"project": "Alpha", "bonded": True, "phase": "一期"})
    assert kept.json()["extra"] == {"project": "Alpha", "bonded": True, "phase": "一期"}
    for field, value, many in (
        ("project", "Alpha", 1), ("project", "Beta", 0), ("bonded", "yes", 1), ("bonded", "no", 0),
        ("phase", "一期", 1), ("colour", "red", 0),
    ):  # fmt: skip
        found = await company.get(company.boss, PATH, field=field, value=value)
        assert len(found["items"]) == many, (field, value)
    plan = await plan_of(company, contract.contract_id)
    after = await change(company, plan, "100% 收货后 120天")  # not said: as they are
    assert after.json()["extra"] == {"project": "Alpha", "bonded": True, "phase": "一期"}
    assert (await company.get(company.foreign, PATH, field="project", value="Alpha"))["items"] == []
    assert (await company.as_(company.foreign).get(f"{PATH}/{plan['id']}")).status_code == 404


async def test_feature_133_fields_of_all_entities_are_given_by_who_works_for_all(company: Company) -> None:
    await company.hire(company.li, company.foreign)
    assert await define(company, an_actor("admin", unit="us", legal_entities=("CS-US",))) == 403
