"""How is an opportunity opened?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.custom_fields import valid_extra_of
from messages.deals.opportunities import OpenOpportunity, OpportunityOpened, OpportunityStatus, OpportunityView
from messages.errors import RuleViolation
from services.deals.domain.keys import KEY_VERSION, project_key
from services.deals.domain.opportunities import already_opened, must_expect_something
from services.deals.domain.sales_rules import type_named
from services.deals.domain.stages import first_stage
from services.deals.store import customers, opportunities, sales_rules
from services.deals.tables import Opportunity
from services.deals.use_cases.customers.set_fields import OPPORTUNITY
from services.deals.use_cases.steps.progress import begin, enter_stage

SERIES = "OP"
PLAIN = {"project", "product_code", "product_lines", "expected_close_on", "probability", "external_id", "note"}


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
        kind = type_named(command.business_type, await sales_rules.list_types(work, entity))
        stages = await sales_rules.list_stages(work, entity, kind.code if kind else None)
        row = Opportunity(
            **command.model_dump(include=PLAIN),
            id=id,
            number="",
            status=OpportunityStatus.OPEN,
            stage=first_stage(stages),
            business_type=kind.code if kind else None,
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
        begin(work, row, stages)
        row.number = await work.next_number(SERIES, entity)
        if not await opportunities.add_opportunities(work, [row]):
            existing = await opportunities.find_opportunity(work, id)
            if existing is not None:
                return await opportunities.view(work, existing)
            raise await _taken(work, command, entity=entity, id=id)
        await enter_stage(work, row, stages)
        work.emit(opened_event(row))
        return await opportunities.view(work, row)


async def _taken(work: Work, command: OpenOpportunity, *, entity: str, id: UUID) -> RuleViolation:
    wanted = {command.external_id} if command.external_id else set()
    first = await opportunities.find_external(work, entity=entity, external_ids=wanted, history=False)
    return already_opened(command.external_id, next((number for _, number in first.values()), None), id)


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
