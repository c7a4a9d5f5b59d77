"""What would have been otherwise: which steps, which people, how much work for whom?"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from messages.approvals.policies import CastMember, StepChange
from messages.approvals.states import StepState, TaskState
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.policy import Parallel, Policy, Step
from services.approvals.domain.requests.progress import Signer, StepNow
from services.approvals.domain.what_if.past import Named, Past, PastRound
from services.approvals.domain.what_if.simulation import SimulatedRoute

ALREADY = "signer.already"
Change = Literal["added", "removed", "signers", "skipped", "not_skipped", "branch"]
PersonIds = Counter[UUID | None]


def changes(past: Past, round: PastRound, simulated: SimulatedRoute, people: Directory) -> list[StepChange]:
    """APP-92: against what was recorded: a step more, a step less, or other people in it."""
    recorded = past.opened_in(round.number)
    found = []
    for key in dict.fromkeys((*recorded, *simulated.opened)):
        then = PersonIds(one.person_id for one in recorded[key].chosen) if key in recorded else PersonIds()
        now = (
            PersonIds(signer.person_id for signer in simulated.opened[key].signers)
            if key in simulated.opened
            else PersonIds()
        )
        change: Change = "added" if key not in recorded else "removed" if key not in simulated.opened else "signers"
        if change != "signers" or then != now:
            found.append(_change(round, key, change, people, joined=now - then, left=then - now))
    return found


def unlike(past: Past, round: PastRound, simulated: SimulatedRoute, people: Directory) -> list[StepChange]:
    """APP-93: a policy finds again the way that was recorded under it: steps, branches, skips, people and reasons."""
    found = changes(past, round, simulated, people)
    told = {one.step for one in found}
    for key, one in past.opened_in(round.number).items():
        step = simulated.opened.get(key)
        if step is None or key in told:
            continue
        if step.branch != one.now.branch:
            found.append(_change(round, key, "branch", people))
        elif not _alike(one.chosen, step.signers):
            found.append(_change(round, key, "signers", people))
    for key in sorted(round.skipped ^ simulated.skipped):
        found.append(_change(round, key, "skipped" if key in simulated.skipped else "not_skipped", people))
    return found


def signers_then(past: Past, round: PastRound) -> Iterable[UUID]:
    """Who was given a task when its step opened."""
    for step in past.opened_in(round.number).values():
        yield from (one.person_id for one in step.chosen if one.person_id and one.why != ALREADY)


def signers_now(simulated: SimulatedRoute) -> Iterable[UUID]:
    for step in simulated.opened.values():
        yield from (s.person_id for s in step.signers if s.person_id and s.state is not TaskState.DONE)


def shape(route: tuple[Step | Parallel, ...], took_time: frozenset[str]) -> list[Any]:
    """The steps that somebody was asked in, in order; a list of lists stands for branches that ran side by side."""
    found: list[Any] = []
    for node in route:
        if isinstance(node, Step):
            found += [node.step] if node.step in took_time else []
        elif branches := [inside for branch in node.branches if (inside := shape(branch.route, took_time))]:
            found.append(branches)
    return found


def shape_then(past: Past, round: PastRound, policy: Policy) -> list[Any]:
    steps = past.opened_in(round.number).items()
    return shape(policy.route, frozenset(key for key, one in steps if _took_time(one.now)))


def shape_now(simulated: SimulatedRoute, policy: Policy) -> list[Any]:
    steps = simulated.opened.items()
    return shape(policy.route, frozenset(key for key, step in steps if step.state is StepState.OPEN))


def _took_time(step: StepNow) -> bool:
    return step.settled_at is None or step.settled_at > step.opened_at


def _alike(chosen: tuple[Named, ...], signers: tuple[Signer, ...]) -> bool:
    """In the same order and for the same reason; a word that counts already stands for any reason."""
    if len(chosen) != len(signers):
        return False
    reasons = ((one.why, other.why.code) for one, other in zip(chosen, signers, strict=True))
    same = [one.person_id for one in chosen] == [signer.person_id for signer in signers]
    return same and all(one == other or ALREADY in (one, other) for one, other in reasons)


def _change(
    round: PastRound,
    key: str,
    change: Change,
    people: Directory,
    *,
    joined: PersonIds | None = None,
    left: PersonIds | None = None,
) -> StepChange:
    return StepChange(
        round=round.number, step=key, change=change, joined=_people(joined or PersonIds(), people),
        left=_people(left or PersonIds(), people),
    )  # fmt: skip


def _people(ids: PersonIds, people: Directory) -> list[CastMember]:
    return [someone(id, people) for id in ids if id is not None]


def someone(id: UUID, people: Directory) -> CastMember:
    return CastMember(id=id, name=people.name_of(id))
