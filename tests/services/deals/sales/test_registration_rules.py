"""Is a registration what its business type asks for, graded, given up, and prolonged once? (56-59, 62, 63)"""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from messages.deals import extensions, opportunities, registrations
from tests.services.deals.conftest import Company

NOW = datetime(2026, 12, 1, 3, 0, tzinfo=UTC)
TYPES = [
    {
        "code": "PROJECT", "label": {"zh": "项目"}, "requires": ["AMOUNT", "CLOSE_DATE", "FOLLOW_UP"],
        "least": {"amount": "50000.00", "currency": "CNY"}, "protected_days": 120,
    },
    {"code": "SERVICE"},
]  # fmt: skip
FIELDS = [{"name": "designer", "kind": "text", "required": True}, {"name": "floors", "kind": "number"}]


@pytest.fixture(autouse=True)
def today(time_is: Any) -> None:
    time_is(NOW)


@pytest.fixture
async def typed(company: Company) -> Company:
    await company.ok(company.admin, "PUT", "/business-types", {"types": TYPES})
    return company


async def test_feature_57_dea_66_a_registration_is_refused_with_all_that_is_missing(typed: Company) -> None:
    sale = await typed.opportunity()
    path = f"/opportunities/{sale['id']}"
    no = await typed.refused("DEA-66", typed.seller, f"{path}/register", {})
    for words in ("expected close date", "a follow-up", "enough expected"):
        assert words in no["detail"], no["detail"]
    assert "budget" not in no["detail"]
    assert (await typed.ok(typed.seller, "GET", "/registrations"))["items"] == []
    change = {"expected": {"amount": "50000.00", "currency": "CNY"}, "expected_close_on": "2027-03-01"}
    await typed.ok(typed.seller, "PATCH", path, change, headers={"if-match": f'"{sale["version"]}"'})
    spoke = {"opportunity_id": sale["id"], "kind": "VISIT"}
    await typed.ok(typed.seller, "POST", "/follow-ups", spoke, headers={"idempotency-key": "1"})
    row = await typed.ok(typed.seller, "POST", f"{path}/register", {})
    assert (row["status"], row["business_type"]) == ("SUBMITTED", "PROJECT")
    done = await typed.ok(typed.process, "POST", f"/registrations/{row['id']}/protect", {"days": 90})
    assert done["protected_until"] == "2027-03-31T03:00:00Z", "as long as its business type says"


async def test_feature_56_a_registration_keeps_to_the_fields_of_its_type_that_are_in_force(typed: Company) -> None:
    path = "/registrations/fields?business_type=SERVICE"
    first = await typed.ok(typed.admin, "PUT", path, {"fields": FIELDS})
    sale = await typed.opportunity(business_type="SERVICE")
    register = f"/opportunities/{sale['id']}/register"
    no = await typed.refused("SYS-4", typed.seller, register, {})
    assert "designer" in no["detail"]
    await typed.refused("SYS-4", typed.seller, register, {"extra": {"designer": "x", "colour": "red"}})
    row = await typed.ok(typed.seller, "POST", register, {"extra": {"designer": "华东院", "floors": 12}})
    assert (row["extra"], row["template_version"]) == ({"designer": "华东院", "floors": "12"}, first["version"])
    subject = await typed.ok(typed.process, "GET", f"/registrations/{row['id']}/approval-subject")
    assert (subject["content"]["designer"], subject["content"]["business_type"]) == ("华东院", "SERVICE")
    new = [*FIELDS, {"name": "permit", "kind": "text", "required": True}]
    second = await typed.ok(typed.admin, "PUT", path, {"fields": new})
    await typed.ok(typed.process, "POST", f"/registrations/{row['id']}/return", {"guidance": "permit?"})
    resubmit = f"/registrations/{row['id']}/resubmit"
    await typed.refused("SYS-4", typed.seller, resubmit, {})
    again = await typed.ok(typed.seller, "POST", resubmit, {"extra": {"permit": "P-7"}})
    assert again["extra"] == {"designer": "华东院", "floors": "12", "permit": "P-7"}
    assert again["template_version"] == second["version"] == first["version"] + 1
    other = await typed.ok(typed.seller, "GET", "/registrations/fields")
    assert other["fields"] == [], "those of another type"


async def test_feature_59_dea_73_a_manager_grades_and_accepting_returning_and_abandoning_end_differently(
    company: Company, outbox: Any
) -> None:
    sales = [await company.opportunity(project=f"P{n}") for n in range(3)]
    rows = [await company.registered(sale) for sale in sales]
    grade = f"/registrations/{rows[0]['id']}/grade"
    assert await company.status(company.seller, "POST", grade, {"grade": "A"}) == 403
    graded = [await company.ok(company.manager, "POST", grade, {"grade": "A"}) for _ in "12"]
    assert graded[0] == graded[1]
    accepted = await company.ok(company.process, "POST", f"/registrations/{rows[0]['id']}/protect")
    returned = await company.ok(company.process, "POST", f"/registrations/{rows[1]['id']}/return", {"guidance": "x"})
    abandon = f"/registrations/{rows[2]['id']}/abandon"
    assert await company.status(company.seller, "POST", abandon, {"reason": "x"}) == 403
    given_up = [await company.ok(company.manager, "POST", abandon, {"reason": "不做该行业"}) for _ in "12"]
    assert given_up[0] == given_up[1]
    assert [accepted["status"], returned["status"], given_up[0]["status"]] == ["PROTECTED", "RETURNED", "ABANDONED"]
    assert accepted["grade"] == "A"
    lost = await company.ok(company.seller, "GET", f"/opportunities/{sales[2]['id']}")
    assert (lost["status"], lost["lost_reason"], lost["lost_note"]) == ("LOST", "ABANDONED", "不做该行业")
    await company.refused("DEA-73", company.manager, f"/registrations/{rows[2]['id']}/grade", {"grade": "B"})
    await company.refused("DEA-4", company.manager, f"/registrations/{rows[0]['id']}/abandon", {"reason": "late"})
    assert len(await outbox(registrations.RegistrationAbandoned)) == 1
    assert len(await outbox(opportunities.OpportunityLost)) == 1


async def asked(company: Company, row: Any, **more: Any) -> Any:
    body = {"days": 30, "reason": "招标推迟"} | more
    path = f"/registrations/{row['id']}/request-extension"
    return await company.ok(company.seller, "POST", path, body, headers={"idempotency-key": f"asked-{body['days']}"})


async def test_feature_63_a_protection_is_prolonged_once_by_approval_then_released_by_the_timer(
    company: Company, outbox: Any, time_is: Any
) -> None:
    row = await company.registered(await company.opportunity(), None, "protect")
    until = datetime.fromisoformat(row["protected_until"])
    made = [await asked(company, row) for _ in "12"]
    assert made[0] == made[1]
    path = f"/extensions/{made[0]['id']}"
    subject = await company.ok(company.process, "GET", f"{path}/approval-subject")
    assert (subject["facts"], subject["content"]["reason"]) == ({"days": 30}, "招标推迟")
    for _ in "12":
        applied = await company.ok(company.process, "POST", f"{path}/apply", {"round": 1})
    assert applied["status"] == "APPLIED"
    now = await company.ok(company.seller, "GET", f"/registrations/{row['id']}")
    assert datetime.fromisoformat(now["protected_until"]) == until + timedelta(days=30)
    assert len(await outbox(registrations.RegistrationExtended)) == 1
    again = {"days": 10, "reason": "x"}
    key = {"idempotency-key": "again"}
    await company.refused("DEA-74", company.seller, f"/registrations/{row['id']}/request-extension", again, headers=key)
    time_is(until + timedelta(days=1))
    await company.refused("DEA-5", company.process, f"/registrations/{row['id']}/release")
    time_is(until + timedelta(days=30))
    released = await company.ok(company.process, "POST", f"/registrations/{row['id']}/release")
    assert released["status"] == "RELEASED"


async def test_feature_63_dea_74_dea_75_one_request_at_a_time_returned_rejected_or_too_late(
    company: Company, outbox: Any
) -> None:
    row = await company.registered(await company.opportunity(), None)
    path = f"/registrations/{row['id']}/request-extension"
    body = {"days": 30, "reason": "x"}
    await company.refused("DEA-74", company.seller, path, body, headers={"idempotency-key": "0"})
    await company.ok(company.process, "POST", f"/registrations/{row['id']}/protect")
    answers = await asyncio.gather(*[
        company.as_(company.seller).post(path, json=body, headers={"idempotency-key": str(n)}) for n in range(4)
    ])  # fmt: skip
    assert sorted(one.status_code for one in answers) == [201, 409, 409, 409]
    one = next(answer.json() for answer in answers if answer.status_code == 201)
    of = f"/extensions/{one['id']}"
    await company.ok(company.process, "POST", f"{of}/return", {"round": 1, "comment": "why?"})
    await company.refused("DEA-75", company.process, f"{of}/apply", {"round": 1})
    again = await company.ok(company.seller, "POST", f"{of}/resubmit", {"days": 20, "reason": "tender moved"})
    assert (again["round"], again["days"], again["status"]) == (2, 20, "REQUESTED")
    stale = await company.ok(company.process, "POST", f"{of}/reject", {"round": 1, "comment": "late"})
    assert stale["status"] == "REQUESTED"
    await company.ok(company.process, "POST", f"{of}/reject", {"round": 2, "comment": "no"})
    other = await asked(company, row, days=5)
    await company.ok(company.seller, "POST", f"/registrations/{row['id']}/withdraw")
    late = await company.ok(company.process, "POST", f"/extensions/{other['id']}/apply", {"round": 1})
    assert late["status"] == "WITHDRAWN", "nothing is left to prolong"
    assert await company.status(company.rival, "GET", of) == 404
    assert [one["status"] for one in (await company.ok(company.seller, "GET", "/extensions?open=true"))["items"]] == []
    assert len(await outbox(extensions.ExtensionRequested)) == 3


async def test_feature_58_bug_14_first_valid_time_wins_also_after_a_return(company: Company) -> None:
    customer = await company.customer()
    first = await company.registered(await company.opportunity(customer=customer, project="A"))
    await company.ok(company.process, "POST", f"/registrations/{first['id']}/return", {"guidance": "x"})
    later = await company.registered(
        await company.opportunity(company.rival, customer=customer, project="B"), company.rival
    )
    again = await company.ok(company.seller, "POST", f"/registrations/{first['id']}/resubmit", {})
    assert (later["conflict_with"], again["conflict_with"]) == (first["id"], None)
