"""What becomes of money on account when its customer owes again?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.collections.advances import AdvancePolicyView
from services.collections.store import advances


async def list_advance_policies(uow: UnitOfWork) -> list[AdvancePolicyView]:
    """The house's way, and those of the actor's legal entities."""
    async with uow.begin() as work:
        return [row.view() for row in await advances.list_policies(work)]
