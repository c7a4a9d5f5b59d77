"""What can be done with opportunities and their stages?"""

from services.deals.use_cases.opportunities.advance_opportunity import advance_opportunity
from services.deals.use_cases.opportunities.count_opportunities import count_opportunities
from services.deals.use_cases.opportunities.import_opportunities import import_opportunities
from services.deals.use_cases.opportunities.list_opportunities import list_opportunities
from services.deals.use_cases.opportunities.list_stages import list_stages
from services.deals.use_cases.opportunities.lose_opportunity import lose_opportunity
from services.deals.use_cases.opportunities.open_converted_lead import open_converted_lead
from services.deals.use_cases.opportunities.open_opportunity import open_opportunity
from services.deals.use_cases.opportunities.set_stages import set_stages
from services.deals.use_cases.opportunities.show_opportunity import show_opportunity
from services.deals.use_cases.opportunities.win_opportunity import win_opportunity

__all__ = [
    "advance_opportunity",
    "count_opportunities",
    "import_opportunities",
    "list_opportunities",
    "list_stages",
    "lose_opportunity",
    "open_converted_lead",
    "open_opportunity",
    "set_stages",
    "show_opportunity",
    "win_opportunity",
]
