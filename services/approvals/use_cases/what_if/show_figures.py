"""How long do approvals take, and where do they wait?"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.figures import (
    FiguresView,
    PersonFigures,
    PolicyFigures,
    Spread,
    StepFigures,
    Waiting,
    WeekFigures,
)
from messages.business_time import Calendar, worked_between
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.policy import Policy, steps_of
from services.approvals.domain.what_if.comparison import someone
from services.approvals.domain.what_if.figures import bottleneck, period, whole_days, worked
from services.approvals.store.people.directory import find_directory
from services.approvals.store.policies.policies import load_policy
from services.approvals.store.what_if import figures as store

Names = Mapping[tuple[str, str], dict[str, str]]


async def show_figures(
    uow: UnitOfWork, *, policy: str | None, since: datetime | None, until: datetime | None
) -> FiguresView:
    """Of requests asked for in this time that the actor may see; what waits is of now."""
    async with uow.begin() as work:
        begins, ends = period(since, until, work.now)
        people = await find_directory(work)
        days = whole_days(begins, work.now)
        calendars = {code: worked(calendar, *days) for code, calendar in people.calendars.items()}
        query = store.Query(begins, ends, work.now, policy, calendars)
        policies, weeks = await store.list_requested(work, query, work.actor.tz)
        waiting = await store.list_waiting(work, query)
        pinned = await _pinned(work, {UUID(str(row["policy_id"])) for row in (*policies, *waiting)})
        names = _names(pinned.values())
        found = await store.list_steps(work, query)
        steps = _steps(found, names)
        returns = {row["policy"]: 0 for row in policies}
        for step in steps:
            returns[step.policy] += step.returns
        count, overdue = await store.count_waiting(work, query)
        return FiguresView(
            since=begins, until=ends, steps=steps, bottleneck=bottleneck(steps),
            policies=[_policy(row, names, returns[row["policy"]]) for row in policies],
            people=[_person(row, people) for row in await store.list_people(work, query)],
            waiting=[_waiting(row, names, people, pinned[row["policy_id"]], work.now) for row in waiting],
            waiting_count=count, overdue_count=overdue,
            weeks=[_week(row) for row in weeks],
        )  # fmt: skip


async def _pinned(work: Work, ids: set[UUID]) -> dict[UUID, Policy]:
    return {id: await load_policy(work, id) for id in sorted(ids)}  # the newest last: ids grow with time


def _names(policies: Iterable[Policy]) -> Names:
    """What the policies call themselves (no step) and their steps."""
    names: dict[tuple[str, str], dict[str, str]] = {}
    for policy in policies:
        names[policy.policy, ""] = _worded(policy.name)
        names |= {(policy.policy, step.step): _worded(step.name) for _, step in steps_of(policy.route)}
    return names


def _worded(name: Mapping[Any, str]) -> dict[str, str]:
    return {str(lang): words for lang, words in name.items()}


def _policy(row: Mapping[Any, Any], names: Names, returns: int) -> PolicyFigures:
    counts = {name: row[name] for name in ("policy", "opened", "approved", "rejected", "withdrawn", "live")}
    return PolicyFigures(name=names.get((row["policy"], ""), {}), hours=_spread(row), returns=returns, **counts)


def _steps(rows: store.Rows, names: Names) -> list[StepFigures]:
    """The greatest share of all hours first."""
    total = sum(row["hours"] for row in rows) or 1.0
    found = [
        StepFigures(
            policy=row["policy"], step=row["key"], name=names.get((row["policy"], row["key"]), {}),
            hours=_spread(row), share=round(row["hours"] / total, 4), overdue=_share(row), returns=row["returns"],
            open=row["open"],
        )
        for row in rows
    ]  # fmt: skip
    return sorted(found, key=lambda one: (-one.share, one.policy, one.step))


def _person(row: Mapping[Any, Any], people: Directory) -> PersonFigures:
    return PersonFigures(
        person=someone(row["person_id"], people), decided=row["times"], hours=_spread(row), overdue=_share(row),
        open=row["open"],
    )  # fmt: skip


def _waiting(row: Mapping[Any, Any], names: Names, people: Directory, policy: Policy, now: datetime) -> Waiting:
    calendar = people.calendar_for(people.persons[row["requester_id"]], policy.calendar) or Calendar(tz="UTC")
    waited = worked_between(row["opened_at"], now, calendar).total_seconds() / 3600
    return Waiting(
        request_id=row["id"], number=row["about_number"], title=row["about_title"], policy=row["policy"],
        step=row["key"], step_name=names.get((row["policy"], row["key"]), {}),
        people=[someone(id, people) for id in row["people"] or ()], since=row["opened_at"], hours=round(waited, 1),
        due_at=row["due_at"], overdue=row["due_at"] is not None and row["due_at"] < now,
    )  # fmt: skip


def _week(row: Mapping[Any, Any]) -> WeekFigures:
    return WeekFigures(week=row["week"], opened=row["opened"], approved=row["times"], median=_spread(row).median)


def _spread(row: Mapping[Any, Any]) -> Spread:
    parts = row["parts"] or (None, None, None)
    median, p90, p95 = (None if part is None else round(part, 2) for part in parts)
    return Spread(count=row["times"], median=median, p90=p90, p95=p95)


def _share(row: Mapping[Any, Any]) -> float:
    return round(row["late"] / row["limited"], 4) if row["limited"] else 0.0
