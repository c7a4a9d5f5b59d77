"""One of each record of campaigns and intake, for the tests that look at every page."""

from datetime import timedelta
from uuid import UUID

from chassis.base.clock import new_id, now
from messages.approvals.people import PersonView
from messages.base import Page
from messages.leads.activities import ActivityView, PlanActivity
from messages.leads.campaign_tasks import CampaignTaskView, GiveCampaignTask
from messages.leads.campaigns import CampaignView, PlanCampaign
from messages.leads.channel_keys import ChannelKeyView, MakeChannelKey
from messages.leads.lead_forms import FormField, LeadFormView, MakeLeadForm
from tests.whole_stack import SalesSoFar


async def campaign_records(sales: SalesSoFar) -> dict[str, UUID]:
    """By the names of the paths' parameters."""
    ops = await sales.cast.player("ops")
    today = now().date()
    days = {"starts_on": today, "ends_on": today + timedelta(days=30)}
    campaign = await ops.post("leads", "/campaigns", PlanCampaign(name="x", **days), CampaignView)
    plan = PlanActivity.model_validate(
        {"name": "x", "channel": "ADS", **days, "planned_cost": "1.00", "expected_revenue": "1.00"}
    )
    activity = await ops.post("leads", f"/campaigns/{campaign.id}/activities", plan, ActivityView)
    people = await ops.get("approvals", "/people", Page[PersonView], q="li.sales", limit=1)
    wish = GiveCampaignTask(title="x", executor_id=people.items[0].id, due_on=today + timedelta(days=3))
    task = await ops.post("leads", f"/activities/{activity.id}/tasks", wish, CampaignTaskView, key=new_id())
    key = await ops.post("leads", "/channel-keys", MakeChannelKey(name="x", channel="SEM"), ChannelKeyView)
    form = await ops.post("leads", "/lead-forms", MakeLeadForm(name="x", fields=[FormField.PHONE]), LeadFormView)
    return {
        "campaign": campaign.id, "activity": activity.id, "campaign_task": task.id, "channel_key": key.id,
        "lead_form": form.id,
    }  # fmt: skip
