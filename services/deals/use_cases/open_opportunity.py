"""How is an opportunity opened?"""

from chassis.custom_fields import checked_extra
from chassis.unit_of_work import UnitOfWork
from messages.deals.opportunities import OpenOpportunity, OpportunityOpened, OpportunityStatus, OpportunityView
from services.deals.domain.names import project_key
from services.deals.domain.opportunities import must_expect_something, refuse_taken
from services.deals.domain.stages import first_stage
from services.deals.store import customers, opportunities
from services.deals.tables import Opportunity
from services.deals.use_cases.set_fields import OPPORTUNITY

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
            expected_amount=command.expected.amount if command.expected else None,
            expected_currency=command.expected.currency if command.expected else None,
            owner_id=work.actor.id,
            owner_unit=work.actor.unit,
            legal_entity_id=entity,
            extra=await checked_extra(work, OPPORTUNITY, command.extra),
            created_at=work.now,
        )
        row.number = await work.next_number(SERIES, entity)
        if not await opportunities.add_opportunities(work, [row]):
            again = await opportunities.find_opportunity(work, id)
            if again is not None:
                return await opportunities.view(work, again)
            wanted = {command.external_id} if command.external_id else set()
            first = await opportunities.find_external(work, entity=entity, external_ids=wanted, history=False)
            raise refuse_taken(command.external_id, next((number for _, number in first.values()), None), id)
        work.emit(opened_event(row))
        return await opportunities.view(work, row)


def opened_event(row: Opportunity) -> OpportunityOpened:
    return OpportunityOpened.model_validate(
        {
            **row.fact(),
            "project": row.project,
            "legal_entity_id": row.legal_entity_id,
            "stage": row.stage,
            "lead_id": row.lead_id,
            "expected": row.expected,
            "history": row.history,
        }
    )
