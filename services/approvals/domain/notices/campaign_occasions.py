"""Who is notified of what happens to campaigns, and to the ways by which leads come?"""

from messages.leads import (
    activities,
    activity_files,
    budgets,
    campaign_tasks,
    campaigns,
    channel_keys,
    channels,
    lead_forms,
)
from services.approvals.domain.notices.occasion import How, Occasion, Who, nobody, told
from services.approvals.domain.notices.sales_occasions import ASKED, DECIDED

KEPT = "whoever keeps the keys did it; what comes by them is seen with the leads"

TASK = "do_campaign_task"  # the kind of to-do
PLANNED = "who plans it did it; all see it in the list of campaigns"

CAMPAIGNS: tuple[Occasion, ...] = (
    nobody(campaigns.CampaignPlanned, PLANNED),
    nobody(campaigns.CampaignChanged, PLANNED),
    nobody(activities.ActivityPlanned, PLANNED),
    nobody(activities.ActivityChanged, PLANNED),
    nobody(activities.ActivityCancelled, PLANNED),
    nobody(activities.ActivityCostRecorded, "its costs stand on its page"),
    told(activities.ActivityOverspent, Who.OWNER, Who.MANAGER),
    nobody(budgets.BudgetRequested, ASKED),
    nobody(budgets.BudgetReturned, DECIDED),
    nobody(budgets.BudgetApplied, DECIDED),
    nobody(budgets.BudgetRejected, DECIDED),
    told(budgets.BudgetWithdrawn, Who.OWNER, record="activity"),
    nobody(channels.LeadChannelsSet, "who enters a lead sees the channels"),
    nobody(channel_keys.ChannelKeyMade, KEPT),
    nobody(channel_keys.ChannelKeyRotated, KEPT),
    nobody(channel_keys.ChannelKeyRevoked, KEPT),
    nobody(lead_forms.LeadFormMade, KEPT),
    nobody(lead_forms.LeadFormChanged, KEPT),
    nobody(lead_forms.LeadFormClosed, KEPT),
    nobody(activity_files.ActivityFileAttached, "it stands on the page of the activity"),
    nobody(activity_files.ActivityFileRemoved, "it stands on the page of the activity"),
    Occasion(
        campaign_tasks.CampaignTaskGiven,
        (Who.OWNER,),
        how=How.TODO,
        within="the task's own day",
        words=f"todo.{TASK}",
        record="campaign_task",
    ),
    told(campaign_tasks.CampaignTaskDone, Who.NAMED, closes=(TASK,)),
    nobody(campaign_tasks.CampaignTaskCancelled, "the to-do leaves the inbox", closes=(TASK,)),
    told(campaign_tasks.CampaignTaskOverdue, Who.OWNER, Who.NAMED),
    nobody(campaign_tasks.CampaignTaskDeadlineMoved, "wakes a process, nothing has happened to anybody"),
)
