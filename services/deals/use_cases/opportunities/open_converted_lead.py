"""What becomes of a converted lead?"""

from uuid import UUID, uuid5

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.events.subscriptions import NotYet
from chassis.records.people import Person, lock_owner_for_share
from messages.deals.customers import CustomerStatus, OwnerCause, SalesWay
from messages.deals.opportunities import OpportunityStatus
from messages.leads.events import LeadConverted
from services.deals.domain.keys import KEY_VERSION, name_key, project_key
from services.deals.domain.sales_rules import type_named
from services.deals.domain.stages import first_stage
from services.deals.store import customers, opportunities, sales_rules
from services.deals.store.customer_care.rules import rules_of
from services.deals.tables import Customer, Opportunity
from services.deals.use_cases.contact_persons.carry_person import carry_person
from services.deals.use_cases.customers.add_customer import SERIES as CUSTOMER_SERIES
from services.deals.use_cases.customers.add_customer import added_event
from services.deals.use_cases.opportunities.open_opportunity import SERIES, opened_event
from services.deals.use_cases.steps.customer_clock import begin_clocks
from services.deals.use_cases.steps.progress import begin, enter_stage
from services.deals.use_cases.steps.submit_admission import Claimed, submit_admission


async def open_converted_lead(event: LeadConverted, uow: UnitOfWork) -> None:
    """Its customer, new or known, and its opportunity, both with the ids that the event of the lead gives."""
    async with uow.begin() as work:
        if await opportunities.find_opportunity(work, event.opportunity_id) is not None:
            return
        owner = await lock_owner_for_share(work, event.owner_id)
        if owner is None:
            raise NotYet("person", event.owner_id)
        customer = await _customer(work, event, owner)
        kind = type_named(None, await sales_rules.list_types(work, event.legal_entity_id))
        stages = await sales_rules.list_stages(work, event.legal_entity_id, kind.code if kind else None)
        row = Opportunity(
            id=event.opportunity_id,
            number=await work.next_number(SERIES, event.legal_entity_id),
            status=OpportunityStatus.OPEN,
            stage=first_stage(stages),
            business_type=kind.code if kind else None,
            customer_id=customer.id,
            project=event.project,
            project_key=project_key(event.project),
            key_version=KEY_VERSION,
            expected_amount=event.expected.amount if event.expected else None,
            expected_currency=event.expected.currency if event.expected else None,
            owner_id=owner.id,
            owner_unit=owner.unit,
            legal_entity_id=event.legal_entity_id,
            lead_id=event.lead_id,
            created_at=work.now,
        )
        begin(work, row, stages)
        added = await opportunities.add_opportunities(work, [row])
        if added:
            await enter_stage(work, row, stages)
            work.emit(opened_event(row))
        await carry_person(work, event, customer.id)


async def _customer(work: Work, event: LeadConverted, owner: Person) -> Customer:
    known = await customers.find_customer(work, event.customer_id)
    if known is not None:
        return known
    if event.customer_name is None:
        raise NotYet("customer", event.customer_id)
    joined = await customers.find_by_names(work, {(event.legal_entity_id, name_key(event.customer_name))})
    if joined:  # also a name that only one has which was joined to another
        return await _known_by_name(work, event.customer_id, next(iter(joined.values())))
    row = Customer(
        id=event.customer_id,
        number=await work.next_number(CUSTOMER_SERIES, event.legal_entity_id),
        name=event.customer_name,
        name_key=name_key(event.customer_name),
        key_version=KEY_VERSION,
        region=event.region,
        owner_id=owner.id,
        owner_unit=owner.unit,
        legal_entity_id=event.legal_entity_id,
        tz=owner.tz,
        origin=_origin(event, owner),
        created_at=work.now,
        followed_at=work.now,
        dealt_at=work.now,
    )
    rules = await rules_of(work, event.legal_entity_id)
    row.phase, row.phase_since = rules.phases[0].code, work.now
    if rules.admission.required:
        row.status = CustomerStatus.PENDING
    added = await customers.add_customers(work, [row], OwnerCause.CONVERTED)
    if added:
        await customers.link_parents(work, event.legal_entity_id, added)
        await begin_clocks(work, added)
        work.emit(added_event(added[0]))
        if row.status is CustomerStatus.PENDING:
            claimed = Claimed(owner.id, owner.unit, SalesWay.DIRECT, note=event.number)
            await submit_admission(work, added[0], claimed, id=uuid5(row.id, "admission"))
        return added[0]
    key = (row.legal_entity_id, row.name_key)
    return await _known_by_name(work, row.id, (await customers.find_by_names(work, {key}))[key])


def _origin(event: LeadConverted, owner: Person) -> dict[str, str | None]:
    said = event.model_dump(include={"source", "channel", "product_line"}, exclude_none=True)
    return said | {"department": owner.unit, "lead_id": str(event.lead_id), "recorded_by": str(owner.id)}


async def _known_by_name(work: Work, id: UUID, first: UUID) -> Customer:
    """The name stood here already: the lead's id for it becomes another id of that customer."""
    await customers.add_alias(work, id, first)
    return await customers.get_customer(work, first)
