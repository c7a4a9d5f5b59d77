"""Are the people, addresses and owners of a customer kept, shown to whom they concern, and told?"""

import asyncio
from typing import Any

import pytest

from chassis.base.clock import new_id
from chassis.testing.plugin import an_actor
from messages.deals.contact_persons import ContactPersonChanged, ContactPersonRemoved
from messages.hand_over import PersonHandedOver
from messages.leads.events import LeadConverted
from tests.services.deals.conftest import Company
from tests.services.statement_log import statements

WANG = {"name": "王伟", "role": "BUYER", "title": "采购经理", "phones": ["138 0013 8000"], "emails": ["W@a.cn"]}


async def test_feature_187_a_customer_has_people_with_role_phones_and_addresses(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    path = f"/customers/{customer['id']}/contact-persons"
    id = str(new_id())
    first = await company.ok(company.seller, "POST", path, WANG | {"id": id})
    assert await company.ok(company.seller, "POST", path, WANG | {"id": id}) == first
    second = await company.ok(company.seller, "POST", path, {"name": "李娜", "phones": ["021-68888888-801"]})
    found = await company.ok(company.manager, "GET", path)
    assert found["may_keep"]
    assert [one["name"] for one in found["persons"]] == ["王伟", "李娜"]
    assert (first["role"], first["phones"], first["emails"]) == ("BUYER", ["138 0013 8000"], ["W@a.cn"])
    told = await outbox(ContactPersonChanged)
    assert [(event.name, event.phones, event.emails) for event in told] == [
        ("王伟", ["+8613800138000"], ["w@a.cn"]),
        ("李娜", ["+862168888888;ext=801"], []),
    ]
    changed = WANG | {"phones": ["13900139000"], "note": "周二下午可约"}
    address = f"{path}/{id}"
    after = await company.ok(company.seller, "PATCH", address, changed, headers={"if-match": '"1"'})
    assert (after["phones"], after["note"], after["version"]) == (["13900139000"], "周二下午可约", 2)
    assert await company.status(company.seller, "PATCH", address, changed, headers={"if-match": '"1"'}) == 412
    for _ in range(2):
        await company.ok(company.seller, "POST", f"{path}/{second['id']}/remove")
    assert len(await outbox(ContactPersonRemoved)) == 1
    assert len((await company.ok(company.seller, "GET", path))["persons"]) == 1
    assert await company.status(company.seller, "POST", f"{path}/{new_id()}/remove") == 404


async def test_dea_82_one_person_at_once_is_kept_once(company: Company) -> None:
    customer = await company.customer()
    path = f"/customers/{customer['id']}/contact-persons"
    answers = await asyncio.gather(*[company.as_(company.seller).post(path, json=WANG) for _ in range(6)])
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 5
    await company.refused("DEA-82", company.seller, path, {"name": "王 伟", "phones": ["+86 13800138000"]})


@pytest.mark.parametrize(
    ("wrong", "rule"), [({"phones": ["12345678901"]}, "DEA-80"), ({"emails": ["w(at)a.cn"]}, "DEA-81")]
)
async def test_dea_80_dea_81_what_reaches_nobody_is_refused(company: Company, wrong: dict[str, Any], rule: str) -> None:
    customer = await company.customer()
    answer = await company.as_(company.seller).post(f"/customers/{customer['id']}/contact-persons", json=WANG | wrong)
    [error] = answer.json()["errors"]
    assert (answer.status_code, error["rule"], error["field"]) == (422, rule, next(iter(wrong)))
    assert error["value"] == next(iter(wrong.values()))[0]


async def test_dea_84_others_see_that_somebody_is_known_and_no_more(company: Company) -> None:
    customer = await company.customer()
    path, addresses = [f"/customers/{customer['id']}/{noun}" for noun in ("contact-persons", "addresses")]
    await company.ok(company.seller, "POST", path, WANG)
    await company.ok(company.seller, "POST", addresses, {"street": "x 1", "receiver": "王伟", "phone": "13800138000"})
    seen = await company.ok(company.rival, "GET", path)
    [masked] = seen["persons"]
    assert (seen["may_keep"], masked["masked"], masked["name"]) == (False, True, "王**")
    assert (masked["phones"], masked["emails"], masked["title"]) == (["138****8000"], ["w***@a.cn"], "采购经理")
    [place] = await company.ok(company.rival, "GET", addresses)
    assert (place["street"], place["receiver"], place["phone"]) == ("x 1", "王**", "138****8000")
    for noun in (path, addresses):
        answer = await company.as_(company.rival).post(noun, json={"name": "x"} if noun == path else {"street": "y"})
        assert (answer.status_code, answer.json()["rule"]) == (403, "DEA-84")
    abroad = an_actor("director", legal_entities=("CS-US",))
    for noun in (path, addresses, f"/customers/{customer['id']}/owners"):
        assert await company.status(abroad, "GET", noun) == 404
    assert await company.status(abroad, "POST", path, {"name": "x"}) == 404
    assert await company.status(abroad, "POST", addresses, {"street": "x"}) == 404
    await company.opportunity(company.rival, customer=customer)
    [whole] = (await company.ok(company.rival, "GET", path))["persons"]
    assert (whole["masked"], whole["name"]) == (False, "王伟")


async def test_an_address_of_a_customer_is_kept_changed_and_removed(company: Company) -> None:
    customer = await company.customer()
    path = f"/customers/{customer['id']}/addresses"
    said = {"kind": "DELIVERY", "city": "上海", "street": "张江路 1 号", "receiver": "王伟", "phone": "13800138000"}
    first = await company.ok(company.seller, "POST", path, said)
    moved = said | {"street": "张江路 2 号"}
    after = await company.ok(company.seller, "PATCH", f"{path}/{first['id']}", moved, headers={"if-match": '"1"'})
    assert (after["street"], after["version"]) == ("张江路 2 号", 2)
    for _ in range(2):
        await company.ok(company.seller, "POST", f"{path}/{first['id']}/remove")
    assert await company.ok(company.seller, "GET", path) == []


async def test_whose_a_customer_was_is_kept(company: Company) -> None:
    customer = await company.customer()
    event = PersonHandedOver(
        handover_id=new_id(), person_id=company.seller.id, person_name="x", to_id=company.rival.id, by_id=new_id(),
        version=1,
    )  # fmt: skip
    await company.harness.deliver(event)
    owners = await company.ok(company.rival, "GET", f"/customers/{customer['id']}/owners")
    assert [(one["owner_name"], one["cause"]) for one in owners] == [("Li Na", "RECORDED"), ("王伟", "HANDED_OVER")]
    assert owners[0]["until"] == owners[1]["since"]
    assert owners[1]["until"] is None


def converted(company: Company, **more: Any) -> LeadConverted:
    said: dict[str, Any] = {
        "lead_id": new_id(), "number": "LD-1", "owner_id": company.rival.id, "legal_entity_id": "CS-CN",
        "customer_id": new_id(), "customer_name": "转化有限公司", "opportunity_id": new_id(), "project": "P",
        "contact": "张三", "phone": "13800138000（微信同号）", "phones": ["+8613800138000"], "email": "Z@a.cn",
        "email_key": "z@a.cn", "note": "展会上认识", "version": 3,
    }  # fmt: skip
    return LeadConverted.model_validate(said | more)


async def test_feature_187_a_conversion_carries_the_leads_person_over_once(company: Company, outbox: Any) -> None:
    event = converted(company)
    for _ in range(2):
        await company.harness.deliver(event)
    found = await company.ok(company.rival, "GET", f"/customers/{event.customer_id}/contact-persons")
    [person] = found["persons"]
    assert (person["name"], person["phones"], person["emails"]) == ("张三", ["13800138000（微信同号）"], ["Z@a.cn"])
    assert (person["note"], person["lead_id"]) == ("展会上认识", str(event.lead_id))
    [told] = await outbox(ContactPersonChanged)
    assert (told.phones, told.emails) == (["+8613800138000"], ["z@a.cn"])
    owners = await company.ok(company.rival, "GET", f"/customers/{event.customer_id}/owners")
    assert [one["cause"] for one in owners] == ["CONVERTED"]
    again = converted(company, contact="张 三", note=None)
    await company.harness.deliver(again)
    assert (
        len((await company.ok(company.rival, "GET", f"/customers/{event.customer_id}/contact-persons"))["persons"]) == 1
    )


async def test_a_conversion_onto_anothers_customer_brings_its_person_along(company: Company) -> None:
    customer = await company.customer("转化有限公司")
    await company.harness.deliver(converted(company, contact=None))
    path = f"/customers/{customer['id']}/contact-persons"
    for who in (company.seller, company.rival):
        [person] = (await company.ok(who, "GET", path))["persons"]
        assert person["name"] == "13800138000（微信同号）", "who has an opportunity sees it too"
    await company.harness.deliver(converted(company, contact=None, phone=None, email=None, phones=[], email_key=None))


async def test_people_and_owners_are_read_in_a_fixed_number_of_statements(company: Company) -> None:
    customer = await company.customer()
    path = f"/customers/{customer['id']}/contact-persons"
    for number in range(12):
        await company.ok(company.seller, "POST", path, {"name": f"人 {number}"})
    with statements(company.harness) as asked:
        await company.ok(company.seller, "GET", path)
    assert len(asked) <= 4
