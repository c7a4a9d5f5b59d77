"""How would past requests have gone under another policy?"""

import asyncio
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import pydantic_core

from chassis.auth.reach import must_reach_all
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.policies import Load, Pace, SimulatedRequest, SimulatePolicy, Simulation, StepHours
from messages.approvals.states import RequestState
from messages.business_time import Calendar, worked_between
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.policies.publication import hash_of, read_yaml
from services.approvals.domain.requests.progress import YES
from services.approvals.domain.what_if import comparison
from services.approvals.domain.what_if.past import Past, PastRound
from services.approvals.domain.what_if.simulation import SimulatedRoute, lacking, walk
from services.approvals.store.people.directory import find_directory
from services.approvals.store.people.directory_history import directories_at, first_version
from services.approvals.store.people.people import list_legal_entities
from services.approvals.store.policies.policies import load_policy, policy_of
from services.approvals.store.what_if.past import count_past, list_past, read_only
from services.approvals.use_cases.requests.submit_request import newest_policy

UTC_ALL_DAY = Calendar(tz="UTC")
HOUR = 3600.0


async def simulate_policy(command: SimulatePolicy, uow: UnitOfWork) -> Simulation:
    """One page of requests, oldest first. Nothing is written: the database would refuse it."""
    async with uow.begin() as work:
        await read_only(work)
        must_reach_all(
            work.actor, [entity.id for entity in await list_legal_entities(work)], verb="POST /policies/simulate"
        )
        people = await find_directory(work)
        candidate = await _candidate(work, command)
        first = await first_version(work) or people.version
        until = command.until or work.now
        total = await count_past(work, command.policy, command.since, until) if command.cursor is None else 0
        page, following = await list_past(
            work, command.policy, command.since, until, cursor=command.cursor, limit=command.limit, first=first
        )
        directories = await directories_at(work, set[int]().union(*(past.versions for past, _ in page)))
        sums = _Totals(candidate, people, directories)
        for past, state in page:
            sums.take(past, state, await load_policy(work, past.policy_id))
            await asyncio.sleep(0)  # whoever decides meanwhile is answered in between
        return sums.view(command.policy, total, following)


async def _candidate(work: Work, command: SimulatePolicy) -> Policy:
    if command.yaml is not None:
        return read_yaml(command.yaml)
    return policy_of(await newest_policy(work, command.under or command.policy))


@dataclass
class _Totals:
    """What adds up over the requests of a page."""

    candidate: Policy
    people: Directory
    directories: Mapping[int, Directory]
    listed: list[SimulatedRequest] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    now: Counter[UUID] = field(default_factory=Counter)
    then: Counter[UUID] = field(default_factory=Counter)
    paces: Counter[bytes] = field(default_factory=Counter)
    hours: dict[str, list[float]] = field(default_factory=dict)
    measured: list[float] = field(default_factory=list)

    def take(self, past: Past, state: RequestState, pinned: Policy) -> None:
        missing = sorted({name for round in past.rounds for name in lacking(self.candidate, round.facts)})
        shown = SimulatedRequest(
            request_id=past.request_id, number=past.number, title=past.title, policy_version=past.policy_version,
            state=state, lacking=missing,
        )  # fmt: skip
        for round in past.rounds:
            again = walk(past, round, pinned, self.directories)
            shown.unlike.extend(comparison.unlike(past, round, again, self.people))
            if not missing:
                other = again if self.candidate == pinned else walk(past, round, self.candidate, self.directories)
                shown.changes.extend(comparison.changes(past, round, other, self.people))
                self._weigh(past, round, other, pinned)
        self._time(past, pinned)
        self.counts.update(
            requests=1, changed=bool(shown.changes), lacking=bool(missing), older=not past.exact,
            reproduced=past.exact and not shown.unlike,
        )  # fmt: skip
        if shown.changes or missing or (past.exact and shown.unlike):
            self.listed.append(shown)

    def _weigh(self, past: Past, round: PastRound, other: SimulatedRoute, pinned: Policy) -> None:
        self.now.update(comparison.signers_then(past, round))
        self.then.update(comparison.signers_now(other))
        if round.approved and other.complete:
            shapes = [comparison.shape_then(past, round, pinned), comparison.shape_now(other, self.candidate)]
            self.paces[pydantic_core.to_json(shapes)] += 1

    def _time(self, past: Past, pinned: Policy) -> None:
        """In working hours of the calendar that the steps' own clocks run by."""
        requester = self.people.persons[past.requester_id]
        calendar = self.people.calendar_for(requester, pinned.calendar) or UTC_ALL_DAY
        for step in past.steps:
            opened, settled = step.now.opened_at, step.now.settled_at
            if settled is not None and step.now.state in YES and settled > opened and not step.entered:
                worked = worked_between(opened, settled, calendar).total_seconds() / HOUR
                self.hours.setdefault(step.now.key, []).append(round(worked, 3))
        for one in past.rounds:
            if one.approved and one.ended_at is not None:
                worked = worked_between(one.began_at, one.ended_at, calendar).total_seconds() / HOUR
                self.measured.append(round(worked, 3))

    def view(self, policy: str, total: int, following: str | None) -> Simulation:
        people = sorted(self.now.keys() | self.then.keys(), key=lambda id: (-self.then[id], str(id)))
        counts: dict[str, Any] = {
            name: self.counts[name] for name in ("requests", "changed", "lacking", "reproduced", "older")
        }
        return Simulation(
            policy=policy, hash=hash_of(self.candidate), total=total, listed=self.listed, measured=self.measured,
            load=[
                Load(person=comparison.someone(id, self.people), now=self.now[id], then=self.then[id]) for id in people
            ],
            paces=[_pace(written, rounds) for written, rounds in self.paces.items()],
            hours=[StepHours(step=key, hours=hours) for key, hours in self.hours.items()], next=following, **counts,
        )  # fmt: skip


def _pace(written: bytes, rounds: int) -> Pace:
    now, then = pydantic_core.from_json(written)
    return Pace(now=now, then=then, rounds=rounds)
