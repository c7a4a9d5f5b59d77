"""What may a legal entity set for its leads?"""

from services.leads.use_cases.lead_rules.set_drop_reasons import (
    list_drop_reasons,
    rank_drop_reasons,
    set_drop_reasons,
)

__all__ = [
    "list_drop_reasons",
    "rank_drop_reasons",
    "set_drop_reasons",
]
