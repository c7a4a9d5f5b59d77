"""What can be done with public pools 公海池?"""

from services.leads.use_cases.pools.assign_waiting import distribute_waiting, explain_assignment
from services.leads.use_cases.pools.define_pool import define_pool, preview_pool
from services.leads.use_cases.pools.list_late_deadlines import list_late_deadlines
from services.leads.use_cases.pools.list_pools import list_people, list_pools, list_waiting, show_pool, show_responses
from services.leads.use_cases.pools.move_leads import move_lead, move_leads
from services.leads.use_cases.pools.process_due_leads import process_due_leads
from services.leads.use_cases.pools.set_assignment_rules import set_assignment_rules, show_assignment_rules

__all__ = [
    "define_pool",
    "distribute_waiting",
    "explain_assignment",
    "list_late_deadlines",
    "list_people",
    "list_pools",
    "list_waiting",
    "move_lead",
    "move_leads",
    "preview_pool",
    "process_due_leads",
    "set_assignment_rules",
    "show_assignment_rules",
    "show_pool",
    "show_responses",
]
