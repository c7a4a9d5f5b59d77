"""Whom shall somebody contact, what came of it, and by which rules?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.base import Page
from messages.collections.cases.contacts import ContactRuleView, ContactStatus, ContactView
from services.collections.store.cases import cases, links
from services.collections.tables.columns import Contacts


async def list_contacts(
    uow: UnitOfWork,
    *,
    customer_id: UUID | None,
    receivable_id: UUID | None,
    owner_id: UUID | None,
    status: ContactStatus | None,
    cursor: str | None,
    limit: int,
) -> Page[ContactView]:
    """The latest day first."""
    async with uow.begin() as work:
        query = links.query_records(work, Contacts, customer_id=customer_id, receivable_id=receivable_id)
        if status is not None:
            query = query.where(Contacts.status == status)
        if owner_id is not None:
            query = query.where(links.is_of_owner(Contacts, owner_id))
        return await links.page_of_records(
            work, query, key=(Contacts.due_on, Contacts.id), cursor=cursor, limit=limit,
            view=lambda contact, rows: contact.view(rows),
        )  # fmt: skip


async def show_contact(id: UUID, uow: UnitOfWork) -> ContactView:
    """Raises NotFound."""
    async with uow.begin() as work:
        contact = await links.get_visible_record(work, Contacts, id, kind="contact")
        return contact.view((await links.rows_of(work, [id]))[id])  # type: ignore[no-any-return]


async def list_contact_rules(uow: UnitOfWork) -> list[ContactRuleView]:
    async with uow.begin() as work:
        return [rule.view() for rule in await cases.list_contact_rules(work)]
