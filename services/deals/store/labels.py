"""What are the people, customers and registrations that records refer to called?"""

from collections.abc import Iterable
from uuid import UUID

from sqlalchemy import Text, cast, select, union_all
from sqlmodel import col

from chassis.db.common_tables import people
from chassis.db.unit_of_work import Work
from services.deals.tables import Customer, Labels, Registration


async def labels_of(
    work: Work, *, customers: Iterable[UUID], owners: Iterable[UUID], registrations: Iterable[UUID] = ()
) -> Labels:
    """Names of customers and people, statuses of registrations, by id; one statement."""
    parts = [
        select(col(Customer.id), cast(col(Customer.name), Text)).where(col(Customer.id).in_(set(customers))),
        select(people.c.id, people.c.name).where(people.c.id.in_(set(owners))),
    ]
    wanted = set(registrations)
    if wanted:
        status = cast(col(Registration.status), Text)
        parts.append(select(col(Registration.id), status).where(col(Registration.id).in_(wanted)))
    rows = await work.session.execute(union_all(*parts))
    return {row[0]: row[1] for row in rows}
