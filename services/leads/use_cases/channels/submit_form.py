"""How does a visitor of the company's site open a form, and how does what he sends become a lead?"""

from dataclasses import replace
from datetime import timedelta
from uuid import UUID

from chassis.auth.identity import Actor
from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.leads.lead_forms import FormField, FormReceived, OpenForm, SubmitForm
from messages.leads.leads import LeadFields
from services.leads.domain.channel_keys import used_once_more
from services.leads.domain.lead_forms import (
    HOLDS,
    Opened,
    must_agree,
    must_be_a_person,
    must_be_filled_in,
    must_not_flood,
    opened_by,
    sender_of,
    token_of,
)
from services.leads.store import lead_forms
from services.leads.tables import LeadFormRow
from services.leads.use_cases.steps.assign_by_rules import assign_new
from services.leads.use_cases.steps.capture_leads import Draft, capture_leads
from services.leads.use_cases.steps.tag_leads import Tag

NONCE_BYTES = 12
SHOWN = set(OpenForm.model_fields)
ASKED = {field.value for field in FormField}


async def open_form(id: UUID, uow: UnitOfWork) -> OpenForm:
    """Nothing is kept of who looks at it."""
    async with uow.begin() as work:
        row = await lead_forms.get_open_form(work, id)
        opened = Opened(work.now.replace(microsecond=0), clock.new_secret(NONCE_BYTES))
        expires = opened.at + HOLDS - timedelta(minutes=1)
        own = row.model_dump(include=SHOWN)
        return OpenForm(**own, token=token_of(row.id, row.secret, opened), expires_at=expires)


async def submit_form(id: UUID, command: SubmitForm, uow: UnitOfWork, *, address: str) -> FormReceived:
    """Once for each time that it was opened, however often it is sent. Raises TooMany."""
    async with uow.begin() as reading:
        entity = (await lead_forms.get_open_form(reading, id)).legal_entity_id
    actor = Actor(id, name="form", legal_entities=(entity,), lang=uow.actor.lang)
    async with replace(uow, actor=actor).begin() as work:
        row = await lead_forms.lock_open_form(work, id)
        opened = opened_by(command.token, row.id, row.secret, work.now)
        must_be_a_person(command)
        must_be_filled_in(command, [FormField(one) for one in row.fields], [FormField(one) for one in row.required])
        must_agree(command, is_asked=bool(row.consent))
        sent = await lead_forms.count_sender(work, row.id, sender_of(address, row.secret))
        must_not_flood(sent, row.per_sender, work.now)
        bounds = {"per_minute": row.per_day, "per_day": row.per_day}
        lead_forms.set_use(work, row, used_once_more(lead_forms.use_of(row), work.now, **bounds))
        await _capture(work, row, command, opened)
        return FormReceived.model_validate({"thanks": row.thanks})


async def _capture(work: Work, row: LeadFormRow, command: SubmitForm, opened: Opened) -> None:
    said = {name: value for name, value in command.model_dump(include=ASKED).items() if value}
    name = {"source": row.channel, "channel": row.channel, "external_id": f"form-{opened.nonce}"}
    draft = Draft(work.new_id(), LeadFields(**said, **name), pool_id=row.pool_id, tag=Tag(row.channel, row.activity_id))
    [captured] = await capture_leads(work, row.legal_entity_id, [draft])
    if captured.violation:
        raise captured.violation
    if captured.lead is not None and captured.new:
        await assign_new(work, [captured.lead])
