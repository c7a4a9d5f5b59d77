"""Do the rules of the company decide what is a duplicate, from the next check on?"""

import asyncio
from typing import Any

from messages.deals.contact_persons import ContactPersonChanged, ContactPersonRemoved
from messages.deals.customers import CustomerAdded
from messages.hand_over import PersonHandedOver
from messages.leads.events import LeadConverted
from messages.leads.match_rules import MatchRulesSet
from tests.services.leads.conftest import Company, some_id

RULES = "/leads/match-rules"


async def put(company: Company, rules: list[list[str]], line: str | None = None) -> Any:
    body = {"legal_entity_id": "CS-CN", "product_line": line, "rules": rules}
    answer = await company.api.as_(company.ops).put(RULES, json=body)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_feature_16_changing_the_match_fields_changes_the_next_checks_result(
    company: Company, outbox: Any
) -> None:
    first = await company.lead(phone="13800138000", company="华信机械", contact="王伟")
    asked = {"company": "华信机械有限公司", "contact": "王 伟"}
    [found] = await company.post(company.boss, "/leads/duplicates", **asked)
    assert (found["rule"], found["score"]) == ("company", 0.9)
    set_ = await put(company, [["company", "contact"]])
    assert (set_["rules"], set_["usual"]) == ([["company", "contact"]], False)
    [found] = await company.post(company.boss, "/leads/duplicates", **asked)
    assert (found["rule"], found["score"], found["fields"]) == ("match_fields", 1.0, ["company", "contact"])
    assert (await company.lead(**asked))["duplicate_of"] == first["id"], "what stood before is compared by it too"
    again = await company.lead(phone="13800138000", company="别的公司")
    assert again["status"] == "POOLED", "a phone alone makes none any more"
    found = await company.post(company.boss, "/leads/duplicates", phone="138 0013 8000")
    assert {(row["rule"], row["match"]) for row in found} == {("phone", "alike")}
    assert (await put(company, []))["usual"]
    later = await company.lead(phone="13800138000")
    assert later["duplicate_of"] == first["id"], "of two that are the same now the older holds it"
    [one, two] = await outbox(MatchRulesSet)
    assert (one.rules, two.rules) == ([["company", "contact"]], [["phone"], ["email"], ["company", "project"]])


async def test_feature_16_each_product_line_has_rules_of_its_own(company: Company) -> None:
    await put(company, [["company"]], "CLOUD")
    first = await company.lead(company="蓝海数据有限公司", product_line="CLOUD", phone="13800138000")
    assert (await company.lead(company="蓝海数据", product_line="CLOUD"))["duplicate_of"] == first["id"]
    other = await company.lead(company="蓝海数据", product_line="PUMPS", phone="13800138000")
    assert other["status"] == "POOLED", "another line may sell to them as well"
    assert (await company.lead(phone="13800138000"))["duplicate_of"] == other["id"]
    views = {row["product_line"]: row for row in await company.get(company.boss, RULES)}
    assert (views[None]["usual"], views["CLOUD"]["rules"]) == (True, [["company"]])


async def test_feature_16_a_custom_field_may_be_one_and_must_be_known(company: Company) -> None:
    wrong = await company.api.as_(company.ops).put(
        RULES, json={"legal_entity_id": "CS-CN", "rules": [["extra.serial"]]}
    )
    [error] = wrong.json()["errors"]
    assert (wrong.status_code, error["rule"], error["value"]) == (422, "LEA-52", "extra.serial")
    fields = {"fields": [{"name": "serial", "kind": "text"}]}
    assert (await company.api.as_(company.ops).put("/leads/fields", json=fields)).status_code == 200
    await put(company, [["extra.serial"]])
    first = await company.lead(extra={"serial": "A-7"})
    assert (await company.lead(extra={"serial": "a7"}))["duplicate_of"] == first["id"]
    assert (await company.api.as_(company.wang).put(RULES, json={"rules": [["phone"]]})).status_code == 403


async def test_feature_16_leads_that_come_while_rules_change_keep_to_the_one_or_the_other(company: Company) -> None:
    async def post(number: int) -> Any:
        return await company.lead(company="竞态有限公司", contact="王伟", note=str(number))

    made = await asyncio.gather(put(company, [["company", "contact"]]), *[post(number) for number in range(8)])
    alive = [lead for lead in made[1:] if lead["status"] == "POOLED"]
    later = await company.lead(company="竞态", contact="王伟")
    assert later["duplicate_of"] in [lead["id"] for lead in alive]


async def known_customer(company: Company, owner: Any, name: str = "上海华信机械有限公司") -> CustomerAdded:
    event = CustomerAdded(
        customer_id=some_id(), number="CU-1", name=name, legal_entity_id="CS-CN", owner_id=owner.id, version=1
    )
    await company.deliver(event)
    return event


async def test_feature_17_the_check_finds_people_at_customers_masked_without_permission(company: Company) -> None:
    customer = await known_customer(company, company.wang)
    person = ContactPersonChanged(
        contact_person_id=some_id(), customer_id=customer.customer_id, customer_number="CU-1",
        legal_entity_id="CS-CN", name="李小明", phones=["+8613800138000"], emails=["li@a.cn"], version=1,
    )  # fmt: skip
    await company.deliver(person)
    for asked in ({"phone": "138-0013-8000"}, {"email": "LI@a.cn"}):
        [mine] = await company.post(company.wang, "/leads/duplicates", **asked)
        assert (mine["contact"], mine["owner_name"], mine["score"]) == ("李小明", "王芳", 1.0)
        assert (mine["customer_id"], mine["contact_person_id"]) == (
            str(customer.customer_id),
            str(person.contact_person_id),
        )
        [others] = await company.post(company.west, "/leads/duplicates", **asked)
        assert others["contact"] == "李**"
    lead = await company.lead(phone="13800138000")
    found = await company.get(company.boss, f"/leads/{lead['id']}/duplicates")
    assert [row["contact_person_id"] for row in found] == [str(person.contact_person_id)]
    same = person.model_dump(include={"contact_person_id", "customer_id", "customer_number", "legal_entity_id"})
    await company.deliver(ContactPersonRemoved(**same, version=2))
    await company.deliver(person)  # late: changes nothing
    found = await company.post(company.wang, "/leads/duplicates", phone="13800138000")
    assert [(row["lead_id"], row["contact_person_id"]) for row in found] == [(lead["id"], None)]


async def test_feature_191_a_lead_is_told_apart_from_a_customer(company: Company) -> None:
    customer = await known_customer(company, company.wang)
    lead = await company.lead(company="上海华信机械公司")
    path = f"/leads/{lead['id']}/duplicates"
    [found] = await company.get(company.boss, path)
    assert found["customer_id"] == str(customer.customer_id)
    for _ in range(2):
        await company.post(company.boss, f"/leads/{lead['id']}/tell-apart", other_id=str(customer.customer_id))
    assert await company.get(company.boss, path) == []
    no = await company.say(company.boss, f"/leads/{lead['id']}/mark-duplicate", other_id=str(customer.customer_id))
    assert no.status_code == 404


async def test_feature_35_converting_onto_anothers_customer_is_said_first(company: Company, outbox: Any) -> None:
    customer = await known_customer(company, company.li)
    lead = await company.owned(company.wang, company="上海华信机械公司", contact="张三", phone="13800138000", note="n")
    path = f"/leads/{lead['id']}/convert"
    for body in ({"project": "P"}, {"project": "P", "customer_id": str(customer.customer_id)}):
        no = await company.say(company.wang, path, **body)
        assert (no.status_code, no.json()["rule"]) == (409, "LEA-55")
        assert no.json()["params"] == {"number": "CU-1", "owner": "Li Wei"}
    await company.post(company.wang, path, project="P", although_others=True)
    [event] = await outbox(LeadConverted)
    assert (event.contact, event.phones, event.note) == ("张三", ["+8613800138000"], "n")


async def test_a_customer_that_was_handed_over_is_its_successors(company: Company) -> None:
    await known_customer(company, company.li)
    await company.deliver(
        PersonHandedOver(
            handover_id=some_id(), person_id=company.li.id, person_name="x", to_id=company.wang.id, by_id=some_id(),
            version=1,
        )
    )  # fmt: skip
    lead = await company.owned(company.wang, company="上海华信机械")
    assert (await company.post(company.wang, f"/leads/{lead['id']}/convert", project="P"))["status"] == "CONVERTED"
