"""How does one batch of posted or imported leads become rows: cleansed, routed, each once, duplicates linked?"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from chassis.db.watched_rows import new_row
from chassis.records.custom_fields import find_template, valid_extra
from messages.custom_fields import FieldTemplate
from messages.errors import Malformed, RuleViolation
from messages.leads.events import LeadCaptured, LeadDuplicateFound
from messages.leads.leads import LeadFields, LeadStatus
from services.leads.domain import duplicates, match_rules, normalization
from services.leads.domain.routing import Intake, chosen_pool, pool_for
from services.leads.settings import RECORD_KIND
from services.leads.store import identities
from services.leads.store import leads as store
from services.leads.store.match_rules import Lines, hold_rules, rules_for
from services.leads.store.pools import list_intakes
from services.leads.store.projections import phone_region_of_entity
from services.leads.store.searches import keep_found
from services.leads.tables import LeadRow
from services.leads.use_cases.steps.score_leads import score_leads
from services.leads.use_cases.steps.tag_leads import Tag, Tags, list_tags

SERIES = "LD"
SAID = {
    "source",
    "channel",
    "activity",
    "product_line",
    "external_id",
    "company",
    "contact",
    "phone",
    "email",
    "region",
    "project",
    "note",
    "industry",
    "heat",
    "planned_on",
}
ANNOUNCED = {
    "number", "source", "channel", "channel_code", "activity_id", "product_line", "external_id", "pool_id",
    "legal_entity_id", "region", "status",
}  # fmt: skip


@dataclass(frozen=True)
class Draft:
    """What was sent, and the id it will have. `converted`: it ended in the other system and is kept as history."""

    id: UUID
    fields: LeadFields
    converted: bool = False
    pool_id: UUID | None = None  # the one that was chosen; else that of its source and region
    tag: Tag | None = None  # known by the way it came; else by what it says

    @property
    def external(self) -> tuple[str, str] | None:
        return (self.fields.source, self.fields.external_id) if self.fields.external_id else None


@dataclass(frozen=True)
class Captured:
    """What became of a draft: its row (`new`), the row that was there (same id or external id), or why not."""

    lead: LeadRow | None = None
    new: bool = False
    violation: RuleViolation | Malformed | None = None


async def capture_leads(work: Work, entity: str, drafts: Sequence[Draft]) -> list[Captured]:
    """In the order of the drafts. A fixed number of statements, however many there are."""
    known = await _known(work, entity, drafts)
    intakes = await list_intakes(work, entity)
    template = await find_template(work, RECORD_KIND)
    region = await phone_region_of_entity(work, entity)
    tags = await list_tags(work, entity)
    rows: dict[UUID, Captured] = {}
    seen: dict[tuple[str, str], UUID] = {}
    for draft in drafts:
        if draft.id in known or draft.id in rows or (draft.external and draft.external in seen):
            continue
        try:
            row = _row(work, entity, draft, intakes, template=template, region=region, tags=tags)
            rows[draft.id] = Captured(row, new=True)
        except (RuleViolation, Malformed) as violation:
            rows[draft.id] = Captured(violation=violation)
            continue
        if draft.external:
            seen[draft.external] = draft.id
    fresh = [found.lead for found in rows.values() if found.lead]
    await score_leads(work, entity, fresh)
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
    *,
    template: FieldTemplate | None,
    region: str,
    tags: Tags,
) -> LeadRow:
    fields = draft.fields
    tag = tags.of(fields, draft.tag, is_history=draft.converted)
    keys = normalization.keys_of(
        company=fields.company,
        project=fields.project,
        phone=fields.phone,
        email=fields.email,
        region=normalization.phone_region(fields.phone_region, of_entity=region),
    )
    pool_id = _pool_of(draft, [intake for intake, _ in intakes])
    shown = fields.model_dump(include=SAID)
    return new_row(
        LeadRow,
        **shown,
        extra=valid_extra(template, fields.extra),
        id=draft.id,
        number="",
        status=LeadStatus.CONVERTED if draft.converted else LeadStatus.POOLED,
        legal_entity_id=entity,
        channel_code=tag.channel_code,
        activity_id=tag.activity_id,
        **stored_keys(keys),
        pool_id=pool_id,
        owner_unit=next(unit for intake, unit in intakes if intake.pool_id == pool_id),
        created_by=work.actor.id,
        created_at=work.now,
    )


def _pool_of(draft: Draft, intakes: Sequence[Intake]) -> UUID:
    if draft.pool_id is not None:
        return chosen_pool(draft.pool_id, intakes)
    return pool_for(draft.fields.source, draft.fields.region, intakes, draft.fields.product_line)


def stored_keys(keys: duplicates.Keys) -> dict[str, Any]:
    """The columns by which a lead is found again."""
    return {
        "company_key": keys.company,
        "company_pairs": duplicates.wide_pairs(keys.company),
        "project_key": keys.project,
        "phone_key": keys.phones[0] if keys.phones else None,
        "phone_keys": list(keys.phones),
        "email_key": keys.email,
        "key_version": normalization.KEY_VERSION,
    }


def keys_of_lead(lead: LeadRow) -> duplicates.Keys:
    return duplicates.Keys(
        tuple(lead.phone_keys),
        lead.email_key,
        lead.company_key,
        lead.project_key,
        normalization.person_key(lead.contact),
        normalization.own_keys(lead.extra),
    )


async def _write(work: Work, entity: str, leads: Sequence[LeadRow]) -> dict[UUID, LeadRow]:
    """Answers those that somebody else brought at this very moment, with the row that won."""
    await _link_duplicates(work, entity, leads)
    numbers = await work.next_numbers(len(leads), SERIES, entity)
    for lead, number in zip(leads, numbers, strict=True):
        lead.number = number
        keep_found(lead)
    written = await store.add_leads(work, leads)
    for lead in leads:
        if lead.id in written:
            _publish(work, lead)
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
    """Each identity belongs to one live lead; the first row of a batch that names it gets it."""
    wanted: dict[str, UUID] = {}
    lines = await hold_rules(work, entity)
    named = {lead.id: identities_of(lead, lines) for lead in leads}
    for lead in leads:
        for identity in named[lead.id]:
            wanted.setdefault(identity, lead.id)
    if not wanted:
        return
    given = await identities.claim_identities(work, entity, wanted)
    # Those of leads outside this batch stand; inside it, only a row that lives may hold one.
    held = {identity: lead_id for identity, lead_id in given.items() if lead_id not in named}
    for lead in leads:
        first = next((held[identity] for identity in named[lead.id] if identity in held), None)
        if first is not None and lead.status is LeadStatus.POOLED:
            lead.status, lead.duplicate_of = LeadStatus.DUPLICATE, first
            continue
        for identity in named[lead.id]:
            held.setdefault(identity, lead.id)
    changed = {identity: held.get(identity) for identity in given if held.get(identity) != given[identity]}
    await identities.move_identities(work, entity, changed)


def identities_of(lead: LeadRow, lines: Lines) -> list[str]:
    """What a lead holds while it lives; as converted history only its company's projects."""
    return match_rules.identities(keys_of_lead(lead), rules_for(lines, lead.product_line), people=holds(lead))


def holds(lead: LeadRow) -> bool:
    """Its people too; those of a converted one may ask for something else."""
    return lead.status is not LeadStatus.CONVERTED


def _publish(work: Work, lead: LeadRow) -> None:
    shown = lead.model_dump(include=ANNOUNCED)
    work.emit(LeadCaptured(lead_id=lead.id, version=lead.version, **shown))
    if lead.duplicate_of:
        event = LeadDuplicateFound(
            lead_id=lead.id, version=lead.version, number=lead.number, duplicate_of=lead.duplicate_of
        )
        work.emit(event)
