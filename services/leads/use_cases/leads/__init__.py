"""What can be done with leads?"""

from services.leads.use_cases.leads.assign_leads import assign_lead, assign_leads
from services.leads.use_cases.leads.claim_lead import claim_lead
from services.leads.use_cases.leads.claim_next import claim_next
from services.leads.use_cases.leads.convert_lead import convert_lead
from services.leads.use_cases.leads.drop_lead import drop_lead
from services.leads.use_cases.leads.edit_lead import edit_lead, list_changes
from services.leads.use_cases.leads.import_leads import import_leads
from services.leads.use_cases.leads.list_leads import (
    count_leads,
    list_follow_up_kinds,
    list_follow_ups,
    list_leads,
    show_lead,
)
from services.leads.use_cases.leads.nurture_lead import nurture_lead, reuse_lead, wake_lead
from services.leads.use_cases.leads.post_lead import post_lead
from services.leads.use_cases.leads.record_follow_up import record_follow_up
from services.leads.use_cases.leads.release_lead import release_lead
from services.leads.use_cases.leads.set_fields import set_fields, show_fields

__all__ = [
    "assign_lead",
    "assign_leads",
    "claim_lead",
    "claim_next",
    "convert_lead",
    "count_leads",
    "drop_lead",
    "edit_lead",
    "import_leads",
    "list_changes",
    "list_follow_up_kinds",
    "list_follow_ups",
    "list_leads",
    "nurture_lead",
    "post_lead",
    "record_follow_up",
    "release_lead",
    "reuse_lead",
    "set_fields",
    "show_fields",
    "show_lead",
    "wake_lead",
]
