"""Which policies are in force, and what does one say?"""

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.policies import PolicyView
from messages.errors import NotFound
from services.approvals.store.policies import policies as store


async def list_policies(uow: UnitOfWork) -> list[PolicyView]:
    async with uow.begin() as work:
        return [row.view() for row in await store.list_policies(work)]


async def show_policy(key: str, version: int | None, uow: UnitOfWork) -> PolicyView:
    """The one in force, or an older version."""
    async with uow.begin() as work:
        row = await (store.find_version(work, key, version) if version else store.find_newest(work, key))
        if row is None:
            raise NotFound("policy", key)
        return row.view()
