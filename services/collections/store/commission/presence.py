"""Is there any plan of commission at all? (While there is none, what happens to orders costs nothing.)"""

import time
from weakref import WeakKeyDictionary

from sqlalchemy import select

from chassis.db.database import Database
from chassis.db.unit_of_work import UnitOfWork
from services.collections.tables.columns import CommissionPlans

HEARD_WITHIN = 10.0  # seconds, of the first plan, where another program has published it
_known: WeakKeyDictionary[Database, tuple[float, bool]] = WeakKeyDictionary()


async def has_plans(uow: UnitOfWork) -> bool:
    """One that was published stays, so it is asked again only while there is none."""
    asked, found = _known.get(uow.database, (0.0, False))
    if not found and (not asked or time.monotonic() - asked > HEARD_WITHIN):
        async with uow.database.session() as session:
            found = (await session.execute(select(CommissionPlans.id).limit(1))).first() is not None
        _known[uow.database] = time.monotonic(), found
    return found


def forget(uow: UnitOfWork) -> None:
    """One was published."""
    _known.pop(uow.database, None)
