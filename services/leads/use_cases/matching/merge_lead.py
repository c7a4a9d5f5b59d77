"""How are two leads joined into one, and taken apart again?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from chassis.records.people import lock_person_for_share
from messages.errors import NotFound
from messages.leads.events import LeadAssigned, LeadMerged, LeadReleased, LeadUnmerged
from messages.leads.leads import LeadStatus, LeadView
from services.leads.domain.lifecycle import move, must_be_another
from services.leads.domain.match_rules import MatchRules, identities
from services.leads.domain.merging import Claim, first_owner, lacking, must_be_mergeable, must_be_undoable
from services.leads.store import candidates, merges
from services.leads.store import leads as store
from services.leads.store.identities import claim_identities, free_identities
from services.leads.store.match_rules import hold_rules, rules_for
from services.leads.store.pools import pool_rules
from services.leads.store.searches import keep_found
from services.leads.store.views import view_of
from services.leads.tables import LeadMergeRow, LeadRow
from services.leads.use_cases.steps.capture_leads import holds, keys_of_lead
from services.leads.use_cases.steps.end_owners import end_owners
from services.leads.use_cases.steps.score_leads import score_leads
from services.leads.use_cases.steps.set_owner import due_at, set_owner

# What goes along with a field, by which it is found.
KEYS = {
    "company": ("company_key", "company_pairs"),
    "phone": ("phone_key", "phone_keys"),
    "email": ("email_key",),
    "project": ("project_key",),
}
LISTS = ("company_pairs", "phone_keys")


async def merge_lead(lead_id: UUID, into_id: UUID, uow: UnitOfWork) -> LeadView:
    """The other keeps all touches and acts of both, what it lacked, and the owner who came first."""
    async with uow.begin() as work:
        lead, into = await _lock_both(work, lead_id, into_id)
        standing = await merges.find_standing(work, lead.id)
        if work.repeated or (standing is not None and standing.into_id == into.id):
            return await view_of(work, lead)
        repeats = lead.duplicate_of == into.id
        must_be_mergeable(lead.number, lead.status, repeats_it=repeats, into=into.number, into_status=into.status)
        claims = await merges.claims_of(work, [lead.id, into.id])
        row = LeadMergeRow(
            id=work.new_id(),
            lead_id=lead.id,
            into_id=into.id,
            taken=lacking(into.model_dump(), lead.model_dump()) if into.status is not LeadStatus.CONVERTED else {},
            owner_id=lead.owner_id,
            into_owner_id=into.owner_id,
            followers=await merges.follow(work, lead.id, into.id),
            was_duplicate=repeats,
            by_id=work.actor.id,
            at=work.now,
        )
        work.session.add(row)
        await _join(work, lead, into, row)
        event = LeadMerged(
            lead_id=lead.id,
            number=lead.number,
            into_id=into.id,
            into_number=into.number,
            by_id=work.actor.id,
            taken=sorted(row.taken),
            version=lead.version,
        )
        work.emit(event)
        await _owner_of_both(work, into, claims.get(lead.id), claims.get(into.id))
        return await view_of(work, lead)


async def unmerge_lead(lead_id: UUID, uow: UnitOfWork) -> LeadView:
    """It lives by itself again, with whom it had; the other gives back what it took, where nobody has changed it."""
    async with uow.begin() as work:
        at = await store.get_lead(work, lead_id)
        if at.duplicate_of is None:
            must_be_undoable(at.number, is_merged=work.repeated)
            return await view_of(work, at)
        lead, into = await _lock_both(work, lead_id, at.duplicate_of)
        row = await merges.find_standing(work, lead.id)
        if row is None or row.into_id != into.id:
            must_be_undoable(lead.number, is_merged=work.repeated)
            return await view_of(work, lead)
        row.undone_by, row.undone_at = work.actor.id, work.now
        for name, value in row.taken.items():
            if str(getattr(into, name)) == value:
                _drop(into, name)
        keep_found(into)
        into.version += 1
        await score_leads(work, into.legal_entity_id, [into])
        await merges.unfollow(work, row.followers, into.id, lead.id)
        await _give_back(work, lead, into, row)
        return await view_of(work, lead)


async def _lock_both(work: Work, lead_id: UUID, other_id: UUID) -> tuple[LeadRow, LeadRow]:
    """Both are this actor's to see, in one legal entity. What is joined holds still for the rules meanwhile."""
    must_be_another(lead_id, other_id)
    locked = await store.lock_leads(work, [lead_id, other_id])
    for id in (lead_id, other_id):
        if id not in locked:
            raise NotFound("lead", id)
    if locked[lead_id].legal_entity_id != locked[other_id].legal_entity_id:
        raise NotFound("lead", other_id)
    return locked[lead_id], locked[other_id]


async def _join(work: Work, lead: LeadRow, into: LeadRow, row: LeadMergeRow) -> None:
    """What is the lead's counts as the other's from now on: its phones too."""
    rules = await _rules(work, lead)
    his = identities(keys_of_lead(lead), rules)
    if lead.status is not LeadStatus.DUPLICATE:
        lead.status = move(lead.status, LeadStatus.DUPLICATE)
    lead.duplicate_of = into.id
    if lead.owner_id is not None:
        await end_owners(work, [lead.id], "merged")
        lead.owner_id = None
    store.stop_clock(lead)
    for name in row.taken:
        _take(into, lead, name)
    keep_found(into)
    into.version += 1
    await score_leads(work, into.legal_entity_id, [into])
    await free_identities(work, lead.id)
    await candidates.tell_together(work, lead.id, into.id)
    wanted = [*identities(keys_of_lead(into), rules, people=holds(into)), *his]
    await claim_identities(work, into.legal_entity_id, dict.fromkeys(wanted, into.id))


async def _owner_of_both(work: Work, into: LeadRow, his: Claim | None, others: Claim | None) -> None:
    owner_id = first_owner(his, others)
    if into.status is not LeadStatus.CONVERTED and owner_id != into.owner_id:
        await _give(work, into, owner_id)


async def _give_back(work: Work, lead: LeadRow, into: LeadRow, row: LeadMergeRow) -> None:
    rules = await _rules(work, lead)
    await free_identities(work, into.id)
    wanted = identities(keys_of_lead(into), rules, people=holds(into))
    await claim_identities(work, into.legal_entity_id, dict.fromkeys(wanted, into.id))
    if row.was_duplicate:
        lead.version += 1
        work.emit(_unmerged(work, lead, into))
        return
    pool = await pool_rules(work, lead.pool_id)
    lead.status, lead.duplicate_of, lead.owner_unit = move(lead.status, LeadStatus.POOLED), None, pool.pool.unit
    lead.version += 1
    wanted = identities(keys_of_lead(lead), rules)
    await claim_identities(work, lead.legal_entity_id, dict.fromkeys(wanted, lead.id))
    work.emit(_unmerged(work, lead, into))
    if row.owner_id is not None:
        await _give(work, lead, row.owner_id)
    if into.status is LeadStatus.OWNED and into.owner_id == row.owner_id != row.into_owner_id:
        await _return(work, into, row.into_owner_id)


async def _return(work: Work, into: LeadRow, owner_id: UUID | None) -> None:
    """To whom it was before the other came, or to its pool."""
    if owner_id is not None:
        await _give(work, into, owner_id)
        return
    pool = await pool_rules(work, into.pool_id)
    await end_owners(work, [into.id], "unmerged")
    former, into.owner_id, into.owner_unit = into.owner_id, None, pool.pool.unit
    into.status = move(into.status, LeadStatus.POOLED)
    store.stop_clock(into)
    event = LeadReleased(
        lead_id=into.id,
        number=into.number,
        pool_id=into.pool_id,
        former_owner_id=former or work.actor.id,
        version=into.version,
    )
    work.emit(event)


async def _give(work: Work, lead: LeadRow, owner_id: UUID | None) -> None:
    """To a person who is still there; his clock starts. Else it waits where it is."""
    owner = await lock_person_for_share(work, owner_id) if owner_id else None
    if owner is None or not owner.active:
        return
    rules = await pool_rules(work, lead.pool_id)
    await set_owner(work, [lead], rules, owner_id=owner.id, owner_unit=owner.unit, began_by="merged")
    event = LeadAssigned(
        lead_id=lead.id,
        number=lead.number,
        pool_id=lead.pool_id,
        owner_id=owner.id,
        by_id=work.actor.id,
        follow_up_due_at=due_at(lead),
        version=lead.version,
    )
    work.emit(event)


def _unmerged(work: Work, lead: LeadRow, into: LeadRow) -> LeadUnmerged:
    return LeadUnmerged(
        lead_id=lead.id,
        number=lead.number,
        into_id=into.id,
        into_number=into.number,
        by_id=work.actor.id,
        version=lead.version,
    )


async def _rules(work: Work, lead: LeadRow) -> MatchRules:
    return rules_for(await hold_rules(work, lead.legal_entity_id), lead.product_line)


def _take(into: LeadRow, lead: LeadRow, name: str) -> None:
    setattr(into, name, getattr(lead, name))
    for key in KEYS.get(name, ()):
        setattr(into, key, getattr(lead, key))


def _drop(into: LeadRow, name: str) -> None:
    setattr(into, name, None)
    for key in KEYS.get(name, ()):
        setattr(into, key, [] if key in LISTS else None)
