"""How is what is known of a customer corrected?"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from chassis.records.custom_fields import valid_extra_of
from messages.deals.customers import CustomerChanged, CustomerView, EditCustomer
from messages.matching.identifiers import tax_key
from services.deals.domain.authority import must_maintain_customers
from services.deals.domain.customer_care.segments import ATTRIBUTES, valid_attributes
from services.deals.domain.customers import must_be_new, must_have_readable_name, must_have_valid_tax_id
from services.deals.domain.keys import KEY_VERSION, name_key
from services.deals.store import customers
from services.deals.store.customer_care.rules import rules_of
from services.deals.store.customer_care.segments import customer_view
from services.deals.store.customer_searches import keep_found
from services.deals.tables import Customer
from services.deals.use_cases.customers.set_fields import CUSTOMER
from services.deals.use_cases.steps.customer_clock import run_clock


async def edit_customer(id: UUID, command: EditCustomer, uow: UnitOfWork, *, expected: int) -> CustomerView:
    """Only what is given changes, and only of the version that was read."""
    async with uow.begin() as work:
        row = await customers.lock_for_edit(work, id)
        must_maintain_customers(work.actor, row.owner_id, row.owner_unit)
        if work.repeated:
            return await customer_view(work, row)
        must_match("customer", row.id, current=row.version, expected=expected)
        must_have_valid_tax_id(command.tax_id)
        given = command.model_dump(exclude_none=True)
        if command.extra is not None:
            given["extra"] = await valid_extra_of(work, CUSTOMER, command.extra)
        if given.keys() & set(ATTRIBUTES):
            given |= valid_attributes(given, (await rules_of(work, row.legal_entity_id)).attributes)
        await change(work, row, given)
        await run_clock(work, row)
        return await customer_view(work, row)


async def change(work: Work, row: Customer, given: Mapping[str, Any]) -> None:
    """Of a locked customer these fields. DEA-1 and DEA-2 when it would be called like another one."""
    for field, value in given.items():
        setattr(row, field, value)
    if "name" in given:
        must_have_readable_name(row.name)
    row.name_key, row.tax_id, row.key_version = name_key(row.name), tax_key(row.tax_id), KEY_VERSION
    keep_found(row)
    await _must_be_unique(work, row)
    row.version += 1
    work.emit(CustomerChanged.model_validate(row.event_args()))


async def _must_be_unique(work: Work, row: Customer) -> None:
    with work.session.no_autoflush:  # asked before it is written, so that the answer names the other customer
        tax_ids = [row.tax_id] if row.tax_id else []
        known = await customers.list_known(work, row.legal_entity_id, [row.name_key], tax_ids)
    must_be_new(row.name, row.tax_id, [other for other in known if other.id != row.id])
