"""What can be done about leads that may be one?"""

from services.leads.use_cases.matching.find_duplicates import find_duplicates, find_duplicates_of
from services.leads.use_cases.matching.list_touches import list_touches
from services.leads.use_cases.matching.merge_lead import merge_lead, unmerge_lead
from services.leads.use_cases.matching.set_match_rules import list_match_rules, set_match_rules
from services.leads.use_cases.matching.tell_apart import mark_duplicate, tell_apart

__all__ = [
    "find_duplicates",
    "find_duplicates_of",
    "list_match_rules",
    "list_touches",
    "mark_duplicate",
    "merge_lead",
    "set_match_rules",
    "tell_apart",
    "unmerge_lead",
]
