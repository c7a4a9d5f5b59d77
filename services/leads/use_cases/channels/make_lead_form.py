"""How does the company make a form for its site, change it and close it?"""

from uuid import UUID

from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from messages.leads.lead_forms import (
    ChangeLeadForm,
    FormParts,
    LeadFormChanged,
    LeadFormClosed,
    LeadFormEvent,
    LeadFormMade,
    LeadFormView,
    MakeLeadForm,
)
from services.leads.domain.channels import channel_named
from services.leads.domain.lead_forms import must_be_askable, must_be_open
from services.leads.domain.legal_entities import entity_for
from services.leads.store import channels, lead_forms
from services.leads.tables import LeadFormRow
from services.leads.use_cases.steps.lead_somewhere import must_lead_somewhere

PARTS = set(FormParts.model_fields)


async def make_lead_form(command: MakeLeadForm, uow: UnitOfWork) -> LeadFormView:
    """The same id again shows what stands."""
    async with uow.begin() as work:
        entity = entity_for(command.legal_entity_id, work.actor.legal_entities)
        must_be_askable(command.fields, command.required)
        row = LeadFormRow(
            **command.model_dump(mode="json", include=PARTS - {"activity_id", "pool_id"}),
            activity_id=command.activity_id,
            pool_id=command.pool_id,
            id=command.id or work.new_id(),
            legal_entity_id=entity,
            name=command.name,
            channel=channel_named(command.channel, await channels.hold_channels(work, entity)),
            secret=clock.new_secret(),
            created_by=work.actor.id,
            created_at=work.now,
        )
        await must_lead_somewhere(work, entity, row.pool_id, row.activity_id)
        if work.repeated or not await lead_forms.add_form(work, row):
            return lead_forms.view_of(work, await lead_forms.get_form(work, row.id))
        _announce(work, row, LeadFormMade)
        return lead_forms.view_of(work, row)


async def change_lead_form(id: UUID, command: ChangeLeadForm, uow: UnitOfWork, *, expected: int) -> LeadFormView:
    """Its address and what signs it stay."""
    async with uow.begin() as work:
        row = await lead_forms.lock_form(work, id)
        if work.repeated:
            return lead_forms.view_of(work, row)
        must_match("lead_form", row.id, current=row.version, expected=expected)
        must_be_open(row.name, row.closed_at)
        must_be_askable(command.fields, command.required)
        await must_lead_somewhere(work, row.legal_entity_id, command.pool_id, command.activity_id)
        for name, value in command.model_dump(mode="json", exclude={"activity_id", "pool_id"}).items():
            setattr(row, name, value)
        row.activity_id, row.pool_id = command.activity_id, command.pool_id
        row.version += 1
        _announce(work, row, LeadFormChanged)
        return lead_forms.view_of(work, row)


async def close_lead_form(id: UUID, uow: UnitOfWork) -> LeadFormView:
    """At once, for those too who have it open. Closing again changes nothing."""
    async with uow.begin() as work:
        row = await lead_forms.lock_form(work, id)
        if row.closed_at is None:
            row.closed_at = work.now
            row.version += 1
            _announce(work, row, LeadFormClosed)
        return lead_forms.view_of(work, row)


def _announce(work: Work, row: LeadFormRow, event: type[LeadFormEvent]) -> None:
    own = row.model_dump(include={"name", "legal_entity_id", "channel", "version"})
    work.emit(event.model_validate({**own, "lead_form_id": row.id, "by_id": work.actor.id}))
