"""Is all there that the business type of an opportunity asks of a registration? A step of registering."""

from collections.abc import Mapping
from typing import Any

from chassis.db.unit_of_work import Work
from chassis.records.custom_fields import find_template, valid_extra
from messages.deals.stages import BusinessTypeRow
from services.deals.domain.sales_rules import find_type, must_meet_criteria
from services.deals.store import progress, sales_rules
from services.deals.tables import Opportunity

KIND = "registration"


def template_kind(business_type: str | None) -> str:
    """The name of the template of a business type; of those without one, the common one."""
    return f"{KIND}/{business_type}" if business_type else KIND


async def valid_registration(
    work: Work, business_type: str | None, extra: Mapping[str, Any]
) -> tuple[dict[str, Any], int]:
    """By the fields of its type that are in force now, and which version that is. SYS-4."""
    template = await find_template(work, template_kind(business_type))
    return valid_extra(template, extra), template.version if template else 0


async def type_of(work: Work, row: Opportunity) -> BusinessTypeRow | None:
    return find_type(row.business_type, await sales_rules.list_types(work, row.legal_entity_id))


async def must_be_ready(work: Work, row: Opportunity) -> None:
    """DEA-66, with everything that is missing."""
    kind = await type_of(work, row)
    if kind is not None:
        must_meet_criteria(kind, await progress.known_of(work, row), row.expected)
