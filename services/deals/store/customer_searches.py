"""Which customers does somebody mean by what he typed?"""

from typing import Any

from sqlalchemy import ColumnElement, Text, and_, any_, cast, false, func, or_, select
from sqlalchemy.dialects.postgresql import ARRAY
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.paging import both
from chassis.db.search import Way, has_grams, in_any_way, is_found_by, way_of
from chassis.db.unit_of_work import Work
from messages.matching.characters import plain
from messages.matching.companies import search_parts
from messages.matching.identifiers import tax_key
from messages.matching.phone_regions import region_of
from messages.matching.searches import search_words, sought_phones
from services.deals.domain.searches import customer_text
from services.deals.tables import ContactPerson, Customer, Opportunity


def keep_found(row: Customer) -> None:
    """After its number or its name was set."""
    row.search = customer_text(
        number=row.number, name=row.name, name_key=row.name_key, tax_id=row.tax_id, external_id=row.external_id
    )


def is_named_like(q: str) -> ColumnElement[bool]:
    """By a part of its name or number in any form, or by the letters of its pinyin."""
    return in_any_way(_names(q)) if search_words(q) else false()


def is_sought(work: Work, q: str) -> ColumnElement[bool]:
    """By its names and numbers, by those of what was joined to it, and by its people."""
    if not search_words(q):
        return false()
    names = _names(q)
    if tax_id := tax_key(q):
        names.append(Way(has_grams(col(Customer.search), plain(tax_id)), col(Customer.tax_id) == tax_id))
    of_joined = and_(col(Customer.merged_into).is_not(None), in_any_way(names))
    others = [_is_one_of(select(col(Customer.merged_into)).where(of_joined)), _is_one_of(_of_people(work, q))]
    return in_any_way([*names, *(Way(one, one) for one in others)])


def _names(q: str) -> list[Way]:
    words, parts = search_words(q), search_parts(q)
    named = [words, parts] if parts and parts != words else [words]
    return [way_of(col(Customer.search), one) for one in named]


def _of_people(work: Work, q: str) -> Any:
    """LEA-190 as for leads: a whole phone finds all, a part of a name or phone only whom he sells to or looks after."""
    near = or_(
        in_scope(Customer, work.actor.scope),
        col(Customer.id).in_(select(col(Opportunity.customer_id)).where(in_scope(Opportunity, work.actor.scope))),
    )
    said = both(is_found_by(col(ContactPerson.search), q), near)
    phones = sought_phones(q, region_of(tz=None, calendar=None))
    keys: Any = ContactPerson.phone_keys
    whole = keys.overlap(cast(phones, ARRAY(Text))) if phones else false()
    kept = func.coalesce(col(Customer.merged_into), col(Customer.id))
    people = select(kept).join(ContactPerson, col(ContactPerson.customer_id) == col(Customer.id))
    return people.where(col(ContactPerson.removed_at).is_(None), or_(whole, said))


def _is_one_of(ids: Any) -> ColumnElement[bool]:
    """Read once, so that an index finds them beside the other ways."""
    found: ColumnElement[bool] = col(Customer.id) == any_(func.array(ids.scalar_subquery()))
    return found
