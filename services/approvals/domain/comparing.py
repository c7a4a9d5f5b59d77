"""What would have been otherwise: which steps, which people, how much work for whom?"""

from collections import Counter
from collections.abc import Iterable
from typing import Any, Literal
from uuid import UUID

from messages.approvals.policies import Someone, StepChange
from messages.approvals.states import StepState, TaskState
from services.approvals.domain.past import Named, Past, PastRound
from services.approvals.domain.people import Directory
from services.approvals.domain.policy import Parallel, Policy, Step
from services.approvals.domain.simulating import Walked
from services.approvals.domain.standing import Signer, StepNow

ALREADY = "signer.already"
Change = Literal["added", "removed", "signers", "skipped", "not_skipped", "branch"]
Asked = Counter[UUID | None]


def changes(past: Past, round: PastRound, walked: Walked, people: Directory) -> list[StepChange]:
    """APP-92: against what was recorded: a step more, a step less, or other people in it."""
    recorded = past.opened_in(round.number)
    found = []
    for key in dict.fromkeys((*recorded, *walked.opened)):
        then = Asked(one.person_id for one in recorded[key].chosen) if key in recorded else Asked()
        now = Asked(one.person_id for one in walked.opened[key].signers) if key in walked.opened else Asked()
        change: Change = "added" if key not in recorded else "removed" if key not in walked.opened else "signers"
        if change != "signers" or then != now:
            found.append(_change(round, key, change, people, now - then, then - now))
    return found


def unlike(past: Past, round: PastRound, walked: Walked, people: Directory) -> list[StepChange]:
    """APP-93: a policy finds again the way that was recorded under it: steps, branches, skips, people and reasons."""
    found = changes(past, round, walked, people)
    told = {one.step for one in found}
    for key, one in past.opened_in(round.number).items():
        step = walked.opened.get(key)
        if step is None or key in told:
            continue
        if step.branch != one.now.branch:
            found.append(_change(round, key, "branch", people))
        elif not _alike(one.chosen, step.signers):
            found.append(_change(round, key, "signers", people))
    for key in sorted(round.skipped ^ walked.skipped):
        found.append(_change(round, key, "skipped" if key in walked.skipped else "not_skipped", people))
    return found


def asked_then(past: Past, round: PastRound) -> Iterable[UUID]:
    """Who was given a task when its step opened."""
    for step in past.opened_in(round.number).values():
        yield from (one.person_id for one in step.chosen if one.person_id and one.why != ALREADY)


def asked_now(walked: Walked) -> Iterable[UUID]:
    for step in walked.opened.values():
        yield from (s.person_id for s in step.signers if s.person_id and s.state is not TaskState.DONE)


def shape(route: tuple[Step | Parallel, ...], took_time: frozenset[str]) -> list[Any]:
    """The steps that somebody was asked in, in order; a list of lists stands for branches that ran side by side."""
    found: list[Any] = []
    for node in route:
        if isinstance(node, Step):
            found += [node.step] if node.step in took_time else []
        elif branches := [inside for each in node.branches if (inside := shape(each.route, took_time))]:
            found.append(branches)
    return found


def shape_then(past: Past, round: PastRound, policy: Policy) -> list[Any]:
    steps = past.opened_in(round.number).items()
    return shape(policy.route, frozenset(key for key, one in steps if _took_time(one.now)))


def shape_now(walked: Walked, policy: Policy) -> list[Any]:
    steps = walked.opened.items()
    return shape(policy.route, frozenset(key for key, step in steps if step.state is StepState.OPEN))


def _took_time(step: StepNow) -> bool:
    return step.settled_at is None or step.settled_at > step.opened_at


def _alike(chosen: tuple[Named, ...], signers: tuple[Signer, ...]) -> bool:
    """In the same order and for the same reason; a word that counts already stands for any reason."""
    if len(chosen) != len(signers):
        return False
    reasons = ((one.why, other.why.code) for one, other in zip(chosen, signers, strict=True))
    same = [one.person_id for one in chosen] == [one.person_id for one in signers]
    return same and all(one == other or ALREADY in (one, other) for one, other in reasons)


def _change(
    round: PastRound,
    key: str,
    change: Change,
    people: Directory,
    joined: Asked | None = None,
    left: Asked | None = None,
) -> StepChange:
    return StepChange(
        round=round.number, step=key, change=change, joined=_people(joined or Asked(), people),
        left=_people(left or Asked(), people),
    )  # fmt: skip


def _people(ids: Asked, people: Directory) -> list[Someone]:
    return [someone(id, people) for id in ids if id is not None]


def someone(id: UUID, people: Directory) -> Someone:
    return Someone(id=id, name=people.name_of(id))
