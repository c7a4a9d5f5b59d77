"""Does a lead go to a colleague only when he accepts it, with all that was done about it?"""

import asyncio
from datetime import datetime
from typing import Any

import pytest

from messages.hand_over import PersonHandedOver
from messages.leads import transfers as told
from messages.leads.events import LeadAssigned
from tests.services.leads.conftest import Company, known, some_id
from tests.services.leads.test_hand_over import order

WEST = {"code": "west", "name": "West pool", "legal_entity_id": "CS-CN", "unit": "cs/west", "regions": ["West"]}


async def offered(company: Company, lead: Any, to: Any, by: Any = None, **more: Any) -> Any:
    return await company.post(by or company.wang, f"/leads/{lead['id']}/transfers", to_id=str(to.id), **more)


async def test_feature_30_a_lead_goes_to_another_department_with_its_history_when_it_is_accepted(
    company: Company, outbox: Any
) -> None:
    west = await company.post(company.ops, "/pools", **WEST, follow_up_within="2 days", warn_before="4 hours")
    lead = await company.owned(company.wang, company="华为", contact="张三")
    await company.post(company.wang, f"/leads/{lead['id']}/follow-ups", kind="CALL", note="they are in the west")
    offer = await offered(company, lead, company.west, note="your city")
    assert (offer["status"], offer["from_name"], offer["to_name"], offer["pool"]) == (
        "ASKED", "王芳", "West Seller", "West pool",
    )  # fmt: skip
    mine = await company.get(company.wang, f"/leads/{lead['id']}")
    assert (mine["owner_id"], mine["follow_up_due_at"] is not None) == (str(company.wang.id), True), "his still"
    seen = await company.get(company.west, f"/leads/{lead['id']}")
    assert seen["contact"] == "张**", "not his yet"
    [asked] = await outbox(told.LeadTransferAsked)
    assert (asked.owner_id, asked.guidance) == (company.west.id, "your city")
    [listed] = (await company.get(company.west, "/lead-transfers", status="ASKED"))["items"]
    assert (listed["id"], listed["may_answer"], listed["company"]) == (offer["id"], True, "华为")
    accepted = await company.post(company.west, f"/lead-transfers/{offer['id']}/accept")
    assert accepted["status"] == "ACCEPTED"
    his = await company.get(company.west, f"/leads/{lead['id']}")
    assert (his["owner_id"], his["pool_id"], his["contact"]) == (str(company.west.id), west["id"], "张三")
    ends, ended = (datetime.fromisoformat(one["follow_up_due_at"]) for one in (his, mine))
    assert ends < ended, "by the clock of his pool"
    acts = await company.get(company.west, f"/leads/{lead['id']}/follow-ups")
    assert [act["note"] for act in acts["items"]] == ["they are in the west"]
    assert (await company.api.as_(company.wang).get(f"/leads/{lead['id']}")).status_code == 404
    [done] = await outbox(told.LeadTransferAccepted)
    assert done.former_owner_id == company.wang.id
    [given] = await outbox(LeadAssigned)
    assert given.owner_id == company.west.id
    assert (await company.post(company.west, f"/lead-transfers/{offer['id']}/accept"))["status"] == "ACCEPTED"


async def test_feature_30_a_refused_lead_stays_whose_it_is_and_he_is_told_why(company: Company, outbox: Any) -> None:
    lead = await company.owned(company.wang)
    offer = await offered(company, lead, company.li, company.boss)
    path = f"/lead-transfers/{offer['id']}"
    assert (await company.say(company.li, f"{path}/refuse")).status_code == 422
    others = await company.say(company.wang, f"{path}/accept")
    assert (others.status_code, others.json()["rule"]) == (409, "LEA-96")
    refused = await company.post(company.li, f"{path}/refuse", reason="not my line")
    assert (refused["status"], refused["reason"]) == ("REFUSED", "not my line")
    [event] = await outbox(told.LeadTransferRefused)
    assert (event.owner_id, event.mentions, event.reason) == (company.wang.id, [company.boss.id], "not my line")
    mine = await company.get(company.wang, f"/leads/{lead['id']}")
    assert (mine["owner_id"], mine["follow_up_due_at"]) == (str(company.wang.id), lead["follow_up_due_at"])
    assert (await company.say(company.li, f"{path}/accept")).json()["rule"] == "LEA-98"
    again = await offered(company, lead, company.li)
    withdrawn = await company.post(company.wang, f"/lead-transfers/{again['id']}/withdraw")
    assert withdrawn["status"] == "WITHDRAWN"
    gone = await company.api.as_(company.li).get(f"/leads/{lead['id']}")
    assert gone.status_code == 404, "nothing is offered to her any more"


async def test_feature_30_what_is_offered_lapses_when_the_lead_is_no_longer_his(company: Company, outbox: Any) -> None:
    leads = [await company.owned(company.wang) for _ in range(3)]
    offers = [await offered(company, lead, company.li) for lead in leads]
    await company.post(company.wang, f"/leads/{leads[0]['id']}/release")
    await company.post(company.wang, f"/leads/{leads[1]['id']}/drop", reason="NO_NEED")
    due = leads[2]["follow_up_due_at"]
    await company.post(company.keeper, f"/pools/{leads[2]['pool_id']}/process-due", due)
    assert len(await outbox(told.LeadTransferLapsed)) == 3
    for offer in offers:
        late = await company.say(company.li, f"/lead-transfers/{offer['id']}/accept")
        assert (late.status_code, late.json()["rule"]) == (409, "LEA-98")


async def test_feature_30_accepted_and_reclaimed_at_once_a_lead_has_one_owner(company: Company, outbox: Any) -> None:
    leads = [await company.owned(company.wang) for _ in range(6)]
    offers = [await offered(company, lead, company.li) for lead in leads]
    due = max(lead["follow_up_due_at"] for lead in leads)
    keeper = [company.post(company.keeper, f"/pools/{leads[0]['pool_id']}/process-due", due) for _ in range(2)]
    answers = await asyncio.gather(
        *[company.say(company.li, f"/lead-transfers/{offer['id']}/accept") for offer in offers], *keeper
    )
    accepted = sum(answer.status_code == 200 for answer in answers[:6])
    assert accepted == len(await outbox(told.LeadTransferAccepted))
    assert accepted + len(await outbox(told.LeadTransferLapsed)) == 6
    for lead in leads:
        seen = await company.get(company.boss, f"/leads/{lead['id']}")
        assert seen["status"] in ("OWNED", "POOLED")
        assert seen["owner_id"] in (str(company.li.id), None)


async def test_who_may_be_offered_what(company: Company) -> None:
    await company.pool(holding_limit=1)
    await company.deliver(known(company.ops))
    lead, waiting = await company.owned(company.wang), await company.lead()
    path = f"/leads/{lead['id']}/transfers"

    async def why(actor: Any, where: str, to: Any) -> Any:
        answer = await company.say(actor, where, to_id=str(to.id))
        return answer.json().get("rule") or answer.json()["errors"][0]["rule"]

    assert await why(company.wang, path, company.wang) == "LEA-94"
    assert await why(company.wang, path, company.ops) == "LEA-9", "he sells nothing"
    assert await why(company.boss, f"/leads/{waiting['id']}/transfers", company.li) == "LEA-93"
    assert (await company.say(company.li, path, to_id=str(company.li.id))).status_code == 404
    await company.owned(company.li)
    offer = await offered(company, lead, company.li)
    assert await why(company.wang, path, company.west) == "LEA-95"
    full = await company.say(company.li, f"/lead-transfers/{offer['id']}/accept")
    assert full.json()["rule"] == "LEA-7", "the limit holds for what is accepted, too"
    strange = await company.say(company.wang, f"/lead-transfers/{offer['id']}/withdraw")
    assert strange.status_code == 200


async def test_what_was_offered_to_who_leaves_is_his_successors(company: Company, deliver: Any) -> None:
    lead = await company.owned(company.wang)
    offer = await offered(company, lead, company.li)
    await company.deliver(known(company.li, active=False, version=2))
    await deliver(
        PersonHandedOver(
            handover_id=some_id(),
            person_id=company.li.id,
            person_name="Li Wei",
            to_id=company.boss.id,
            by_id=company.ops.id,
            version=1,
        )
    )
    seen = await company.get(company.boss, f"/lead-transfers/{offer['id']}")
    assert (seen["to_name"], seen["may_answer"]) == ("赵敏", True)
    await company.post(company.boss, f"/lead-transfers/{offer['id']}/accept")
    assert (await company.get(company.boss, f"/leads/{lead['id']}"))["owner_name"] == "赵敏"


@pytest.mark.parametrize("leaver_offers", [True, False])
async def test_what_the_successor_and_who_leaves_offered_to_one_another_lapses(
    company: Company, deliver: Any, outbox: Any, leaver_offers: bool
) -> None:
    """Nobody offers a lead to himself; and nobody would set his own clock back by accepting."""
    lead = await company.owned(company.wang if leaver_offers else company.li)
    offer = await offered(company, lead, company.li if leaver_offers else company.wang, company.boss)
    other = await company.owned(company.wang)
    kept = await offered(company, other, company.boss)
    await deliver(order(company, company.li), twice=True)
    seen = await company.get(company.boss, f"/lead-transfers/{offer['id']}")
    assert (seen["status"], seen["may_answer"]) == ("LAPSED", False)
    [lapsed] = await outbox(told.LeadTransferLapsed)
    assert str(lapsed.lead_transfer_id) == offer["id"]
    mine = await company.get(company.li, f"/leads/{lead['id']}")
    assert (mine["owner_id"], mine["follow_up_due_at"]) == (str(company.li.id), lead["follow_up_due_at"])
    assert (await company.get(company.boss, f"/lead-transfers/{kept['id']}"))["from_name"] == "Li Wei"
