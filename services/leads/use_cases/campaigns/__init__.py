"""What can be done about campaigns and their activities?"""

from services.leads.use_cases.campaigns.cancel_activity import cancel_activity
from services.leads.use_cases.campaigns.edit_activity import edit_activity
from services.leads.use_cases.campaigns.list_activities import list_activities, list_costs, show_activity
from services.leads.use_cases.campaigns.list_campaigns import list_campaigns, show_campaign
from services.leads.use_cases.campaigns.plan_activity import plan_activity
from services.leads.use_cases.campaigns.plan_campaign import edit_campaign, plan_campaign
from services.leads.use_cases.campaigns.record_cost import record_cost

__all__ = [
    "cancel_activity",
    "edit_activity",
    "edit_campaign",
    "list_activities",
    "list_campaigns",
    "list_costs",
    "plan_activity",
    "plan_campaign",
    "record_cost",
    "show_activity",
    "show_campaign",
]
