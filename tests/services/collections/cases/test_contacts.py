"""Is who looks after a customer asked in time to contact him, and is what came of it kept? (features 147, 154)"""

from datetime import timedelta
from typing import Any

import pytest

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.collections.cases.comments import ReceivableCommented
from messages.collections.cases.contacts import ContactDropped, ContactDue, ContactRecorded
from services.collections.domain.cases.contacts import contact_at
from services.collections.domain.shards import shard_of
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.collections.grades import grade as grade_customer
from tests.services.collections.test_dunning import CN, DUE, brought, day, rows, shard_with, shown

Said = dict[str, Any]

ADMIN = an_actor("admin", name="Admin", unit="cs")


async def contacts(company: Company, **query: Any) -> list[Any]:
    return (await company.get(company.finance, "/contacts", **query))["items"]  # type: ignore[no-any-return]


@pytest.mark.parametrize(("grade", "days", "way"), [("", 5, "CALL"), ("A", 3, "MAIL"), ("D", 10, "VISIT")])
async def test_feature_147_col_194_by_grade_the_owner_is_asked_so_many_days_before(
    company: Company, outbox: Any, harness: ServiceHarness, grade: str, days: int, way: str
) -> None:
    """Also when the grade comes after the debt; two debts of one customer are one to-do, once."""
    first, second = await brought(company, *rows("1", "2"))
    customer = (await shown(company, first))["customer_id"]
    if grade:
        await grade_customer(company, harness, customer, grade)
    shard = await shard_with(company, first)
    at = contact_at(DUE, days_before=days, tz=CN)
    early = await company.sweep(shard, at - timedelta(seconds=1))
    assert early["next_due_at"] == min(at, day(-3)).isoformat().replace("+00:00", "Z") or days == 3
    assert await outbox(ContactDue) == []
    for _ in range(2):
        await company.sweep(shard, at)
    [asked] = await outbox(ContactDue)
    assert (asked.way, asked.owner_id, sorted(asked.receivable_ids)) == (
        way,
        company.finance.id,
        sorted([first, second]),
    )
    [planned] = await contacts(company, receivable_id=first, owner_id=company.finance.id)
    assert (planned["status"], planned["way"]) == ("PLANNED", way)


async def test_feature_147_of_a_due_day_that_is_over_and_of_settled_history_nobody_is_asked(
    company: Company, outbox: Any
) -> None:
    (late,) = await brought(company, *rows("1"))
    await brought(company, *rows("2", settled_on="2026-03-01", live=False, invoiced_on="2026-02-01"))
    await company.sweep(await shard_with(company, late), day(1))
    assert await outbox(ContactDue) == []
    assert await contacts(company) == []


async def test_feature_147_col_195_the_result_is_kept_and_the_next_date_asks_again(
    company: Company, outbox: Any, time_is: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    await company.sweep(shard, day(-5))
    time_is(day(-5) + timedelta(hours=9))
    [planned] = await contacts(company)
    path = f"/contacts/{planned['id']}/record-result"
    said: Said = {"spoke_with": "Ms Zhao", "outcome": "WILL_PAY", "note": "on Friday"}
    for next_on in ("2026-03-27", "2027-04-01"):  # today, and too far
        answer = await company.send(company.finance, path, **said, next_on=next_on)
        assert (answer.status_code, answer.json()["rule"]) == (409, "COL-195")
    for _ in range(2):
        done = await company.post(company.finance, path, **said, next_on="2026-03-30", key="k")
        assert (done["status"], done["spoke_with"], done["outcome"]) == ("DONE", "Ms Zhao", "WILL_PAY")
    again = await company.send(company.finance, path, **said)
    assert (again.status_code, again.json()["rule"]) == (409, "COL-195")
    assert len(await outbox(ContactRecorded)) == 1
    await company.sweep(shard, day(-2))
    assert [str(event.due_on) for event in await outbox(ContactDue)] == ["2026-03-27", "2026-03-30"]
    assert [one["status"] for one in await contacts(company, receivable_id=id)] == ["PLANNED", "DONE"]


async def test_feature_147_who_has_paid_is_not_contacted_again(company: Company, outbox: Any, time_is: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    body: Said = {
        "receivable_ids": [str(id)],
        "way": "VISIT",
        "spoke_with": "Mr Wu",
        "outcome": "NOT_REACHED",
    }
    await company.post(company.finance, "/contacts", **body, next_on="2026-03-09")
    fields: Said = {"customer_id": (await shown(company, id))["customer_id"], "amount": cny("100.00")}
    paid = await company.post(company.finance_too, "/payments", **fields, received_on="2026-03-02")
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    await company.sweep(await shard_with(company, id), day(-5))
    assert await outbox(ContactDue) == []
    assert len(await outbox(ContactDropped)) == 1


async def test_feature_147_who_pays_after_he_was_to_be_contacted_is_not_contacted_any_more(
    company: Company, outbox: Any, time_is: Any
) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    await company.sweep(shard, day(-5))
    assert len(await outbox(ContactDue)) == 1
    time_is(day(-4))
    fields: Said = {"customer_id": (await shown(company, id))["customer_id"], "amount": cny("100.00")}
    paid = await company.post(
        company.finance_too, "/payments", **fields, received_on=(DUE - timedelta(days=4)).isoformat()
    )
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    for _ in range(2):
        await company.sweep(shard, day(-4))
    assert len(await outbox(ContactDropped)) == 1, "and its to-do goes"


async def test_feature_147_another_rule_asks_nobody_twice_for_the_same_day(company: Company, outbox: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    shard = await shard_with(company, id)
    await company.sweep(shard, day(-5))
    await company.post(ADMIN, "/contact-rules", legal_entity_id="CS-CN", grade="C", days_before=3, way="VISIT")
    await company.post(ADMIN, "/contact-rules", legal_entity_id="CS-CN", grade="", days_before=3, way="VISIT")
    swept = await company.sweep(shard, day(-3))
    assert (len(await outbox(ContactDue)), swept["more"]) == (1, False)
    assert (await company.sweep(shard, day(1)))["escalated"] == 1


async def test_feature_147_the_rules_are_data_of_a_legal_entity(company: Company, outbox: Any) -> None:
    (id,) = await brought(company, *rows("1"))
    body: Said = {"legal_entity_id": "CS-CN", "grade": "", "days_before": 20, "way": "VISIT"}
    assert (await company.send(company.finance, "/contact-rules", **body)).status_code == 403
    assert (await company.send(ADMIN, "/contact-rules", **body | {"legal_entity_id": "*"})).status_code == 403
    assert (await company.send(company.li, "/contact-rules", **body)).status_code == 403
    assert body in await company.post(ADMIN, "/contact-rules", **body)
    await company.sweep(await shard_with(company, id), day(-20))
    assert [event.way for event in await outbox(ContactDue)] == ["VISIT"]
    (second,) = await brought(company, *rows("2", customer="C-2"))
    await company.post(ADMIN, "/contact-rules", legal_entity_id="CS-CN", grade="", days_before=20)
    await company.sweep(await shard_with(company, second), day(-5))
    assert len(await outbox(ContactDue)) == 1


async def test_feature_147_an_order_plans_contacts_too(company: Company, outbox: Any) -> None:
    order = await company.sold()
    await company.received(order)
    due = (await company.receivables(order))[1]
    assert due["due_on"] == "2026-04-01"
    await company.sweep(shard_of(order["customer_id"]), day(-5))
    assert [event.receivable_number for event in await outbox(ContactDue)] == [due["number"]]


async def test_feature_154_sales_and_finance_see_one_thread_and_who_is_mentioned_is_told(
    company: Company, outbox: Any, time_is: Any
) -> None:
    await company.hire(company.li, company.boss)
    order = await company.sold()
    id = (await company.receivables(order))[0]["id"]
    for actor, said in ((company.li, "They wait for the invoice"), (company.finance, "Issued today")):
        time_is(NOW if actor is company.li else NOW + timedelta(minutes=1))
        for _ in range(2):
            await company.post(
                actor, f"/receivables/{id}/comment", text=said, mentions=[str(company.boss.id)], key=said[:4]
            )
    for actor in (company.li, company.boss, company.finance):
        thread = (await company.get(actor, f"/receivables/{id}/comments"))["items"]
        assert [(one["author_name"], one["text"]) for one in thread] == [
            ("Finance", "Issued today"), ("Li Wei", "They wait for the invoice"),
        ]  # fmt: skip
    told = await outbox(ReceivableCommented)
    assert [(event.owner_id, event.mentions) for event in told] == [(company.li.id, [company.boss.id])] * 2
    for actor in (company.other, company.foreign):
        assert (await company.as_(actor).get(f"/receivables/{id}/comments")).status_code == 404
        assert (await company.send(actor, f"/receivables/{id}/comment", text="x")).status_code == 404


async def test_feature_154_a_case_gathers_all_of_one_customer(company: Company, time_is: Any) -> None:
    first, second = await brought(company, *rows("1", "2"))
    await brought(company, *rows("3", customer="C-2"))
    customer = (await shown(company, first))["customer_id"]
    time_is(day(2))
    await company.sweep(await shard_with(company, first), day(2))
    promise: Said = {
        "receivable_ids": [str(first)],
        "amount": "60.00",
        "promised_on": "2026-04-10",
        "promised_by": "x",
    }
    await company.post(company.finance, "/promises", **promise)
    pause: Said = {"customer_id": customer, "receivable_ids": [str(second)], "reason": "DISPUTE", "note": "x"}
    await company.post(company.finance, "/dunning-pauses", **pause, until="2026-04-10")
    body: Said = {"receivable_ids": [str(first)], "way": "CALL", "spoke_with": "Mr Wu", "outcome": "PROMISED"}
    await company.post(company.finance, "/contacts", **body)
    await company.post(company.finance, f"/receivables/{first}/comment", text="He sounded sure")
    case = await company.get(company.finance, f"/collection-cases/{customer}")
    [line] = case["sums"]
    assert (line["receivables"], line["open"], line["overdue"]) == (2, cny("200.00"), cny("200.00"))
    assert (line["days_late"], line["level"], line["paused"], line["promised"]) == (2, 1, 2, cny("60.00"))
    parts = ("receivables", "pauses", "promises", "contacts", "comments")
    assert [len(case[part]) for part in parts] == [2, 1, 1, 1, 1]
    listed = (await company.get(company.finance, "/collection-cases", limit=1))["items"]
    assert len(listed) == 1
    assert len((await company.get(company.finance, "/collection-cases", late=True))["items"]) == 2
    assert (await company.get(company.other, "/collection-cases"))["items"] == []
    assert (await company.as_(company.other).get(f"/collection-cases/{customer}")).status_code == 404
