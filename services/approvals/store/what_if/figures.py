"""What do the figures of approvals come to? Reckoned by the database, in groups; no request is read one by one."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, and_, case, cast, func, literal, select, tuple_, union_all
from sqlalchemy import Date as DateType
from sqlalchemy import Float as FloatType
from sqlalchemy import Integer as IntegerType
from sqlalchemy import Text as TextType
from sqlalchemy.dialects.postgresql import ARRAY, array
from sqlalchemy.sql.expression import CTE
from sqlmodel import col

from chassis.db.database import in_scope
from chassis.db.unit_of_work import Work
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from services.approvals.domain.what_if.figures import Worked
from services.approvals.tables.people import LegalEntityRow, PersonRow
from services.approvals.tables.policies import PolicyRow
from services.approvals.tables.requests import requests, steps, tasks

MOST_PEOPLE, MOST_WAITING = 200, 50
LIVE = (RequestState.PENDING, RequestState.RETURNED)
SUMS = ARRAY(FloatType)
Rows = Sequence[Mapping[Any, Any]]


@dataclass(frozen=True)
class Query:
    """Which requests, and how working time runs by each calendar (its code)."""

    since: datetime
    until: datetime
    now: datetime
    policy: str | None
    calendars: Mapping[str, Worked]

    def selected(self, work: Work) -> CTE:
        """The requests, each with its calendar."""
        named = select(col(PolicyRow.id), col(PolicyRow.body)["calendar"].astext.label("calendar"))
        pinned = named.cte("pinned").prefix_with("MATERIALIZED", dialect="postgresql")
        code = func.coalesce(pinned.c.calendar, col(PersonRow.calendar), col(LegalEntityRow.calendar))
        names = ("id", "policy", "policy_id", "opened_at", "settled_at", "state")
        query = (
            select(*[requests.c[name] for name in names], code.label("calendar"))
            .join(pinned, pinned.c.id == requests.c.policy_id)
            .join(PersonRow, col(PersonRow.id) == requests.c.requester_id)
            .outerjoin(LegalEntityRow, col(LegalEntityRow.id) == col(PersonRow.legal_entity_id))
            .where(in_scope(requests, work.actor.scope))
            .where(requests.c.opened_at >= self.since, requests.c.opened_at < self.until)
        )
        query = query.where(requests.c.policy == self.policy) if self.policy else query
        return query.cte("asked").prefix_with("MATERIALIZED", dialect="postgresql")

    def spans(self) -> Subquery:
        """A row for each calendar."""
        none = Worked((), (), ())
        rows = [
            select(literal(code).label("code"), *[literal(list(v), SUMS).label(k) for k, v in vars(sums).items()])
            for code, sums in (self.calendars or {"": none}).items()
        ]  # fmt: skip
        return union_all(*rows).subquery("spans")

    def timed(self, rows: Select[Any], opens: str, ends: str) -> Subquery:
        """The rows with `hours`: the working time between these two of their columns, by `calendar`.

        Three levels that the planner may not fold into one, so that each place is looked for once.
        """
        found, spans = rows.offset(0).subquery("found"), self.spans()
        at = {name: func.date_part("epoch", found.c[name], type_=FloatType) for name in (opens, ends)}
        placed = (
            select(
                found, spans.c.starts, spans.c.before, spans.c.length, at[opens].label("at_a"), at[ends].label("at_b"),
                func.width_bucket(at[opens], spans.c.starts, type_=IntegerType).label("a"),
                func.width_bucket(at[ends], spans.c.starts, type_=IntegerType).label("b"),
            )
            .join_from(found, spans, spans.c.code == found.c.calendar)
            .offset(0)
            .subquery("placed")
        )  # fmt: skip
        hours = (_reached(placed, "b") - _reached(placed, "a")) / 3600.0
        kept = [placed.c[name] for name in found.c.keys()]  # noqa: SIM118
        return select(*kept, hours.label("hours")).offset(0).subquery("timed")


def _reached(placed: Subquery, which: str) -> ColumnElement[float]:
    """The working seconds until then."""
    place, at = placed.c[which], placed.c[f"at_{which}"]
    grown = placed.c.before[place] + func.least(at - placed.c.starts[place], placed.c.length[place])
    return case((place == 0, literal(0.0)), else_=grown)


def _spread(rows: Subquery, counted: Any) -> list[ColumnElement[Any]]:
    parts = func.percentile_cont(array([0.5, 0.9, 0.95])).within_group(rows.c.hours)
    return [func.count().filter(counted).label("times"), parts.filter(counted).label("parts")]


async def list_requested(work: Work, query: Query, tz: str) -> tuple[list[Any], list[Any]]:
    """By policy, and by the week they were asked for in the reader's time zone."""
    selected = query.selected(work)
    week = cast(func.date_trunc("week", func.timezone(tz, selected.c.opened_at)), DateType).label("week")
    rows = query.timed(select(selected, week), "opened_at", "settled_at")
    states = {
        "approved": (RequestState.APPROVED, RequestState.REVOKED),  # what was revoked has been approved first
        "rejected": (RequestState.REJECTED,),
        "withdrawn": (RequestState.WITHDRAWN,),
    }
    of = {name: func.count().filter(rows.c.state.in_(some)) for name, some in states.items()}
    found = select(
        rows.c.policy, rows.c.week, func.count().label("opened"), *[one.label(name) for name, one in of.items()],
        func.count().filter(rows.c.state.in_(LIVE)).label("live"),
        func.max(cast(rows.c.policy_id, TextType)).label("policy_id"),
        *_spread(rows, rows.c.state == RequestState.APPROVED),
    )  # fmt: skip
    found = found.group_by(func.grouping_sets(tuple_(rows.c.policy), tuple_(rows.c.week)))
    every = (await work.session.execute(found.order_by(rows.c.week, func.count().desc()))).mappings().all()
    return [one for one in every if one["policy"] is not None], [one for one in every if one["week"] is not None]


async def list_steps(work: Work, query: Query) -> Rows:
    selected = query.selected(work)
    ended = func.coalesce(steps.c.settled_at, query.now)
    found = select(
        selected.c.policy, selected.c.calendar, steps.c.key, steps.c.state, steps.c.opened_at, steps.c.settled_at,
        steps.c.due_at, ended.label("ended"),
        and_(steps.c.state == StepState.OPEN, selected.c.state == RequestState.PENDING).label("open"),
    ).join_from(selected, steps, steps.c.request_id == selected.c.id)  # fmt: skip
    rows = query.timed(found, "opened_at", "ended")
    took = rows.c.settled_at > rows.c.opened_at
    grouped = select(
        rows.c.policy, rows.c.key, func.coalesce(func.sum(rows.c.hours).filter(took | rows.c.open), 0.0).label("hours"),
        func.count().filter(rows.c.ended > rows.c.due_at).label("late"), func.count(rows.c.due_at).label("limited"),
        func.count().filter(rows.c.open).label("open"),
        func.count().filter(rows.c.state == StepState.RETURNED).label("returns"), *_spread(rows, took),
    ).group_by(rows.c.policy, rows.c.key)  # fmt: skip
    return (await work.session.execute(grouped)).mappings().all()


async def list_people(work: Work, query: Query) -> Rows:
    selected = query.selected(work)
    decided, open_ = tasks.c.decided_by == tasks.c.person_id, tasks.c.state == TaskState.OPEN
    found = (
        select(
            selected.c.calendar, tasks.c.person_id, tasks.c.opened_at, tasks.c.decided_at, tasks.c.due_at,
            decided.label("decided"), open_.label("open"),
        )
        .join_from(selected, tasks, tasks.c.request_id == selected.c.id)
        .where(tasks.c.kind == TaskKind.APPROVAL, tasks.c.person_id.is_not(None), decided | open_)
    )  # fmt: skip
    rows = query.timed(found, "opened_at", "decided_at")
    late = func.coalesce(rows.c.decided_at, query.now) > rows.c.due_at
    grouped = select(
        rows.c.person_id, func.count().filter(rows.c.open).label("open"), func.count().filter(late).label("late"),
        func.count(rows.c.due_at).label("limited"), *_spread(rows, rows.c.decided),
    )  # fmt: skip
    grouped = grouped.group_by(rows.c.person_id).order_by(func.count().desc(), rows.c.person_id).limit(MOST_PEOPLE)
    return (await work.session.execute(grouped)).mappings().all()


def _waiting(work: Work, policy: str | None, *columns: Any) -> Select[Any]:
    query = select(*columns).join_from(steps, requests, requests.c.id == steps.c.request_id)
    query = query.where(steps.c.state == StepState.OPEN, steps.c.live, requests.c.state == RequestState.PENDING)
    query = query.where(in_scope(requests, work.actor.scope))
    return query.where(requests.c.policy == policy) if policy else query


async def count_waiting(work: Work, query: Query) -> tuple[int, int]:
    """Open steps now, and how many of them are late."""
    late = func.count().filter(steps.c.due_at < query.now)
    count, overdue = (await work.session.execute(_waiting(work, query.policy, func.count(), late))).one()
    return count, overdue


async def list_waiting(work: Work, query: Query) -> Rows:
    """The oldest first."""
    selected = select(func.array_agg(tasks.c.person_id)).where(
        tasks.c.step_id == steps.c.id, tasks.c.state == TaskState.OPEN
    )
    people = selected.where(tasks.c.kind != TaskKind.COPY, tasks.c.person_id.is_not(None)).scalar_subquery()
    shown = ("id", "about_number", "about_title", "policy", "policy_id", "requester_id")
    found = _waiting(
        work, query.policy, *[requests.c[name] for name in shown], steps.c.key, steps.c.opened_at, steps.c.due_at,
        people.label("people"),
    )  # fmt: skip
    found = found.order_by(steps.c.opened_at, steps.c.id).limit(MOST_WAITING)
    rows: Rows = (await work.session.execute(found)).mappings().all()
    return rows
