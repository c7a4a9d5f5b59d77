"""What does leads know of the records of others: customers, legal entities, calendars?"""

from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert

from chassis.db.unit_of_work import Work
from messages.matching.phone_regions import region_of
from services.leads.tables import CALENDAR, CUSTOMER, ENTITY, CalendarRow, CustomerRow, LegalEntityRow


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
