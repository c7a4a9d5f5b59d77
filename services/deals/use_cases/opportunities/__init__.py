"""What can be done with opportunities, their stages and what is known of them?"""

from services.deals.use_cases.opportunities.add_risk import add_risk, close_risk, list_risks
from services.deals.use_cases.opportunities.advance_opportunity import advance_opportunity, set_back_opportunity
from services.deals.use_cases.opportunities.complete_step import complete_step, list_steps
from services.deals.use_cases.opportunities.count_opportunities import count_opportunities
from services.deals.use_cases.opportunities.edit_opportunity import edit_opportunity, list_opportunity_changes
from services.deals.use_cases.opportunities.import_opportunities import import_opportunities
from services.deals.use_cases.opportunities.list_opportunities import list_opportunities
from services.deals.use_cases.opportunities.lose_opportunity import lose_opportunity
from services.deals.use_cases.opportunities.open_converted_lead import open_converted_lead
from services.deals.use_cases.opportunities.open_opportunity import open_opportunity
from services.deals.use_cases.opportunities.record_facts import list_facts, record_facts
from services.deals.use_cases.opportunities.set_business_types import list_business_types, set_business_types
from services.deals.use_cases.opportunities.set_loss_reasons import (
    list_loss_reasons,
    rank_loss_reasons,
    set_loss_reasons,
)
from services.deals.use_cases.opportunities.set_stages import list_stages, set_stages
from services.deals.use_cases.opportunities.show_opportunity import show_opportunity
from services.deals.use_cases.opportunities.win_opportunity import win_opportunity

__all__ = [
    "add_risk",
    "advance_opportunity",
    "close_risk",
    "complete_step",
    "count_opportunities",
    "edit_opportunity",
    "import_opportunities",
    "list_business_types",
    "list_facts",
    "list_loss_reasons",
    "list_opportunities",
    "list_opportunity_changes",
    "list_risks",
    "list_stages",
    "list_steps",
    "lose_opportunity",
    "open_converted_lead",
    "open_opportunity",
    "rank_loss_reasons",
    "record_facts",
    "set_back_opportunity",
    "set_business_types",
    "set_loss_reasons",
    "set_stages",
    "show_opportunity",
    "win_opportunity",
]
