"""Somebody visited, called or wrote to a customer: what is kept of it, and when does it go on?"""

from dataclasses import dataclass
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.follow_ups import FollowUpAnswered, FollowUpRecorded, FollowUpView, RecordFollowUp
from messages.deals.opportunities import OpportunityStatus
from services.deals.domain.authority import must_act_for, must_maintain_customers
from services.deals.domain.follow_ups import kind_named, must_be_about_something, must_be_past, rings_at
from services.deals.store import customers, follow_ups, opportunities, reminders
from services.deals.tables import Customer, FollowUp, Opportunity, ReminderKind
from services.deals.use_cases.steps.customer_clock import note_contact
from services.deals.use_cases.steps.progress import note_progress
from services.deals.use_cases.steps.save_given import save_given
from services.deals.use_cases.steps.set_reminder import set_reminder

SERIES = "FU"


@dataclass(frozen=True)
class About:
    """What it is about, and whose that is."""

    customer: Customer
    opportunity: Opportunity | None

    @property
    def owner_id(self) -> UUID | None:
        return self.opportunity.owner_id if self.opportunity else self.customer.owner_id


async def record_follow_up(command: RecordFollowUp, uow: UnitOfWork) -> FollowUpView:
    """With everything that came of it, in one. The same key again shows what stands. What was planned before is
    answered by it."""
    async with uow.begin() as work:
        id = work.new_id()
        known = await follow_ups.find_follow_up(work, id)
        if known is not None:
            return await follow_ups.view(work, known)
        about = await _about(work, command)
        kind = kind_named(command.kind, await follow_ups.list_kinds(work, about.customer.legal_entity_id))
        rings = rings_at(command.next_on, work.now, work.actor.tz) if command.next_on else None
        row = FollowUp(
            **command.model_dump(include={"note", "place", "latitude", "longitude", "next_on"}),
            id=id,
            number="",
            opportunity_id=about.opportunity.id if about.opportunity else None,
            customer_id=about.customer.id,
            legal_entity_id=about.customer.legal_entity_id,
            kind=kind.code,
            kind_label={str(lang): name for lang, name in kind.label.items()},
            effective=kind.effective,
            happened_at=must_be_past(command.happened_at, work.now),
            recorded_by=work.actor.id,
            recorded_by_name=work.actor.name,
            recorded_at=work.now,
        )
        row.number = await work.next_number(SERIES, row.legal_entity_id)
        work.session.add(row)
        await save_given(work, row.id, command.files, entity=row.legal_entity_id)
        if row.effective or row.next_on:
            await _answer(work, row, about)
        if row.effective and about.opportunity is not None and _goes_on(about.opportunity):
            await note_progress(work, about.opportunity)
        if row.effective:
            await note_contact(work, about.customer)
        if rings is not None:
            await set_reminder(work, ReminderKind.FOLLOW_UP, row.id, rings)
        said = row.model_dump(include={"kind", "effective", "recorded_by", "next_on"})
        work.emit(FollowUpRecorded.model_validate(_args(row, about) | said))
        return await follow_ups.view(work, row)


async def _about(work: Work, command: RecordFollowUp) -> About:
    """Locked, so that two who follow up at once answer one another in turn."""
    must_be_about_something(command.opportunity_id or command.customer_id)
    if command.opportunity_id:
        opportunity, customer = await opportunities.lock_with_customer(work, command.opportunity_id)
        must_act_for(work.actor, opportunity, "follow-up")
        return About(customer, opportunity)
    assert command.customer_id is not None
    customer = await customers.get_customer(work, command.customer_id)
    await work.session.refresh(customer, with_for_update={"key_share": True})
    must_maintain_customers(work.actor, customer.owner_id, customer.owner_unit)
    return About(customer, None)


def _goes_on(row: Opportunity) -> bool:
    return row.status is OpportunityStatus.OPEN and not row.history


async def _answer(work: Work, row: FollowUp, about: About) -> None:
    answered = await follow_ups.answer_waiting(work, row)
    if answered:
        await reminders.end_reminders(work, ReminderKind.FOLLOW_UP, [one.id for one in answered])
    for one in answered:
        work.emit(FollowUpAnswered.model_validate(_args(one, about) | {"version": 2}))


def _args(row: FollowUp, about: About) -> dict[str, object]:
    return row.event_args(customer_name=about.customer.name, owner_id=about.owner_id) | {"version": 1}
