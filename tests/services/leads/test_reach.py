"""Is it known what came of each activity?"""

from typing import Any
from uuid import UUID, uuid4

from messages.deals.opportunities import OpportunityLost, OpportunityOpened, OpportunityReopened, OpportunityWon
from messages.leads.events import LeadConverted
from messages.money import Money
from tests.services.leads.campaign_plans import MARKETER, activity_of, in_days, planned_campaign
from tests.services.leads.conftest import Company


async def test_feature_6_it_is_known_what_came_of_each_activity(company: Company, deliver: Any, outbox: Any) -> None:
    campaign = await planned_campaign(company)
    activity = await activity_of(company, campaign)
    other = await activity_of(company, campaign, channel="OFFLINE", starts_on=in_days(2))
    leads = [await company.owned(company.wang, company=f"公司{n}", channel="SEM") for n in range(3)]
    for lead in leads[:2]:
        await company.post(company.wang, f"/leads/{lead['id']}/convert", project="x", customer_name=lead["company"])
    told = await outbox(LeadConverted)
    assert [str(one.activity_id) for one in told] == [activity["id"]] * 2
    for one in told:
        await deliver(_opened(one.opportunity_id, one.lead_id))
    await deliver(_won(told[0].opportunity_id, version=2))
    await deliver(_lost(told[1].opportunity_id, version=2))
    await deliver(_won(uuid4(), version=2))  # of no lead
    rows = (await company.get(MARKETER, "/activities", campaign_id=campaign["id"]))["items"]
    assert [(row["id"], row["status"]) for row in rows] == [(other["id"], "PLANNED"), (activity["id"], "RUNNING")]
    reach = {"leads": 3, "opportunities": 2, "won": 1, "lost": 1}
    amounts = [{"amount": "900.00", "currency": "CNY"}]
    assert [row["reach"] for row in rows] == [
        {**dict.fromkeys(reach, 0), "won_amounts": []}, {**reach, "won_amounts": amounts},
    ]  # fmt: skip
    assert (await company.get(MARKETER, f"/campaigns/{campaign['id']}"))["reach"] == {**reach, "won_amounts": amounts}
    await deliver(_reopened(told[0].opportunity_id, version=3), twice=True)
    await deliver(_won(told[0].opportunity_id, version=2))  # late
    assert (await company.get(MARKETER, f"/activities/{activity['id']}"))["reach"]["won"] == 0
    for status, found in (("RUNNING", [activity["id"]]), ("PLANNED", [other["id"]]), ("ENDED", [])):
        seen = await company.get(MARKETER, "/activities", status=status)
        assert [row["id"] for row in seen["items"]] == found


async def test_feature_12_a_converted_lead_is_of_the_activity_of_a_touch_when_it_had_none(
    company: Company, outbox: Any
) -> None:
    campaign = await planned_campaign(company)
    activity = await activity_of(company, campaign)
    lead = await company.owned(company.wang, source="crm", phone="13800138000", company="甲")
    touch = await company.lead(source="web", channel="SEM", phone="13800138000")
    assert (lead["activity_id"], touch["duplicate_of"]) == (None, lead["id"])
    await company.post(company.wang, f"/leads/{lead['id']}/convert", project="x")
    [told] = await outbox(LeadConverted)
    assert str(told.activity_id) == activity["id"]


def _opened(id: UUID, lead_id: UUID) -> OpportunityOpened:
    return OpportunityOpened(
        opportunity_id=id, number="OP-1", customer_id=uuid4(), project="x", owner_id=uuid4(), legal_entity_id="CS-CN",
        stage="Prospecting", lead_id=lead_id, version=1,
    )  # fmt: skip


def _won(id: UUID, *, version: int) -> OpportunityWon:
    amount = Money.of("900.00", "CNY")
    return OpportunityWon(
        opportunity_id=id, number="OP-1", customer_id=uuid4(), owner_id=uuid4(), amount=amount, version=version
    )


def _lost(id: UUID, *, version: int) -> OpportunityLost:
    return OpportunityLost(
        opportunity_id=id, number="OP-1", customer_id=uuid4(), owner_id=uuid4(), reason="PRICE", version=version
    )


def _reopened(id: UUID, *, version: int) -> OpportunityReopened:
    return OpportunityReopened(
        opportunity_id=id, number="OP-1", customer_id=uuid4(), owner_id=uuid4(), contract_id=uuid4(), contract="CT-1",
        stage="Prospecting", amount=Money.of("900.00", "CNY"), version=version,
    )  # fmt: skip
