"""Which leads does somebody mean by what he typed?"""

from collections.abc import Sequence

from sqlalchemy import ColumnElement, Text, and_, cast, or_
from sqlalchemy.dialects.postgresql import ARRAY

from chassis.auth.identity import Everything
from chassis.db.database import in_scope
from chassis.db.paging import both
from chassis.db.search import Way, has_grams, in_any_way, way_of
from chassis.db.unit_of_work import Work
from messages.leads.leads import LeadStatus
from messages.matching.companies import search_parts
from messages.matching.searches import may_be_phone, search_words, sought_phones
from services.leads.domain.searches import lead_text, person_text
from services.leads.store.projections import phone_region_of_entity
from services.leads.tables import LEAD, LeadRow


def keep_found(lead: LeadRow) -> None:
    """After its number, company, contact, phone or e-mail was set."""
    lead.search = lead_text(
        number=lead.number, external_id=lead.external_id, company=lead.company, company_key=lead.company_key
    )
    lead.search_person = person_text(
        contact=lead.contact, phone=lead.phone, phone_keys=lead.phone_keys, email=lead.email
    )


async def is_sought(work: Work, q: str) -> ColumnElement[bool]:
    """By its numbers, its company in any form or by its pinyin; by a whole phone; by a part of its contact, phone or
    e-mail where they are shown (LEA-190)."""
    words, parts = search_words(q), search_parts(q)
    ways = [_of_words(work, words)]
    if parts and parts != words:
        ways.append(way_of(LEAD.search, parts))
    if may_be_phone(q):
        region = await phone_region_of_entity(work, next(iter(sorted(work.actor.legal_entities)), None))
        if keys := sought_phones(q, region):
            whole = LEAD.phone_keys.overlap(cast(keys, ARRAY(Text)))
            ways.append(Way(whole, whole))
    return in_any_way(ways)


def _of_words(work: Work, words: Sequence[str]) -> Way:
    """Each in what everybody sees, or in what this person may read."""
    known = [(has_grams(LEAD.search, word), has_grams(LEAD.search_person, word)) for word in words]
    grams = [or_(seen, read) for seen, read in known if seen is not None and read is not None]
    exact = [
        or_(
            LEAD.search.contains(word, autoescape=True),
            and_(LEAD.search_person.contains(word, autoescape=True), _is_readable(work)),
        )
        for word in words
    ]
    return Way(both(*grams) if grams else None, both(*exact))


def _is_readable(work: Work) -> ColumnElement[bool]:
    """As `views.may_read`."""
    scope = work.actor.scope
    covered = in_scope(LeadRow, scope)
    if isinstance(scope, Everything):
        return covered
    posted = and_(LEAD.status == LeadStatus.DUPLICATE, LEAD.created_by == work.actor.id)
    return or_(and_(covered, LEAD.status != LeadStatus.POOLED), posted)
