"""What can be done about campaigns and their activities?"""

from services.leads.use_cases.campaigns.attach_file import (
    attach_activity_file,
    list_activity_files,
    remove_activity_file,
    show_activity_file,
)
from services.leads.use_cases.campaigns.cancel_activity import cancel_activity
from services.leads.use_cases.campaigns.decide_budget import apply_budget, reject_budget, return_budget
from services.leads.use_cases.campaigns.edit_activity import edit_activity
from services.leads.use_cases.campaigns.end_task import cancel_task, complete_task
from services.leads.use_cases.campaigns.give_task import give_task
from services.leads.use_cases.campaigns.list_activities import list_activities, list_costs, show_activity
from services.leads.use_cases.campaigns.list_budgets import list_budgets, show_approval_subject, show_budget
from services.leads.use_cases.campaigns.list_campaigns import list_campaigns, show_campaign
from services.leads.use_cases.campaigns.list_tasks import list_tasks, show_task
from services.leads.use_cases.campaigns.plan_activity import plan_activity
from services.leads.use_cases.campaigns.plan_campaign import edit_campaign, plan_campaign
from services.leads.use_cases.campaigns.process_due_campaign_tasks import process_due_campaign_tasks
from services.leads.use_cases.campaigns.record_cost import record_cost
from services.leads.use_cases.campaigns.request_budget import request_budget, resubmit_budget, withdraw_budget

__all__ = [
    "apply_budget",
    "attach_activity_file",
    "cancel_activity",
    "cancel_task",
    "complete_task",
    "edit_activity",
    "edit_campaign",
    "give_task",
    "list_activities",
    "list_activity_files",
    "list_budgets",
    "list_campaigns",
    "list_costs",
    "list_tasks",
    "plan_activity",
    "plan_campaign",
    "process_due_campaign_tasks",
    "record_cost",
    "reject_budget",
    "remove_activity_file",
    "request_budget",
    "resubmit_budget",
    "return_budget",
    "show_activity",
    "show_activity_file",
    "show_approval_subject",
    "show_budget",
    "show_campaign",
    "show_task",
    "withdraw_budget",
]
