"""By which fields are leads compared, and which of them does each lead hold?"""

from collections.abc import Mapping, Sequence
from uuid import UUID

from sqlalchemy import ColumnElement, delete, or_, select
from sqlalchemy.dialects.postgresql import insert

from chassis.auth.identity import ALL
from chassis.db.common_tables import people
from chassis.db.paging import both
from chassis.db.unit_of_work import Work
from messages.leads.leads import LeadStatus
from messages.leads.match_rules import MatchRulesView
from services.leads.domain.match_rules import USUAL, MatchRules
from services.leads.tables import IDENTITY, LEAD, MATCH_RULES, LeadIdentityRow, LeadRow, MatchRulesRow

HOLDS = (LeadStatus.POOLED, LeadStatus.OWNED, LeadStatus.NURTURED, LeadStatus.CONVERTED)
HOLD = "SELECT pg_advisory_xact_lock_shared(hashtextextended($1, 0))"
LOCK = "SELECT pg_advisory_xact_lock(hashtextextended($1, 0))"
Lines = Mapping[str, MatchRules]


async def list_rules(work: Work, legal_entity_id: str) -> Lines:
    """By product line; the empty one is of all others."""
    query = select(MatchRulesRow).where(MATCH_RULES.legal_entity_id == legal_entity_id)
    rows = (await work.session.execute(query)).scalars()
    return {row.product_line: _of(row) for row in rows}


async def hold_rules(work: Work, legal_entity_id: str) -> Lines:
    """The same; they stay as they are until this transaction ends."""
    await work.fetch(HOLD, _name(legal_entity_id))
    return await list_rules(work, legal_entity_id)


async def lock_rules(work: Work, legal_entity_id: str, line: str) -> MatchRulesRow | None:
    """Nobody takes leads in meanwhile."""
    await work.fetch(LOCK, _name(legal_entity_id))
    at = select(MatchRulesRow).where(MATCH_RULES.legal_entity_id == legal_entity_id, MATCH_RULES.product_line == line)
    found: MatchRulesRow | None = (await work.session.execute(at)).scalar_one_or_none()
    return found


def rules_for(lines: Lines, product_line: str | None) -> MatchRules:
    """Those of the line, else those of all, else the usual ones."""
    return lines.get(product_line or "") or lines.get("") or MatchRules()


async def list_views(work: Work) -> list[MatchRulesView]:
    """Of the actor's legal entities."""
    mine = work.actor.legal_entities
    query = (
        select(MatchRulesRow, people.c.name)
        .outerjoin(people, people.c.id == MATCH_RULES.changed_by)
        .where(both(None if ALL in mine else MATCH_RULES.legal_entity_id.in_(mine)))
        .order_by(MATCH_RULES.legal_entity_id, MATCH_RULES.product_line)
        .limit(500)
    )
    found = (await work.session.execute(query)).all()
    views = [view_of(row, name) for row, name in found]
    bare = [entity for entity in mine if entity != ALL and (entity, None) not in _named(views)]
    return [*(usual_view(entity, None) for entity in bare), *views]


def view_of(row: MatchRulesRow, name: str | None) -> MatchRulesView:
    shown = row.model_dump(exclude={"changed_by", "product_line"})
    return MatchRulesView(**shown, product_line=row.product_line or None, usual=False, changed_by=name)


def usual_view(legal_entity_id: str, line: str | None) -> MatchRulesView:
    rules = [list(rule) for rule in USUAL]
    return MatchRulesView(legal_entity_id=legal_entity_id, product_line=line, rules=rules, usual=True, version=0)


async def free_line(work: Work, legal_entity_id: str, line: str, others: Sequence[str]) -> None:
    """What the leads of a line hold; `others`: the lines that have rules of their own."""
    theirs = select(LEAD.id).where(*_of_line(legal_entity_id, line, others))
    freed = delete(LeadIdentityRow).where(IDENTITY.lead_id.in_(theirs))
    await work.session.execute(freed.execution_options(synchronize_session=False))


async def page_of_line(
    work: Work, legal_entity_id: str, line: str, *, others: Sequence[str], after: LeadRow | None, limit: int
) -> list[LeadRow]:
    """The oldest first: what two of them want is the first one's."""
    query = select(LeadRow).where(*_of_line(legal_entity_id, line, others), LEAD.status.in_(HOLDS))
    if after is not None:
        later = or_(LEAD.created_at > after.created_at, (LEAD.created_at == after.created_at) & (LEAD.id > after.id))
        query = query.where(later)
    rows = (await work.session.execute(query.order_by(LEAD.created_at, LEAD.id).limit(limit))).scalars().all()
    work.session.expunge_all()  # a hundred thousand of them need not be kept
    return list(rows)


async def give(work: Work, legal_entity_id: str, wanted: Mapping[str, UUID]) -> None:
    """Those that nobody holds."""
    rows = [{"legal_entity_id": legal_entity_id, "identity": name, "lead_id": id} for name, id in wanted.items()]
    if rows:
        await work.session.execute(insert(IDENTITY.__table__).on_conflict_do_nothing(), rows)


def _of_line(legal_entity_id: str, line: str, others: Sequence[str]) -> tuple[ColumnElement[bool], ...]:
    if line:
        return (LEAD.legal_entity_id == legal_entity_id, LEAD.product_line == line)
    unnamed = or_(LEAD.product_line.is_(None), LEAD.product_line.not_in([one for one in others if one]))
    return (LEAD.legal_entity_id == legal_entity_id, unnamed)


def _named(views: Sequence[MatchRulesView]) -> set[tuple[str, str | None]]:
    return {(one.legal_entity_id, one.product_line) for one in views}


def _name(legal_entity_id: str) -> str:
    return f"match_rules:{legal_entity_id}"


def _of(row: MatchRulesRow) -> MatchRules:
    return MatchRules(tuple(tuple(rule) for rule in row.rules), row.product_line, row.version)
