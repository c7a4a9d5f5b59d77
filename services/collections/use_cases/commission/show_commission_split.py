"""Among whom is the commission of an order split?"""

from decimal import Decimal
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import find_person
from messages.collections.commission import CommissionSplitView, SharePart
from services.collections.store.commission import plans
from services.collections.tables import OrderAccountRow


async def show_commission_split(order_id: UUID, uow: UnitOfWork) -> CommissionSplitView:
    """As of now. Raises NotFound."""
    async with uow.begin() as work:
        return await split_of(work, await plans.get_visible_account(work, order_id))


async def split_of(work: Work, account: OrderAccountRow) -> CommissionSplitView:
    of_order = {"order_id": account.order_id, "order_number": account.number}
    found = await plans.find_split(work, account.order_id)
    if found is None:
        owner = await find_person(work, account.owner_id)
        whole = SharePart(person_id=account.owner_id, name=owner.name if owner else "", percent=Decimal(100))
        return CommissionSplitView(**of_order, parts=[whole])
    parts = [SharePart(person_id=one.person_id, name=one.name, percent=one.percent) for one in plans.parts_of(found)]
    return CommissionSplitView(**of_order, parts=parts, set_by=found.set_by, set_at=found.set_at)
