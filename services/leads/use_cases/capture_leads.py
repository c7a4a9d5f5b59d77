"""How does one batch of posted or imported leads become rows: cleansed, routed, each once, duplicates linked?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from chassis.custom_fields import check_extra, find_template
from chassis.unit_of_work import Work
from messages.custom_fields import FieldTemplate
from messages.errors import Malformed, Refused
from messages.leads.events import LeadCaptured, LeadDuplicateFound
from messages.leads.leads import LeadFields, LeadStatus
from services.leads.domain import cleansing, duplicates
from services.leads.domain.routing import Intake, pool_for, priority
from services.leads.settings import PHONE_REGION
from services.leads.store import identities
from services.leads.store import leads as store
from services.leads.store.pools import list_intakes
from services.leads.tables import LeadRow
from services.leads.use_cases.set_fields import KIND

SERIES = "LD"


@dataclass(frozen=True)
class Draft:
    """What was sent, and the id it will have. `converted`: it ended in the other system and is kept as history."""

    id: UUID
    fields: LeadFields
    converted: bool = False

    @property
    def external(self) -> tuple[str, str] | None:
        return (self.fields.source, self.fields.external_id) if self.fields.external_id else None


@dataclass(frozen=True)
class Captured:
    """What became of a draft: its row (`new`), the row that was there (same id or external id), or why not."""

    lead: LeadRow | None = None
    new: bool = False
    wrong: Refused | Malformed | None = None


async def capture_leads(work: Work, entity: str, drafts: Sequence[Draft]) -> list[Captured]:
    """In the order of the drafts. A fixed number of statements, however many there are."""
    known = await _known(work, entity, drafts)
    intakes = await list_intakes(work, entity)
    template = await find_template(work, KIND)
    rows: dict[UUID, Captured] = {}
    seen: dict[tuple[str, str], UUID] = {}
    for draft in drafts:
        if draft.id in known or draft.id in rows or (draft.external and draft.external in seen):
            continue
        try:
            rows[draft.id] = Captured(_row(work, entity, draft, intakes, template), new=True)
        except (Refused, Malformed) as wrong:
            rows[draft.id] = Captured(wrong=wrong)
            continue
        if draft.external:
            seen[draft.external] = draft.id
    fresh = [found.lead for found in rows.values() if found.lead]
    raced = await _write(work, entity, fresh)
    return [_outcome(draft, known, rows, seen, raced) for draft in drafts]


def _outcome(
    draft: Draft,
    known: dict[UUID, LeadRow],
    rows: dict[UUID, Captured],
    seen: dict[tuple[str, str], UUID],
    raced: dict[UUID, LeadRow],
) -> Captured:
    if draft.id in known:
        return Captured(known[draft.id])
    if draft.id in raced:
        return Captured(raced[draft.id])
    if draft.id in rows:
        return rows[draft.id]
    first = seen[draft.external] if draft.external else draft.id
    return Captured(raced.get(first) or rows[first].lead)


async def _known(work: Work, entity: str, drafts: Sequence[Draft]) -> dict[UUID, LeadRow]:
    """By the draft's id: the lead that has this id, or this external id, already."""
    external = await store.find_external(work, entity, [draft.external for draft in drafts if draft.external])
    found = await store.find_by_id(work, [draft.id for draft in drafts])
    for draft in drafts:
        if draft.external and draft.external in external:
            found.setdefault(draft.id, external[draft.external])
    return found


def _row(
    work: Work,
    entity: str,
    draft: Draft,
    intakes: Sequence[tuple[Intake, str]],
    template: FieldTemplate | None,
) -> LeadRow:
    fields = draft.fields
    phone = cleansing.phone_key(fields.phone, region=PHONE_REGION)
    email = cleansing.email_key(fields.email)
    company = cleansing.company_key(fields.company)
    pool_id = pool_for(fields.source, fields.region, [intake for intake, _ in intakes])
    shown = fields.model_dump(exclude={"id", "line", "converted", "legal_entity_id", "extra"})
    reachable = {"phone": bool(phone), "email": bool(email)}
    return LeadRow(
        **shown,
        extra=check_extra(template, fields.extra),
        id=draft.id,
        number="",
        status=LeadStatus.CONVERTED if draft.converted else LeadStatus.POOLED,
        legal_entity_id=entity,
        company_key=company,
        company_pairs=duplicates.wide_pairs(company),
        project_key=cleansing.project_key(fields.project),
        phone_key=phone,
        email_key=email,
        priority=priority(**reachable, company=bool(company), project=bool(fields.project)),
        pool_id=pool_id,
        owner_unit=next(unit for intake, unit in intakes if intake.pool_id == pool_id),
        created_by=work.actor.id,
        created_at=work.now,
    )


async def _write(work: Work, entity: str, leads: Sequence[LeadRow]) -> dict[UUID, LeadRow]:
    """Answers those that somebody else brought at this very moment, with the row that won."""
    await _link_duplicates(work, entity, leads)
    numbers = await work.next_numbers(len(leads), SERIES, entity)
    for lead, number in zip(leads, numbers, strict=True):
        lead.number = number
    written = await store.add_leads(work, leads)
    for lead in leads:
        if lead.id in written:
            _tell(work, lead)
    late = [lead for lead in leads if lead.id not in written]
    return await _winners(work, entity, late) if late else {}


async def _winners(work: Work, entity: str, late: Sequence[LeadRow]) -> dict[UUID, LeadRow]:
    for lead in late:
        await identities.free_identities(work, lead.id)
    same = await store.find_by_id(work, [lead.id for lead in late])
    named = [(lead.source, lead.external_id) for lead in late if lead.external_id]
    external = await store.find_external(work, entity, named)
    return {lead.id: same.get(lead.id) or external[(lead.source, str(lead.external_id))] for lead in late}


async def _link_duplicates(work: Work, entity: str, leads: Sequence[LeadRow]) -> None:
    """Each identity belongs to one live lead; the first row of a batch that asks for it gets it."""
    wanted: dict[str, UUID] = {}
    asked = {lead.id: identities_of(lead) for lead in leads}
    for lead in leads:
        for identity in asked[lead.id]:
            wanted.setdefault(identity, lead.id)
    if not wanted:
        return
    given = await identities.claim_identities(work, entity, wanted)
    # Those of leads outside this batch stand; inside it, only a row that lives may hold one.
    held = {identity: lead_id for identity, lead_id in given.items() if lead_id not in asked}
    for lead in leads:
        first = next((held[identity] for identity in asked[lead.id] if identity in held), None)
        if first is not None and lead.status is LeadStatus.POOLED:
            lead.status, lead.duplicate_of = LeadStatus.DUPLICATE, first
            continue
        for identity in asked[lead.id]:
            held.setdefault(identity, lead.id)
    changed = {identity: held.get(identity) for identity in given if held.get(identity) != given[identity]}
    await identities.hand_identities(work, entity, changed)


def identities_of(lead: LeadRow) -> list[str]:
    """What a lead holds while it lives; as converted history only its company's project."""
    keys = duplicates.Keys(lead.phone_key, lead.email_key, lead.company_key, lead.project_key)
    if lead.status is LeadStatus.CONVERTED:
        deal = duplicates.deal_identity(keys)
        return [deal] if deal else []
    return duplicates.identities(keys)


def _tell(work: Work, lead: LeadRow) -> None:
    shown = lead.model_dump(
        include={"number", "source", "channel", "external_id", "pool_id", "legal_entity_id", "region", "status"}
    )
    work.emit(LeadCaptured(lead_id=lead.id, version=lead.version, **shown))
    if lead.duplicate_of:
        fact = LeadDuplicateFound(
            lead_id=lead.id, version=lead.version, number=lead.number, duplicate_of=lead.duplicate_of
        )
        work.emit(fact)
