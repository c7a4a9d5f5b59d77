"""How is what is expected of an opportunity corrected, and what stood before?"""

from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from chassis.records.custom_fields import valid_extra_of
from messages.base import Page
from messages.deals.opportunities import EditOpportunity, OpportunityChangeView, OpportunityEdited, OpportunityView
from services.deals.domain.authority import must_act_for
from services.deals.domain.keys import KEY_VERSION, project_key
from services.deals.domain.lifecycle import LIVE, must_be_live, must_be_open
from services.deals.domain.opportunities import must_expect_something, must_keep_name
from services.deals.domain.sales_rules import differences, type_named
from services.deals.store import opportunities, progress, registrations, sales_rules
from services.deals.tables import Opportunity
from services.deals.use_cases.customers.set_fields import OPPORTUNITY
from services.deals.use_cases.steps.progress import note_progress

PLAIN = ("product_code", "product_lines", "expected_close_on", "probability", "note")
SHOWN = (*PLAIN, "project", "business_type", "expected", "extra")


async def edit_opportunity(id: UUID, command: EditOpportunity, uow: UnitOfWork, *, expected: int) -> OpportunityView:
    """Only what is given changes, and only of the version that was read. What stood before is kept."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_act_for(work.actor, row, "edit")
        if work.repeated:
            return await opportunities.view(work, row)
        must_match("opportunity", row.id, current=row.version, expected=expected)
        must_be_live(row.history)
        must_be_open(row.status)
        before = {name: getattr(row, name) for name in SHOWN}
        await _change(work, row, command)
        changes = differences(before, {name: getattr(row, name) for name in SHOWN})
        if not changes:
            return await opportunities.view(work, row)
        row.version += 1
        progress.add_change(work, row, changes)
        said = {name: getattr(row, name) for name in SHOWN if name in OpportunityEdited.model_fields}
        work.emit(OpportunityEdited.model_validate({**row.event_args(), **said, "fields": list(changes)}))
        return await opportunities.view(work, row)


async def list_opportunity_changes(
    id: UUID, uow: UnitOfWork, *, cursor: str | None, limit: int
) -> Page[OpportunityChangeView]:
    """The newest first."""
    async with uow.begin() as work:
        await opportunities.get_opportunity(work, id)
        return await progress.list_changes(work, id, cursor=cursor, limit=limit)


async def _change(work: Work, row: Opportunity, command: EditOpportunity) -> None:
    given = command.model_fields_set
    for name in PLAIN:
        if name in given:
            setattr(row, name, getattr(command, name))
    if "expected" in given:
        must_expect_something(command.expected)
        row.expected_amount = command.expected.amount if command.expected else None
        row.expected_currency = command.expected.currency if command.expected else None
    if "extra" in given:
        row.extra = await valid_extra_of(work, OPPORTUNITY, row.extra | dict(command.extra))
    if command.project is not None and command.project != row.project:
        await _rename(work, row, command.project)
    if command.business_type is not None:
        await _retype(work, row, command.business_type)


async def _rename(work: Work, row: Opportunity, project: str) -> None:
    registration = await registrations.lock_registration_of(work, row.registration_id)
    must_keep_name(registration.number if registration is not None and registration.status in LIVE else None)
    row.project, row.project_key, row.key_version = project, project_key(project), KEY_VERSION


async def _retype(work: Work, row: Opportunity, business_type: str) -> None:
    """It keeps its stage: where the other type has none of this name, it advances to any."""
    found = type_named(business_type, await sales_rules.list_types(work, row.legal_entity_id))
    code: Any = found.code if found else None
    if code != row.business_type:
        row.business_type = code
        await note_progress(work, row)
