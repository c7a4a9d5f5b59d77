"""What can be asked of everything that happened? One question per file."""

from services.insights.use_cases.find_number import find_number
from services.insights.use_cases.report_day import report_day
from services.insights.use_cases.save_events import save_events
from services.insights.use_cases.show_chain import show_chain
from services.insights.use_cases.show_figures import show_ageing, show_funnel
from services.insights.use_cases.show_timeline import list_events, show_timeline

__all__ = [
    "find_number",
    "list_events",
    "report_day",
    "save_events",
    "show_ageing",
    "show_chain",
    "show_funnel",
    "show_timeline",
]
