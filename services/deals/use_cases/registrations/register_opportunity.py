"""How is an opportunity registered 报备?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.registrations import (
    RegisterOpportunity,
    RegistrationStatus,
    RegistrationSubmitted,
    RegistrationView,
)
from messages.errors import RuleViolation
from services.deals.domain.authority import must_act_for
from services.deals.domain.customer_care.admissions import must_be_admitted
from services.deals.domain.lifecycle import must_be_live, must_be_open
from services.deals.domain.opportunities import id_in_use
from services.deals.domain.registrations import already_registered, conflict_among, same_project
from services.deals.store import opportunities, registrations
from services.deals.tables import Opportunity, Registration
from services.deals.use_cases.steps.free_project import must_be_free
from services.deals.use_cases.steps.registration_rules import must_be_ready, valid_registration

SERIES = "RG"


async def register_opportunity(opportunity_id: UUID, command: RegisterOpportunity, uow: UnitOfWork) -> RegistrationView:
    """One live registration per customer and project. The same id again gives what stands."""
    async with uow.begin() as work:
        opportunity, customer = await opportunities.lock_with_customer(work, opportunity_id)  # who register take turns
        must_act_for(work.actor, opportunity, "register")
        id = command.id or work.new_id()
        known = await registrations.find_registration(work, id)
        if known is not None and known.opportunity_id != opportunity_id:
            raise id_in_use(id)
        if known is not None:
            return await registrations.view(work, known)
        must_be_live(opportunity.history)
        must_be_open(opportunity.status)
        must_be_admitted(customer.number, customer.status)
        live = await registrations.list_live_of(work, opportunity.customer_id)
        first = same_project(opportunity.project_key, live)
        if first is not None:
            raise second(work, first)
        await must_be_free(work, opportunity)  # after the live ones: what is won in between is found in one of both
        await must_be_ready(work, opportunity)
        row = _registration(work, opportunity, command, id=id)
        row.conflict_with = conflict_among(opportunity.owner_id, live)
        row.extra, row.template_version = await valid_registration(work, opportunity.business_type, command.extra)
        row = await _add(work, row)
        opportunity.registration_id = row.id
        opportunity.version += 1
        work.emit(submitted(row))
        return await registrations.view(work, row)


async def _add(work: Work, row: Registration) -> Registration:
    row.number = await work.next_number(SERIES, row.legal_entity_id)
    added = await registrations.add_registration(work, row)
    if added is None:
        first = same_project(row.project_key, await registrations.list_live_of(work, row.customer_id))
        raise second(work, first) if first else id_in_use(row.id)
    return added


def _registration(work: Work, opportunity: Opportunity, command: RegisterOpportunity, *, id: UUID) -> Registration:
    shared = {"customer_id", "project", "project_key", "key_version", "owner_id", "owner_unit", "legal_entity_id",
              "business_type"}  # fmt: skip
    return Registration(
        **opportunity.model_dump(include=shared),
        id=id,
        number="",
        status=RegistrationStatus.SUBMITTED,
        opportunity_id=opportunity.id,
        note=command.note,
        prepared_by=opportunity.owner_id if work.actor.is_process else work.actor.id,
        submitted_at=work.now,
        created_at=work.now,
    )


def second(work: Work, first: Registration) -> RuleViolation:
    """Names the first one, to those who may see it."""
    visible = work.actor.scope.covers(
        owner_id=first.owner_id, owner_unit=first.owner_unit, legal_entity_id=first.legal_entity_id
    )
    return already_registered(first.number, visible=visible)


def submitted(row: Registration) -> RegistrationSubmitted:
    return RegistrationSubmitted.model_validate(
        {**row.event_args(), "project": row.project, "conflict_with": row.conflict_with}
    )
