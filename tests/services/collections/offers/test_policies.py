"""Are customers offered the terms of the policy in force, and does what was agreed stay?"""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from chassis.testing.plugin import an_actor
from messages.collections.grading.grades import CreditStandingChanged
from messages.collections.offers.terms import TermsOfferChanged
from services.collections.domain.shards import shard_of
from tests.services.collections.conftest import NOW, Company

ADMIN = an_actor("admin", name="Admin", unit="cs", legal_entities=("*",))
WAYS = ["bank transfer", "acceptance bill"]
PROMPT = {
    "name": "按期付款",
    "days": 15,
    "bounds": [{"fact": "ON_TIME", "from_value": 95}, {"fact": "BROKEN_PROMISES", "to_value": 0}],
}
SLOW = {"name": "长期逾期", "days": -20, "bounds": [{"fact": "OVERDUE_DAYS", "from_value": 31}]}


def policy(**more: Any) -> dict[str, Any]:
    days = {"": (20, 30), "A": (60, None), "B": (45, 60), "C": (30, 45), "D": (0, 0)}
    early = {"percent": "2", "days": 10}
    grades = [
        {"grade": grade, "ways": WAYS if grade != "D" else ["bank transfer"], "usual_days": usual, "most_days": most}
        | ({"early": early} if grade in ("A", "B") else {})
        for grade, (usual, most) in days.items()
    ]
    return {"name": "2026", "legal_entity_id": "CS-CN", "grades": grades, "extensions": [PROMPT, SLOW]} | more


async def published(company: Company, **more: Any) -> Any:
    return await company.post(company.finance, "/collection-policies", **policy(**more))


async def offer_of(company: Company, customer: UUID) -> Any:
    return (await company.get(company.finance, f"/terms-offers/{customer}"))["offer"]


def days_of(offer: Any) -> tuple[Any, ...]:
    return offer["grade"], offer["usual_days"], offer["most_days"], offer["extension"], offer["extension_days"]


async def paying_well(company: Company) -> UUID:
    rows = [
        {
            "line": n, "external_id": str(n), "customer": "C-1", "invoiced_on": "2025-06-01", "amount": "100.00",
            "currency": "CNY", "live": False, "due_on": f"2025-{n:02}-15", "settled_on": f"2025-{n:02}-14",
        }
        for n in range(7, 13)
    ]  # fmt: skip
    report = await company.post(company.finance, "/receivables/import", rows=rows, source="test")
    return UUID((await company.get(company.finance, f"/receivables/{report['rows'][0]['id']}"))["customer_id"])


async def test_feature_135_the_policy_of_the_house_is_what_stood_before(company: Company) -> None:
    customer = await company.customer()
    offer = await offer_of(company, customer)
    assert days_of(offer) == ("", 30, None, "", 0)
    assert (offer["policy_version"], offer["policy_entity"], offer["discount"]) == (1, "*", None)
    assert offer["ways"] == ["bank transfer", "acceptance bill", "letter of credit", "cheque", "cash"]
    [stands] = await company.get(company.li, "/collection-policies")
    assert (stands["version"], stands["in_force"], stands["published_by"]) == (1, True, None)


async def test_feature_135_a_published_policy_is_applied_to_everybody_of_its_entity(
    company: Company, outbox: Any
) -> None:
    new, known = await company.customer(), await paying_well(company)
    await company.post(company.finance, f"/credits/{known}/review")
    assert days_of(await offer_of(company, known)) == ("A", 30, 90, "", 0)
    made = await published(company)
    assert (made["version"], made["in_force"]) == (1, True)
    done = await company.sweep(0, NOW + timedelta(seconds=1))
    assert done["more"] is False
    assert days_of(await offer_of(company, new)) == ("", 20, 30, "", 0)
    offer = await offer_of(company, known)
    assert days_of(offer) == ("A", 75, 105, "按期付款", 15), (
        "60 usual and 90 by the credit policy, and 15 for paying well"
    )
    assert (offer["policy"], offer["policy_version"], offer["policy_entity"]) == ("2026", 1, "CS-CN")
    assert offer["discount"] == {"percent": "2", "days": 10}
    standing = await company.get(company.finance, f"/credits/{known}/standing")
    assert standing["most_days"] == 105, "the longest term by which contracts and orders are judged"
    said = [event for event in await outbox(TermsOfferChanged) if event.customer_id == known]
    assert [(event.version, event.offer.usual_days) for event in said] == [(1, 30), (2, 75)]
    told = [event.most_days for event in await outbox(CreditStandingChanged) if event.customer_id == known]
    assert told == [90, 105]
    await company.sweep(0, NOW + timedelta(seconds=2))
    assert len([event for event in await outbox(TermsOfferChanged) if event.customer_id == known]) == 2


async def test_feature_135_a_customer_who_begins_to_pay_badly_is_offered_less(company: Company) -> None:
    await published(company)
    customer = await paying_well(company)
    await company.sweep(shard_of(customer), NOW)
    assert days_of(await offer_of(company, customer)) == ("", 20, 30, "", 0), "imported, and not graded yet"
    await company.post(company.finance, f"/credits/{customer}/review")
    assert days_of(await offer_of(company, customer)) == ("A", 75, 105, "按期付款", 15)
    late = {
        "line": 2, "external_id": "late", "customer": "C-1", "invoiced_on": "2025-06-01", "amount": "900.00",
        "currency": "CNY", "live": True, "due_on": "2026-01-10",
    }  # fmt: skip
    await company.post(company.finance, "/receivables/import", rows=[late], source="test")
    await company.sweep(shard_of(customer), NOW)
    grade, usual, most, rule, days = days_of(await offer_of(company, customer))
    assert (rule, days) == ("长期逾期", -20)
    assert (usual < 60, most < 90) == (True, True), grade


async def test_feature_135_what_was_agreed_stays_when_policy_and_grade_change(company: Company) -> None:
    customer = await company.customer()
    contract = company.contract(customer)
    await company.deliver(contract)
    [plan] = (await company.get(company.finance, "/payment-plans", contract_id=str(contract.contract_id)))["items"]
    assert {row["method"] for row in plan["instalments"]} == {"bank transfer"}
    assert (plan["offer"]["policy_version"], plan["offer"]["policy_entity"]) == (1, "*")
    dear = [one | {"ways": ["letter of credit"]} for one in policy()["grades"]]
    await published(company, grades=dear)
    await company.sweep(0, NOW + timedelta(seconds=1))
    assert (await offer_of(company, customer))["ways"] == ["letter of credit"]
    [after] = (await company.get(company.finance, "/payment-plans", contract_id=str(contract.contract_id)))["items"]
    assert after == plan
    later = company.contract(customer, number="CT-2")
    await company.deliver(later)
    [made] = (await company.get(company.finance, "/payment-plans", contract_id=str(later.contract_id)))["items"]
    assert {row["method"] for row in made["instalments"]} == {"letter of credit"}
    assert made["offer"]["policy_entity"] == "CS-CN"


async def test_feature_135_152_a_plan_is_changed_to_ways_that_its_customer_is_offered(company: Company) -> None:
    await published(company)
    customer = await company.customer()
    contract = company.contract(customer)
    await company.deliver(contract)
    [plan] = (await company.get(company.finance, "/payment-plans", contract_id=str(contract.contract_id)))["items"]

    async def change(way: str, version: int) -> Any:
        body = {"rows": [{"percent": "100", "days": 10, "method": way}], "reason": "as the customer asks"}
        path = f"/payment-plans/{plan['id']}/change"
        return await company.as_(company.finance).post(
            path, json=body, headers={"if-match": f'"{version}"', "idempotency-key": f"{way[:4]}-{version}"}
        )

    refused = await change("cash", plan["version"])
    assert (refused.status_code, refused.json()["rule"]) == (409, "COL-214")
    changed = await change("acceptance bill", plan["version"])
    assert changed.status_code == 200, changed.text
    only = [one | {"ways": ["bank transfer"]} for one in policy()["grades"]]
    await published(company, grades=only)
    await company.sweep(0, NOW + timedelta(seconds=1))
    kept = await change("acceptance bill", changed.json()["version"])
    assert kept.status_code == 200, "it was agreed before"


async def test_feature_135_what_a_policy_would_change_is_counted_before(company: Company) -> None:
    customers = [await company.customer(name=f"客户{n}") for n in range(3)]
    looked = await company.post(company.finance, "/collection-policies/preview", **policy())
    assert looked == {
        "customers": 3, "longer": 0, "shorter": 3, "other_most": 3, "other_discount": 0, "other_ways": 3,
    }  # fmt: skip
    assert len(await company.get(company.finance, "/collection-policies")) == 1, "it was only looked at"
    assert days_of(await offer_of(company, customers[0])) == ("", 30, None, "", 0)
    elsewhere = policy(legal_entity_id="CS-US")
    foreign = await company.post(company.foreign, "/collection-policies/preview", **elsewhere)
    assert foreign["customers"] == 0


async def test_feature_135_who_may_publish_which_policy(company: Company) -> None:
    own = await company.send(company.finance, "/collection-policies", **policy(legal_entity_id="*"))
    assert own.status_code == 403, "who works for one legal entity does not change the house's"
    sales = await company.send(company.li, "/collection-policies", **policy())
    assert sales.status_code == 403
    wrong = await company.send(company.finance, "/collection-policies", **policy(grades=policy()["grades"][::-1]))
    assert (wrong.status_code, wrong.json()["rule"]) == (409, "COL-211")
    short = await company.send(company.finance, "/collection-policies", **policy(grades=policy()["grades"][:3]))
    assert (short.status_code, short.json()["rule"]) == (409, "COL-211")
    key = "once"
    first = await company.send(company.finance, "/collection-policies", key=key, **policy())
    again = await company.send(company.finance, "/collection-policies", key=key, **policy())
    assert (first.status_code, again.status_code, first.json()["id"]) == (201, 201, again.json()["id"])
    house = await company.post(ADMIN, "/collection-policies", **policy(legal_entity_id="*"))
    assert house["version"] == 2
    assert [(one["legal_entity_id"], one["version"], one["in_force"]) for one in await company.get(
        company.li, "/collection-policies"
    )] == [("*", 2, True), ("*", 1, False), ("CS-CN", 1, True)]  # fmt: skip
    assert len(await company.get(company.foreign, "/collection-policies")) == 2, "another legal entity's"


async def test_feature_143_a_broken_promise_counts_within_the_hour_where_the_policy_says_so(company: Company) -> None:
    rules = [
        {"rule": "BROKEN_PROMISES", "points": 60, "bound": 1},
        {"rule": "OVERDUE_DAYS", "points": 40, "bound": 60},
    ]
    last = (await company.get(company.finance, "/credit-policies"))[0]
    same = {name: last[name] for name in ("grades", "evidence_days", "release_roles")}
    await company.post(ADMIN, "/credit-policies", **same, rules=rules)
    order = await company.sold()
    customer = UUID(str(order["customer_id"]))
    [receivable, *_] = (await company.get(company.finance, "/receivables", customer_id=str(customer)))["items"]
    said = {"receivable_ids": [receivable["id"]], "amount": "100.00", "promised_on": "2026-03-03"}
    await company.post(company.finance, "/promises", **said, promised_by="张总")
    await company.sweep(shard_of(customer), NOW)
    before = await company.get(company.finance, f"/credits/{customer}/standing")
    assert before["score"] == 100
    await company.sweep(shard_of(customer), NOW + timedelta(days=2))
    after = await company.get(company.finance, f"/credits/{customer}/standing")
    assert after["score"] == 39, "nothing of sixty, and a day late"
    assert Decimal(after["most_days"]) < Decimal(before["most_days"])
