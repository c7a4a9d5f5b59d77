"""What is the working time of a person, as approvals keeps it?"""

from datetime import datetime
from uuid import UUID

from messages.approvals.people import CalendarView, LegalEntityView, PersonView
from messages.business_time import Calendar
from workflows.activities.service_calls import ServiceCalls


async def calendar_of(approvals: ServiceCalls, person_id: UUID, *, as_of: datetime) -> Calendar:
    """His own calendar or that of his legal entity, in his time zone; Monday to Friday where there is none."""
    person = await approvals.get(f"/people/{person_id}", PersonView, as_of=as_of)
    code = person.calendar
    if code is None:
        entities = await approvals.get("/legal-entities", list[LegalEntityView], as_of=as_of)
        code = next((one.calendar for one in entities if one.id == person.legal_entity_id), None)
    calendars = await approvals.get("/calendars", list[CalendarView], as_of=as_of)
    found = next((one for one in calendars if one.id == code), None)
    if found is None:
        return Calendar(tz=person.tz)
    return Calendar(
        tz=found.tz,
        hours=tuple(found.hours),
        weekdays=frozenset(found.weekdays),
        holidays=frozenset(found.holidays),
        makeup_days=frozenset(found.makeup_days),
    )
