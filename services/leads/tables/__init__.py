"""What does the leads service remember?"""

from typing import Any

from sqlalchemy import literal_column

from services.leads.tables.assignment import AbsenceRow, AssignmentCountRow, AssignmentRulesRow, AssignmentTurnRow
from services.leads.tables.base import Table
from services.leads.tables.campaigns import (
    ActivityCostRow,
    ActivityFileRow,
    ActivityRow,
    BudgetRow,
    CampaignRow,
    CampaignTaskRow,
    SaleRow,
)
from services.leads.tables.channels import ChannelKeyRow, FormSenderRow, LeadChannelRow, LeadFormRow
from services.leads.tables.deadlines import LateDeadlineRow, PoolKeeperRow
from services.leads.tables.lead_rules import DropReasonOfEntity, LeadScoringRow
from services.leads.tables.leads import (
    FollowUpRow,
    LeadApartRow,
    LeadChangeRow,
    LeadIdentityRow,
    LeadMergeRow,
    LeadOwnershipRow,
    LeadRow,
    MatchRulesRow,
)
from services.leads.tables.pools import PoolRow, SellerSinceRow
from services.leads.tables.projections import (
    CalendarRow,
    ContactPersonRow,
    CustomerRow,
    LegalEntityRow,
    WonOpportunityRow,
)
from services.leads.tables.transfers import LeadTransferRow

# The same for queries: a field of a model is typed as the value it holds, not as the column it also is.
LEAD: Any = LeadRow
POOL: Any = PoolRow
ENTITY: Any = LegalEntityRow
CALENDAR: Any = CalendarRow
CUSTOMER: Any = CustomerRow
IDENTITY: Any = LeadIdentityRow
APART: Any = LeadApartRow
OWNERSHIP: Any = LeadOwnershipRow
MERGE: Any = LeadMergeRow
MATCH_RULES: Any = MatchRulesRow
CONTACT_PERSON: Any = ContactPersonRow
FOLLOW_UP: Any = FollowUpRow
SELLER_SINCE: Any = SellerSinceRow
DROP_REASON: Any = DropReasonOfEntity
ABSENCE: Any = AbsenceRow
TRANSFER: Any = LeadTransferRow
KEEPER: Any = PoolKeeperRow
LATE: Any = LateDeadlineRow
SCORING: Any = LeadScoringRow
CHANGE: Any = LeadChangeRow
WON: Any = WonOpportunityRow
RULES: Any = AssignmentRulesRow
TURN: Any = AssignmentTurnRow
COUNT: Any = AssignmentCountRow
LEAD_CHANNEL: Any = LeadChannelRow
CHANNEL_KEY: Any = ChannelKeyRow
LEAD_FORM: Any = LeadFormRow
FORM_SENDER: Any = FormSenderRow
CAMPAIGN: Any = CampaignRow
ACTIVITY: Any = ActivityRow
COST: Any = ActivityCostRow
SALE: Any = SaleRow
CAMPAIGN_TASK: Any = CampaignTaskRow
ACTIVITY_FILE: Any = ActivityFileRow
BUDGET: Any = BudgetRow
# Written out in queries, so that a prepared plan can use the partial indexes.
POOLED: Any = literal_column("'POOLED'")
OWNED: Any = literal_column("'OWNED'")
NURTURED: Any = literal_column("'NURTURED'")

__all__ = [
    "ABSENCE",
    "ACTIVITY",
    "ACTIVITY_FILE",
    "APART",
    "BUDGET",
    "CALENDAR",
    "CAMPAIGN",
    "CAMPAIGN_TASK",
    "CHANGE",
    "CHANNEL_KEY",
    "CONTACT_PERSON",
    "COST",
    "COUNT",
    "CUSTOMER",
    "DROP_REASON",
    "ENTITY",
    "FOLLOW_UP",
    "FORM_SENDER",
    "IDENTITY",
    "KEEPER",
    "LATE",
    "LEAD",
    "LEAD_CHANNEL",
    "LEAD_FORM",
    "MATCH_RULES",
    "MERGE",
    "NURTURED",
    "OWNED",
    "OWNERSHIP",
    "POOL",
    "POOLED",
    "RULES",
    "SALE",
    "SCORING",
    "SELLER_SINCE",
    "TRANSFER",
    "TURN",
    "WON",
    "AbsenceRow",
    "ActivityCostRow",
    "ActivityFileRow",
    "ActivityRow",
    "AssignmentCountRow",
    "AssignmentRulesRow",
    "AssignmentTurnRow",
    "BudgetRow",
    "CalendarRow",
    "CampaignRow",
    "CampaignTaskRow",
    "ChannelKeyRow",
    "ContactPersonRow",
    "CustomerRow",
    "DropReasonOfEntity",
    "FollowUpRow",
    "FormSenderRow",
    "LateDeadlineRow",
    "LeadApartRow",
    "LeadChangeRow",
    "LeadChannelRow",
    "LeadFormRow",
    "LeadIdentityRow",
    "LeadMergeRow",
    "LeadOwnershipRow",
    "LeadRow",
    "LeadScoringRow",
    "LeadTransferRow",
    "LegalEntityRow",
    "MatchRulesRow",
    "PoolKeeperRow",
    "PoolRow",
    "SaleRow",
    "SellerSinceRow",
    "Table",
    "WonOpportunityRow",
]
