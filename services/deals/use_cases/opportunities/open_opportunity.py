"""How is an opportunity opened?"""

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.custom_fields import valid_extra_of
from messages.deals.opportunities import OpenOpportunity, OpportunityOpened, OpportunityStatus, OpportunityView
from services.deals.domain.keys import KEY_VERSION, project_key
from services.deals.domain.opportunities import already_opened, must_expect_something
from services.deals.domain.stages import first_stage
from services.deals.store import customers, opportunities
from services.deals.tables import Opportunity
from services.deals.use_cases.customers.set_fields import OPPORTUNITY

SERIES = "OP"


async def open_opportunity(command: OpenOpportunity, uow: UnitOfWork) -> OpportunityView:
    """Open one in the actor's name. The same id again gives what stands."""
    async with uow.begin() as work:
        id = command.id or work.new_id()
        known = await opportunities.find_opportunity(work, id)
        if known is not None:
            return await opportunities.view(work, known)
        must_expect_something(command.expected)
        customer = await customers.get_customer(work, command.customer_id)
        entity = customer.legal_entity_id
        row = Opportunity(
            **command.model_dump(include={"project", "product_code", "external_id", "note"}),
            id=id,
            number="",
            status=OpportunityStatus.OPEN,
            stage=first_stage(await opportunities.list_stages(work, entity)),
            customer_id=customer.id,
            project_key=project_key(command.project),
            key_version=KEY_VERSION,
            expected_amount=command.expected.amount if command.expected else None,
            expected_currency=command.expected.currency if command.expected else None,
            owner_id=work.actor.id,
            owner_unit=work.actor.unit,
            legal_entity_id=entity,
            extra=await valid_extra_of(work, OPPORTUNITY, command.extra),
            created_at=work.now,
        )
        row.number = await work.next_number(SERIES, entity)
        if not await opportunities.add_opportunities(work, [row]):
            existing = await opportunities.find_opportunity(work, id)
            if existing is not None:
                return await opportunities.view(work, existing)
            wanted = {command.external_id} if command.external_id else set()
            first = await opportunities.find_external(work, entity=entity, external_ids=wanted, history=False)
            raise already_opened(command.external_id, next((number for _, number in first.values()), None), id)
        work.emit(opened_event(row))
        return await opportunities.view(work, row)


def opened_event(row: Opportunity) -> OpportunityOpened:
    return OpportunityOpened.model_validate(
        {
            **row.event_args(),
            "project": row.project,
            "legal_entity_id": row.legal_entity_id,
            "stage": row.stage,
            "lead_id": row.lead_id,
            "expected": row.expected,
            "history": row.history,
        }
    )
