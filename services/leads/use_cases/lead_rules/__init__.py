"""What may a legal entity set for its leads?"""

from services.leads.use_cases.lead_rules.set_drop_reasons import (
    list_drop_reasons,
    rank_drop_reasons,
    set_drop_reasons,
)
from services.leads.use_cases.lead_rules.set_lead_scoring import explain_priority, set_lead_scoring, show_lead_scoring

__all__ = [
    "explain_priority",
    "list_drop_reasons",
    "rank_drop_reasons",
    "set_drop_reasons",
    "set_lead_scoring",
    "show_lead_scoring",
]
