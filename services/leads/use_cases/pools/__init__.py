"""What can be done with public pools 公海池?"""

from services.leads.use_cases.pools.define_pool import define_pool, preview_pool
from services.leads.use_cases.pools.list_pools import list_people, list_pools, list_waiting, show_pool
from services.leads.use_cases.pools.process_due_leads import process_due_leads

__all__ = [
    "define_pool",
    "list_people",
    "list_pools",
    "list_waiting",
    "preview_pool",
    "process_due_leads",
    "show_pool",
]
