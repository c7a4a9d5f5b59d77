"""What can be done with public pools 公海池?"""

from services.leads.use_cases.pools.define_pool import define_pool
from services.leads.use_cases.pools.list_pools import list_pools, show_pool
from services.leads.use_cases.pools.process_due_leads import process_due_leads

__all__ = [
    "define_pool",
    "list_pools",
    "process_due_leads",
    "show_pool",
]
