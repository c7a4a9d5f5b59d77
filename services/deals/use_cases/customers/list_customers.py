"""Which customers are there?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.deals.customer_care.segments import CustomerFilter
from messages.deals.customers import CustomerView
from messages.roles import Role
from services.deals.store import customers
from services.deals.store.customer_care.rules import rules_of_actor
from services.deals.store.customer_care.segments import filter_of, with_deal_status

# By what only the house knows a partner finds nobody: the answer would tell it.
HIDDEN: dict[str, object] = {"importance": [], "segment": None, "hot": None, "remine": False}


async def list_customers(wanted: CustomerFilter, uow: UnitOfWork) -> Page[CustomerView]:
    """The newest first, as the filter says."""
    async with uow.begin() as work:
        if work.actor.may(Role.PARTNER):
            wanted = wanted.model_copy(update=HIDDEN)
        asks = wanted.segment is not None or wanted.remine
        rules = await rules_of_actor(work) if asks else {}
        found = await customers.list_customers(work, wanted, filter_of(work, wanted, rules))
        return Page(items=await with_deal_status(work, found.items), next=found.next)
