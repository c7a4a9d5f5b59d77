"""How are the forms of the company's site found, and how is it counted who sends them?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import delete, select
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.paging import both, page_of
from chassis.db.unit_of_work import Work
from messages.base import Page
from messages.errors import NotFound
from messages.leads.lead_forms import LeadFormView
from services.leads.domain.channel_keys import Use
from services.leads.tables import FORM_SENDER, LEAD_FORM, FormSenderRow, LeadFormRow

KEPT = timedelta(days=1)


async def add_form(work: Work, row: LeadFormRow) -> bool:
    """False: this id is taken already."""
    fresh = insert(LeadFormRow).values(row.model_dump()).on_conflict_do_nothing().returning(LEAD_FORM.id)
    return (await work.session.execute(fresh)).first() is not None


async def get_open_form(work: Work, id: UUID) -> LeadFormRow:
    """For a visitor: whoever he is. One that was closed is as if it had never been."""
    found: LeadFormRow | None = await work.session.get(LeadFormRow, id)
    if found is None or found.closed_at is not None:
        raise NotFound("lead_form", id)
    return found


async def lock_open_form(work: Work, id: UUID) -> LeadFormRow:
    query = select(LeadFormRow).where(LEAD_FORM.id == id, LEAD_FORM.closed_at.is_(None)).with_for_update()
    return await _one(work, query, id)


async def get_form(work: Work, id: UUID) -> LeadFormRow:
    return await _one(work, select(LeadFormRow).where(LEAD_FORM.id == id, both(_in_reach(work))), id)


async def lock_form(work: Work, id: UUID) -> LeadFormRow:
    return await _one(work, select(LeadFormRow).where(LEAD_FORM.id == id, both(_in_reach(work))).with_for_update(), id)


async def page_of_forms(work: Work, *, cursor: str | None, limit: int) -> Page[LeadFormView]:
    """The newest first."""
    query = select(LeadFormRow).where(both(_in_reach(work)))
    key = [LEAD_FORM.created_at, LEAD_FORM.id]
    shown = lambda row: view_of(work, row)  # noqa: E731
    return await page_of(work, query, key=key, cursor=cursor, limit=limit, descending=True, view=shown)


async def count_sender(work: Work, form_id: UUID, sender: str) -> int:
    """How often it has sent the form in this hour, before now; from now on once more. The form is locked."""
    hour = _hour(work.now)
    old = delete(FormSenderRow).where(FORM_SENDER.form_id == form_id, FORM_SENDER.hour < hour - KEPT)
    await work.session.execute(old)
    first = insert(FormSenderRow).values(form_id=form_id, hour=hour, sender=sender, sent=1)
    key = ["form_id", "hour", "sender"]
    more = first.on_conflict_do_update(index_elements=key, set_={"sent": FORM_SENDER.sent + 1})
    sent: int = (await work.session.execute(more.returning(FORM_SENDER.sent))).scalar_one()
    return sent - 1


def use_of(row: LeadFormRow) -> Use:
    return Use(row.minute_at, row.minute_count, row.day_at, row.day_count)


def set_use(work: Work, row: LeadFormRow, use: Use) -> None:
    row.minute_at, row.minute_count, row.day_at, row.day_count = use.minute, use.in_minute, use.day, use.in_day
    row.last_used_at = work.now


def view_of(work: Work, row: LeadFormRow) -> LeadFormView:
    today = work.now.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    own: dict[str, Any] = row.model_dump(include=set(LeadFormView.model_fields))
    return LeadFormView(**own, received_today=row.day_count if row.day_at == today else 0)


def _hour(at: datetime) -> datetime:
    return at.replace(minute=0, second=0, microsecond=0)


async def _one(work: Work, query: Any, id: UUID) -> LeadFormRow:
    found: LeadFormRow | None = (await work.session.execute(query)).scalar_one_or_none()
    if found is None:
        raise NotFound("lead_form", id)
    return found


def _in_reach(work: Work) -> Any:
    own = work.actor.legal_entities
    return None if ALL in own else LEAD_FORM.legal_entity_id.in_(own)
