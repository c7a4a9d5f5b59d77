"""Is there any plan of commission at all? (While there is none, what happens to goods costs one look.)"""

from weakref import WeakSet

from chassis.db.database import Database
from chassis.db.unit_of_work import UnitOfWork

ANY = "SELECT FROM commission_plans LIMIT 1"
_with_plans: WeakSet[Database] = WeakSet()


async def has_plans(uow: UnitOfWork) -> bool:
    """One that was published stays, so it is asked again only while there is none."""
    if uow.database not in _with_plans and await uow.fetch(ANY):
        _with_plans.add(uow.database)
    return uow.database in _with_plans
