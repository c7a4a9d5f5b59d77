"""How is a customer recorded?"""

from dataclasses import replace
from datetime import datetime
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.custom_fields import valid_extra_of
from messages.deals.customer_care.rules import CustomerRules
from messages.deals.customers import (
    AddCustomer,
    CustomerAdded,
    CustomerFields,
    CustomerStatus,
    CustomerView,
    OriginFields,
)
from messages.matching.identifiers import tax_key
from messages.roles import Role
from services.deals.domain.authority import entity_of
from services.deals.domain.customer_care.admissions import is_claimed, must_be_tier
from services.deals.domain.customer_care.segments import ATTRIBUTES, valid_attributes
from services.deals.domain.customers import must_be_new, must_have_readable_name, must_have_valid_tax_id, parent_key
from services.deals.domain.keys import KEY_VERSION, name_key
from services.deals.domain.opportunities import id_in_use
from services.deals.domain.registrations import masked
from services.deals.domain.sales_rules import type_named
from services.deals.store import customers, sales_rules
from services.deals.store.customer_care.rules import rules_of
from services.deals.store.customer_care.segments import customer_view
from services.deals.tables import Customer
from services.deals.use_cases.customers.set_fields import CUSTOMER
from services.deals.use_cases.steps.customer_clock import begin_clocks
from services.deals.use_cases.steps.submit_admission import Claimed, submit_admissions, way_of

SERIES = "CU"


async def add_customer(command: AddCustomer, uow: UnitOfWork) -> CustomerView:
    """Record a customer, once. The same id again gives what stands."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        known = await customers.find_customer(work, id)
        if known is not None:
            return await customer_view(work, known)
        entity = entity_of(command.legal_entity_id, work.actor.legal_entities)
        row = customer_of(command, work, id=id, entity=entity)
        must_have_valid_tax_id(command.tax_id)
        rules = await rules_of(work, entity)
        tier = must_be_tier(command.tier, rules.admission)
        begin_as(row, rules, work.now)
        if is_claimed(work.actor, rules.admission):
            row.status = CustomerStatus.PENDING
        row.extra = await valid_extra_of(work, CUSTOMER, command.extra)
        if command.business_type:
            type_named(command.business_type, await sales_rules.list_types(work, entity))
        await _must_be_unique(work, row)
        row.number = await work.next_number(SERIES, entity)
        added = await customers.add_customers(work, [row])
        if not added:
            await _must_be_unique(work, row)  # somebody was a moment faster
            raise id_in_use(id)
        await customers.link_parents(work, entity, added)
        await begin_clocks(work, added)
        work.emit(added_event(added[0]))
        if row.status is CustomerStatus.PENDING:
            claimed = Claimed(work.actor.id, work.actor.unit, way_of(work, command.way), tier)
            await submit_admissions(work, added, claimed)
        return await customer_view(work, added[0])


def customer_of(fields: CustomerFields, work: Work, *, id: UUID, entity: str) -> Customer:
    """The row of these fields, without a number yet. No process and no other program owns a customer."""
    must_have_readable_name(fields.name)
    own = None if work.actor.may(Role.PROCESS, Role.INTEGRATION) else work.actor
    return Customer(
        **fields.model_dump(
            exclude={
                "id",
                "line",
                "parent_name",
                "legal_entity_id",
                "tax_id",
                *OriginFields.model_fields,
                "way",
                "tier",
            }
        ),
        id=id,
        number="",
        name_key=name_key(fields.name),
        key_version=KEY_VERSION,
        tax_id=tax_key(fields.tax_id),
        parent_key=parent_key(fields.name, fields.parent_name),
        owner_id=own.id if own else None,
        owner_unit=own.unit if own else "",
        legal_entity_id=entity,
        origin=fields.model_dump(include=set(OriginFields.model_fields), exclude_none=True)
        | {"department": work.actor.unit, "recorded_by": str(work.actor.id)},
        created_at=work.now,
        followed_at=work.now,
        dealt_at=work.now,
    )


def begin_as(row: Customer, rules: CustomerRules, now: datetime) -> None:
    """In the first phase, with attributes as the legal entity names them. DEA-124."""
    for name, value in valid_attributes(row.model_dump(include=set(ATTRIBUTES)), rules.attributes).items():
        setattr(row, name, value)
    row.phase, row.phase_since = rules.phases[0].code, now


def added_event(row: Customer) -> CustomerAdded:
    return CustomerAdded.model_validate(row.event_args())


async def _must_be_unique(work: Work, row: Customer) -> None:
    known = await customers.list_known(work, row.legal_entity_id, [row.name_key], [row.tax_id] if row.tax_id else [])
    if work.actor.may(Role.PARTNER):  # he learns that it is taken, and nothing more
        known = [replace(one, number=masked(one.number)) for one in known]
    must_be_new(row.name, row.tax_id, known)
