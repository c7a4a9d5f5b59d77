"""Somebody spoke with a customer who owes: what came of it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.cases.contacts import (
    ContactRecorded,
    ContactResult,
    ContactStatus,
    ContactView,
    ContactWay,
    RecordContact,
)
from services.collections.domain.cases.contacts import must_be_recordable
from services.collections.domain.due_dates import local_day, midnight
from services.collections.store.cases import links
from services.collections.tables import Contact, Receivable
from services.collections.tables.columns import Contacts
from services.collections.use_cases.cases.chosen import chosen
from services.collections.use_cases.steps.publish_deadlines import publish_clocks


async def record_contact(command: RecordContact, uow: UnitOfWork) -> ContactView:
    """One that nobody was asked for. The same key again shows what stands. Raises NotFound, COL-187, COL-195."""
    async with uow.begin() as work:
        id = work.new_id()
        if (known := await links.find_record(work, Contacts, id)) is not None:
            return known.view((await links.rows_of(work, [id]))[id])  # type: ignore[no-any-return]
        rows = await chosen(work, command.receivable_ids)
        contact = _contact(id, rows, command.way)
        contact.number = await links.next_number(work, rows[0], "C")
        contact.due_on = local_day(work.now, rows[0].tz)
        work.session.add(contact)
        links.link(work, id, rows)
        await _record(work, contact, rows, command)
        return contact.view(rows)


async def record_contact_result(id: UUID, command: ContactResult, uow: UnitOfWork) -> ContactView:
    """Of one that somebody was asked for, also before its day. The same key again changes nothing."""
    async with uow.begin() as work:
        contact, rows = await links.lock_record(work, Contacts, id, kind="contact")
        if not work.repeated:
            await _record(work, contact, rows, command)
        return contact.view(rows)  # type: ignore[no-any-return]


def _contact(id: UUID, rows: list[Receivable], way: ContactWay) -> Contact:
    first = rows[0]
    own = ("customer_id", "customer_name", "legal_entity_id", "shard")
    return Contact(
        id=id, number="", status=ContactStatus.PLANNED, way=way, **{name: getattr(first, name) for name in own}
    )


async def _record(work: Work, contact: Contact, rows: list[Receivable], said: ContactResult) -> None:
    must_be_recordable(contact.status, said.next_on, now=work.now, tz=rows[0].tz)
    contact.status, contact.rings_at = ContactStatus.DONE, None
    contact.spoke_with, contact.outcome, contact.note = said.spoke_with, said.outcome, said.note
    contact.next_on, contact.recorded_by, contact.recorded_at = said.next_on, work.actor.id, work.now
    contact.version += 1
    told = {"spoke_with": said.spoke_with, "outcome": said.outcome.value, "next_on": said.next_on}
    work.emit(ContactRecorded(**contact.event_args(rows), recorded_by=work.actor.id, **told))
    if said.next_on is not None:
        following = _contact(work.new_id(), rows, contact.way)
        following.number = await links.next_number(work, rows[0], "C")
        following.due_on, following.rings_at = said.next_on, midnight(said.next_on, rows[0].tz)
        work.session.add(following)
        links.link(work, following.id, rows)
        await publish_clocks(work, {following.shard: following.rings_at})
