"""What does the leads service remember?"""

from typing import Any

from sqlalchemy import literal_column

from services.leads.tables.base import Table
from services.leads.tables.leads import FollowUpRow, LeadApartRow, LeadIdentityRow, LeadOwnershipRow, LeadRow
from services.leads.tables.pools import PoolRow
from services.leads.tables.projections import CalendarRow, CustomerRow, LegalEntityRow

# The same for queries: a field of a model is typed as the value it holds, not as the column it also is.
LEAD: Any = LeadRow
POOL: Any = PoolRow
ENTITY: Any = LegalEntityRow
CALENDAR: Any = CalendarRow
CUSTOMER: Any = CustomerRow
IDENTITY: Any = LeadIdentityRow
APART: Any = LeadApartRow
OWNERSHIP: Any = LeadOwnershipRow
FOLLOW_UP: Any = FollowUpRow
# Written out in queries, so that a prepared plan can use the partial indexes.
POOLED: Any = literal_column("'POOLED'")
OWNED: Any = literal_column("'OWNED'")

__all__ = [
    "APART",
    "CALENDAR",
    "CUSTOMER",
    "ENTITY",
    "FOLLOW_UP",
    "IDENTITY",
    "LEAD",
    "OWNED",
    "OWNERSHIP",
    "POOL",
    "POOLED",
    "CalendarRow",
    "CustomerRow",
    "FollowUpRow",
    "LeadApartRow",
    "LeadIdentityRow",
    "LeadOwnershipRow",
    "LeadRow",
    "LegalEntityRow",
    "PoolRow",
    "Table",
]
