"""How is what is known of a lead corrected, and what stood before?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from chassis.records.custom_fields import valid_extra_of
from messages.base import Page
from messages.leads.events import LeadEdited
from messages.leads.handling import EditLead, LeadChangeView
from messages.leads.leads import LeadStatus, LeadView
from services.leads.domain import normalization
from services.leads.domain.edits import differences, must_be_editable, must_may_edit, must_stay_the_only_one
from services.leads.domain.match_rules import identities
from services.leads.settings import RECORD_KIND
from services.leads.store import changes
from services.leads.store import leads as store
from services.leads.store.identities import claim_identities, free_identities
from services.leads.store.match_rules import hold_rules, rules_for
from services.leads.store.pools import pool_rules
from services.leads.store.projections import phone_region_of_entity
from services.leads.store.searches import keep_found
from services.leads.store.views import view_of
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.capture_leads import keys_of_lead, stored_keys
from services.leads.use_cases.steps.score_leads import retimed_clock, score_leads

PLAIN = (
    "product_line", "company", "contact", "phone", "email", "region", "project", "note", "industry", "heat",
    "planned_on",
)  # fmt: skip
SHOWN = (*PLAIN, "extra")


async def edit_lead(lead_id: UUID, command: EditLead, uow: UnitOfWork, *, expected: int) -> LeadView:
    """Only what is given changes, and only of the version that was read; its clock runs on, unless it became a key
    lead, or is none any more. What stood before is kept."""
    async with uow.begin() as work:
        lead = await store.lock_lead(work, lead_id)
        if work.repeated:
            return await view_of(work, lead)
        must_match("lead", lead.id, current=lead.version, expected=expected)
        must_may_edit(lead.number, work.actor.roles, owner_id=lead.owner_id, actor_id=work.actor.id)
        must_be_editable(lead.number, lead.status)
        before, was_key = {name: getattr(lead, name) for name in SHOWN}, lead.is_key
        held = identities(
            keys_of_lead(lead), rules_for(await hold_rules(work, lead.legal_entity_id), lead.product_line)
        )
        await _change(work, lead, command)
        changed = differences(before, {name: getattr(lead, name) for name in SHOWN})
        if not changed:
            return await view_of(work, lead)
        await _hold(work, lead, held)
        await score_leads(work, lead.legal_entity_id, [lead])
        if lead.is_key != was_key and lead.status is LeadStatus.OWNED:
            clock = retimed_clock(work, lead, await pool_rules(work, lead.pool_id))
            lead.warn_at, lead.follow_up_due_at = clock.warn_at, clock.due_at
        lead.version += 1
        changes.add_change(work, lead, changed)
        said = lead.model_dump(include={"number", "owner_id", "version"})
        work.emit(LeadEdited(lead_id=lead.id, fields=list(changed), by_id=work.actor.id, **said))
        return await view_of(work, lead)


async def list_changes(lead_id: UUID, uow: UnitOfWork, *, cursor: str | None, limit: int) -> Page[LeadChangeView]:
    """The newest first."""
    async with uow.begin() as work:
        lead = await store.get_lead(work, lead_id)
        return await changes.page_of_changes(work, lead, cursor=cursor, limit=limit)


async def _change(work: Work, lead: LeadRow, command: EditLead) -> None:
    given = command.model_fields_set
    for name in PLAIN:
        if name in given:
            setattr(lead, name, getattr(command, name))
    if command.extra is not None:
        lead.extra = await valid_extra_of(work, RECORD_KIND, lead.extra | dict(command.extra))
    region = await phone_region_of_entity(work, lead.legal_entity_id)
    keys = normalization.keys_of(
        company=lead.company,
        project=lead.project,
        phone=lead.phone,
        email=lead.email,
        region=normalization.phone_region(command.phone_region, of_entity=region),
    )
    for name, value in stored_keys(keys).items():
        if getattr(lead, name) != value and _is_concerned(name, given):
            setattr(lead, name, value)
    keep_found(lead)


def _is_concerned(key: str, given: set[str]) -> bool:
    """A key is made anew only of what was said anew: a phone that came with a region of its own keeps what it was."""
    return key.partition("_")[0] in given


async def _hold(work: Work, lead: LeadRow, held: list[str]) -> None:
    """What it holds by now; of a live lead nobody else may hold it."""
    wanted = await _identities(work, lead)
    if set(wanted) == set(held):
        return
    holders = await claim_identities(work, lead.legal_entity_id, dict.fromkeys(wanted, lead.id))
    others = await store.find_by_id(work, [id for id in holders.values() if id != lead.id])
    must_stay_the_only_one(lead.number, [other.number for other in others.values()])
    await free_identities(work, lead.id, [one for one in held if one not in wanted])


async def _identities(work: Work, lead: LeadRow) -> list[str]:
    return identities(keys_of_lead(lead), rules_for(await hold_rules(work, lead.legal_entity_id), lead.product_line))
