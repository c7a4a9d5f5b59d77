"""How does deals find and keep the people and addresses of customers?"""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import col

from chassis.auth.identity import NOBODY
from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.deals.contact_persons import ContactPersonView
from messages.deals.customer_addresses import CustomerAddressView
from messages.errors import NotFound
from messages.matching.masks import begin_of_name, ends_of_email, ends_of_phone
from messages.roles import Role
from services.deals.domain.contact_persons import PersonKeys, is_close
from services.deals.store.customers import is_of_customer
from services.deals.tables import ContactPerson, Customer, CustomerAddress, Opportunity


async def is_close_to(work: Work, customer: Customer) -> bool:
    """May this actor see its people whole, and keep them? (DEA-84)"""
    actor = work.actor
    covers = actor.scope.covers(
        owner_id=customer.owner_id or NOBODY,
        owner_unit=customer.owner_unit,
        legal_entity_id=customer.legal_entity_id,
    )
    manages = actor.may(Role.SALES_MANAGER)
    asked: dict[str, bool] = {"covers": covers, "is_manager": manages, "has_owner": customer.owner_id is not None}
    if is_close(**asked, has_sale=False):
        return True
    sale = select(col(Opportunity.id)).where(
        is_of_customer(col(Opportunity.customer_id), customer.id), in_scope(Opportunity, actor.scope)
    )
    return is_close(**asked, has_sale=(await work.session.execute(sale.limit(1))).first() is not None)


async def list_persons(work: Work, customer_id: UUID) -> list[ContactPerson]:
    """All of one customer: no more than 200 (DEA-83)."""
    query = select(ContactPerson).where(*_of(ContactPerson, customer_id)).order_by(*_oldest(ContactPerson))
    return list((await work.session.scalars(query)).all())


async def list_addresses(work: Work, customer_id: UUID) -> list[CustomerAddress]:
    query = select(CustomerAddress).where(*_of(CustomerAddress, customer_id)).order_by(*_oldest(CustomerAddress))
    return list((await work.session.scalars(query)).all())


async def count_of(work: Work, table: type[ContactPerson] | type[CustomerAddress], customer_id: UUID) -> int:
    return int((await work.session.scalars(select(func.count()).where(*_of(table, customer_id)))).one())


async def find_person(work: Work, customer_id: UUID, id: UUID) -> ContactPerson | None:
    """Also one that was removed."""
    query = select(ContactPerson).where(
        col(ContactPerson.id) == id, is_of_customer(col(ContactPerson.customer_id), customer_id)
    )
    found: ContactPerson | None = (await work.session.scalars(query)).first()
    return found


async def lock_person(work: Work, customer_id: UUID, id: UUID) -> ContactPerson:
    """After its customer."""
    query = select(ContactPerson).where(col(ContactPerson.id) == id, *_of(ContactPerson, customer_id)).with_for_update()
    found: ContactPerson | None = (await work.session.scalars(query)).first()
    if found is None:
        raise NotFound("contact_person", id)
    return found


async def find_address(work: Work, customer_id: UUID, id: UUID) -> CustomerAddress | None:
    query = select(CustomerAddress).where(
        col(CustomerAddress.id) == id, is_of_customer(col(CustomerAddress.customer_id), customer_id)
    )
    found: CustomerAddress | None = (await work.session.scalars(query)).first()
    return found


async def lock_address(work: Work, customer_id: UUID, id: UUID) -> CustomerAddress:
    query = select(CustomerAddress).where(col(CustomerAddress.id) == id, *_of(CustomerAddress, customer_id))
    found: CustomerAddress | None = (await work.session.scalars(query.with_for_update())).first()
    if found is None:
        raise NotFound("customer_address", id)
    return found


async def add(work: Work, row: ContactPerson | CustomerAddress) -> bool:
    """False: its id stands already."""
    table: Any = type(row)
    fresh = insert(table).values(row.model_dump()).on_conflict_do_nothing().returning(table.id)
    return (await work.session.execute(fresh)).first() is not None


def keys_of_row(row: ContactPerson) -> PersonKeys:
    return PersonKeys(row.name_key, tuple(row.phone_keys), tuple(row.email_keys))


def person_view(row: ContactPerson, *, close: bool) -> ContactPersonView:
    shown = ContactPersonView.model_validate({**row.model_dump(), "masked": not close})
    if close:
        return shown
    phones = [ends_of_phone(row.phone_keys)] if row.phones else []
    emails = [ends_of_email(email) for email in row.email_keys]
    hidden = {"name": begin_of_name(row.name), "phones": phones, "emails": emails, "note": "", "lead_id": None}
    return shown.model_copy(update=hidden)


def address_view(row: CustomerAddress, *, close: bool) -> CustomerAddressView:
    shown = row.view()
    if close:
        return shown
    hidden = {
        "receiver": row.receiver and begin_of_name(row.receiver),
        "phone": ends_of_phone(row.phone_keys) if row.phone else None,
    }
    return shown.model_copy(update=hidden)


def _of(table: Any, customer_id: UUID) -> tuple[ColumnElement[bool], ...]:
    return (is_of_customer(col(table.customer_id), customer_id), col(table.removed_at).is_(None))


def _oldest(table: Any) -> Sequence[Any]:
    return (table.created_at, table.id)
