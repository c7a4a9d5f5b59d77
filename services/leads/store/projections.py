"""What does leads know of the records of others: customers, legal entities, calendars?"""

from typing import Any
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.dialects.postgresql import insert

from chassis.db.unit_of_work import Work
from messages.matching.companies import company_key
from messages.matching.phone_regions import region_of
from services.leads.tables import (
    CALENDAR,
    CONTACT_PERSON,
    CUSTOMER,
    ENTITY,
    CalendarRow,
    ContactPersonRow,
    CustomerRow,
    LegalEntityRow,
)


async def project_customer(work: Work, customer: CustomerRow) -> None:
    """The newest version counts; an older one that comes late changes nothing."""
    fresh = insert(CustomerRow).values(customer.model_dump())
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in customer.model_fields_set - {"id"}},
        where=CUSTOMER.version < fresh.excluded.version,
    )
    await work.session.execute(newer)


async def entity_of_customer(work: Work, customer_id: UUID) -> str | None:
    """The legal entity whose customer it is; None: it is not known here."""
    query = select(CUSTOMER.legal_entity_id).where(CUSTOMER.id == customer_id)
    found: str | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def customer_of(work: Work, legal_entity_id: str, *, id: UUID | None, name: str | None) -> CustomerRow | None:
    """By its id, or by the name that a new one would have."""
    key = company_key(name)
    same = CUSTOMER.id == id if id else CUSTOMER.name_key == key
    if id is None and key is None:
        return None
    kept = select(func.coalesce(CUSTOMER.merged_into, CUSTOMER.id)).where(
        CUSTOMER.legal_entity_id == legal_entity_id, same
    )
    query = select(CustomerRow).where(CUSTOMER.id.in_(kept.limit(1)))
    found: CustomerRow | None = (await work.session.execute(query)).scalar_one_or_none()
    return found


async def move_customers(work: Work, owner_id: UUID, to_id: UUID) -> None:
    """Somebody's records went to a successor."""
    theirs = update(CustomerRow).where(CUSTOMER.owner_id == owner_id).values(owner_id=to_id)
    await work.session.execute(theirs.execution_options(synchronize_session=False))


async def project_contact_person(work: Work, person: ContactPersonRow) -> None:
    """The newest version counts; one that was removed stays with nothing to be found by."""
    fresh = insert(ContactPersonRow).values(person.model_dump())
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={name: fresh.excluded[name] for name in ContactPersonRow.model_fields if name != "id"},
        where=CONTACT_PERSON.version < fresh.excluded.version,
    )
    await work.session.execute(newer)


async def phone_region_of_entity(work: Work, legal_entity_id: str | None) -> str:
    """The country of a phone that names none."""
    query = select(ENTITY.tz, ENTITY.calendar).where(ENTITY.id == legal_entity_id)
    found = (await work.session.execute(query)).first()
    return region_of(tz=found[0] if found else None, calendar=found[1] if found else None)


async def project_legal_entity(work: Work, *, id: str, calendar: str, tz: str, version: int) -> None:
    fresh = insert(LegalEntityRow).values(id=id, calendar=calendar, tz=tz, version=version)
    newer = fresh.on_conflict_do_update(
        index_elements=["id"],
        set_={"calendar": calendar, "tz": tz, "version": version},
        where=ENTITY.version < version,
    )
    await work.session.execute(newer)


async def project_calendar(work: Work, *, code: str, working_time: dict[str, Any], version: int) -> None:
    fresh = insert(CalendarRow).values(code=code, working_time=working_time, version=version)
    newer = fresh.on_conflict_do_update(
        index_elements=["code"],
        set_={"working_time": working_time, "version": version},
        where=CALENDAR.version < version,
    )
    await work.session.execute(newer)
