"""Can one walk from money back to the activity for which its lead came?"""

from datetime import date, timedelta
from typing import Any
from uuid import UUID

from chassis.base.clock import new_id
from chassis.testing.plugin import Api, an_actor
from messages.leads.activities import ActivityPlanned
from messages.leads.campaigns import CampaignPlanned
from messages.leads.events import LeadCaptured
from messages.money import Money
from tests.services.insights.conftest import AT, Sale, get

MARKETER = an_actor("marketing", unit="cs/office")
CHAIN = ["payment", "order", "contract", "opportunity", "lead", "activity", "campaign"]


async def came_of(deliver: Any, *leads: UUID) -> tuple[UUID, UUID]:
    """An activity for which these leads came; what was published last arrives first."""
    activity, campaign, owner = new_id(), new_id(), MARKETER.id
    days: dict[str, Any] = {"starts_on": date(2026, 3, 1), "ends_on": date(2026, 3, 31)}
    whose: dict[str, Any] = {"owner_id": owner, "legal_entity_id": "CS-CN"}
    money = {name: Money.of("10.00", "CNY") for name in ("planned_cost", "actual_cost", "expected_revenue")}
    events = [
        *(
            LeadCaptured(
                lead_id=lead, number="LD-1", source="SEM", activity_id=activity, legal_entity_id="CS-CN", version=1
            )
            for lead in leads
        ),
        ActivityPlanned(
            activity_id=activity, number="MA-1", name="百度投放", campaign_id=campaign, campaign_number="MP-1",
            channel="SEM", version=1, **days, **whose, **money,
        ),
        CampaignPlanned(
            campaign_id=campaign, number="MP-1", name="春季推广", goal="", currency="CNY", version=1, **days, **whose
        ),
    ]  # fmt: skip
    for place, event in enumerate(events):
        await deliver(event, twice=True, at=AT - timedelta(hours=1 + place), id=UUID(int=100 + place))
    return activity, campaign


async def test_feature_12_from_a_confirmed_payment_one_walks_back_to_the_activity(
    api: Api, sale: Sale, deliver: Any
) -> None:
    activity, campaign = await came_of(deliver, sale.lead)
    chain = await get(api, sale.owner, "/chain", number="PA-1")
    assert [one["kind"] for one in chain] == CHAIN
    ids = [sale.payment, sale.order, sale.contract, sale.opportunity, sale.lead, activity, campaign]
    assert [one["id"] for one in chain] == [str(id) for id in ids]
    assert [(one["number"], one["title"]) for one in chain[-2:]] == [("MA-1", "百度投放"), ("MP-1", "春季推广")]
    assert chain[0]["amount"] == {"amount": "1000.00", "currency": "CNY"}
    assert [one["kind"] for one in await get(api, MARKETER, "/chain", id=str(sale.order))] == CHAIN[1:]
    assert await get(api, an_actor("finance"), "/chain", number="MA-1") == chain[-2:]


async def test_feature_12_the_chain_is_for_who_may_see_the_sale(api: Api, sale: Sale, deliver: Any) -> None:
    await came_of(deliver, sale.lead)
    for actor, status in (
        (sale.owner, 200), (an_actor("sales_manager", unit="cs/east"), 200), (an_actor("sales"), 404),
        (an_actor("finance", legal_entities=("CS-US",)), 404),
    ):  # fmt: skip
        for number in ("PA-1", "LD-1"):
            assert (await api.as_(actor).get("/chain", params={"number": number})).status_code == status
    assert (await api.as_(sale.owner).get("/chain")).status_code == 422


async def test_sys_90_nobody_sees_a_sale_because_he_planned_what_brought_it(api: Api, sale: Sale, deliver: Any) -> None:
    planner = an_actor("sales", id=MARKETER.id)
    activity, _ = await came_of(deliver, sale.lead)
    for number in ("PA-1", "LD-1"):
        assert (await api.as_(planner).get("/timeline", params={"number": number})).status_code == 404
    own = await get(api, planner, "/timeline", id=str(activity))
    assert [one["kind"] for one in own["items"]] == ["activity"]
    theirs = await get(api, sale.owner, "/timeline", number="PA-1")
    assert not {one["kind"] for one in theirs["items"]} & {"activity", "campaign"}
