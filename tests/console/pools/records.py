"""Which lead is offered to whom, for the tests that look at every page?"""

from uuid import UUID

from chassis.base.clock import new_id
from messages.approvals.people import PersonView
from messages.base import Page
from messages.leads.leads import LeadView, PostLead
from messages.leads.transfers import AskTransfer, LeadTransferView
from tests.whole_stack import SalesSoFar


async def pool_records(sales: SalesSoFar) -> dict[str, UUID]:
    """By the names of the paths' parameters."""
    seller = await sales.cast.player("li.sales")
    found = await seller.get("approvals", "/people", Page[PersonView], q="chen.sales", limit=1)
    lead = await seller.post("leads", "/leads", PostLead(source="fair", company=f"公司 {new_id().hex[:8]}"), LeadView)
    wish = AskTransfer(to_id=found.items[0].id, note="x")
    offered = await seller.post("leads", f"/leads/{lead.id}/transfers", wish, LeadTransferView, key=new_id())
    return {"lead_transfer": offered.id}
