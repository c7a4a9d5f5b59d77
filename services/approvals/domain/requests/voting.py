"""How do the signers of a step agree?"""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from messages.approvals.states import StepState, TaskKind, TaskState, Verdict
from services.approvals.domain.policies.policy import Mode, Quorum
from services.approvals.domain.requests.progress import Signer

WITHOUT_VOTE = (TaskKind.QUESTION, TaskKind.COPY)  # their tasks never count as a vote
VOTED = (Verdict.APPROVE, Verdict.REJECT)
STAGES = {"delegate": -1, "before": 0, "beside": 1, "after": 2}


class Position(NamedTuple):
    """One vote of the step: a signer with those who were added before and after him."""

    vote: Verdict | None
    weight: int
    rule: int
    need: int | None


def result(mode: Mode, quorum: Quorum | None, signers: Sequence[Signer]) -> StepState | None:
    """APP-25: all and sequence need every yes; any takes the first vote; a quorum needs enough yes. None: open."""
    found = positions(signers)
    if mode is Mode.QUORUM and quorum is not None:
        return _by_quorum(quorum, found)
    votes = [position.vote for position in found]
    if Verdict.REJECT in votes:
        return StepState.REJECTED
    need = 1 if mode is Mode.ANY else len(votes)
    return StepState.APPROVED if votes.count(Verdict.APPROVE) >= need else None


def _by_quorum(quorum: Quorum, votes: Sequence[Position]) -> StepState | None:
    """APP-70: so many heads, a percentage, so many points, or so many of every group, in any order."""
    if quorum.each is not None:
        groups = [[vote for vote in votes if vote.rule == rule] for rule in sorted({vote.rule for vote in votes})]
        counted = [_enough(group, [1] * len(group), min(group[0].need or quorum.each, len(group))) for group in groups]
        if StepState.REJECTED in counted:
            return StepState.REJECTED
        return StepState.APPROVED if all(counted) else None
    weights = [position.weight if quorum.points is not None else 1 for position in votes]
    need = min(quorum.points, sum(weights)) if quorum.points is not None else needed(quorum, len(votes))
    return _enough(votes, weights, need)


def _enough(votes: Sequence[Position], weights: Sequence[int], need: int) -> StepState | None:
    yes = sum(w for one, w in zip(votes, weights, strict=True) if one.vote is Verdict.APPROVE)
    no = sum(w for one, w in zip(votes, weights, strict=True) if one.vote is Verdict.REJECT)
    return StepState.APPROVED if yes >= need else StepState.REJECTED if sum(weights) - no < need else None


def needed(quorum: Quorum, heads: int) -> int:
    """Of fewer signers than the count, all are needed. A percentage rounds up."""
    if quorum.count is not None:
        return min(quorum.count, heads)
    return max(1, -(-heads * (quorum.percent or 100) // 100))


def positions(signers: Iterable[Signer]) -> list[Position]:
    """The positions of a step, in the order of their turns."""
    signers = tuple(signers)
    if (alone := _one_each(signers)) is not None:
        return [_position(one, one.verdict if one.verdict in VOTED else None) for one in alone]
    found = []
    for position in _by_position(signers):
        voters = [one for one in position if one.kind not in WITHOUT_VOTE]
        if voters:
            first = voters[0] if len(voters) == 1 else min(voters, key=lambda one: one.added is not None)
            found.append(_position(first, _vote(voters)))
    return found


def _position(signer: Signer, vote: Verdict | None) -> Position:
    return Position(vote, signer.weight, signer.rule, signer.need)


def _one_each(signers: Sequence[Signer]) -> list[Signer] | None:
    """Those who are asked or have decided, where each stands alone at his position and has a vote: as it mostly is,
    however many they are. None: it is not so simple."""
    found, last = [], -1
    for one in signers:
        if one.added is not None or one.kind in WITHOUT_VOTE:
            return None
        if not _is_live(one):
            continue
        if one.position <= last:
            return None
        last = one.position
        found.append(one)
    return found


def is_asked(signers: Iterable[Signer], person: UUID) -> bool:
    """Has, or had, a vote in the step."""
    voters = (signer for signer in signers if signer.kind not in WITHOUT_VOTE and signer.state is not TaskState.CLOSED)
    return any(voter.person_id == person for voter in voters)


def next_turn(mode: Mode, signers: tuple[Signer, ...], now: datetime) -> tuple[Signer, ...]:
    """APP-26: in a sequence the next signer is asked when the one before has said yes; else everybody at once."""
    taken = mode is Mode.ANY and any(one.claimed and one.state is TaskState.OPEN for one in signers)
    if mode is not Mode.SEQUENCE and not taken and _one_each(signers) is not None:
        return tuple(one.opened(now) if one.state is TaskState.WAITING else one for one in signers)
    turned: dict[UUID, Signer] = {}
    for position in _by_position(signers):
        if not taken or any(one.state is TaskState.OPEN and one.kind is not TaskKind.QUESTION for one in position):
            turned |= {changed.task_id: changed for changed in _turn_of(position, now)}
        if mode is Mode.SEQUENCE and _is_undecided(position):
            break
    return tuple(turned.get(signer.task_id, signer) for signer in signers) if turned else signers


def _is_undecided(position: Sequence[Signer]) -> bool:
    voters = [one for one in position if one.kind not in WITHOUT_VOTE]
    return bool(voters) and _vote(voters) is None


def _turn_of(signers: Sequence[Signer], now: datetime) -> list[Signer]:
    """At one position: first who was added before, then the signer himself, then who comes after."""
    if len(signers) == 1:
        return [one.opened(now) for one in signers if one.state is TaskState.WAITING]
    changed: list[Signer] = []
    for stage in _stages(signers):
        if _is_over(stage):
            changed += [one.closed() for one in stage if one.state in (TaskState.OPEN, TaskState.WAITING)]
            continue
        one_by_one = stage[0].added is not None and stage[0].added.mode == "sequence"
        pending = [one for one in stage if one.verdict is None]
        turn = pending[:1] if one_by_one else pending
        return changed + [one.opened(now) for one in turn if one.state is TaskState.WAITING]
    return changed


def _by_position(signers: Iterable[Signer]) -> list[list[Signer]]:
    """Live or decided tasks by position; questions that nobody waits for have none."""
    found: dict[int, list[Signer]] = {}
    for signer in signers:
        question = signer.added is not None and signer.added.how == "ask"
        if _is_live(signer) and signer.kind is not TaskKind.COPY and not question:
            found.setdefault(signer.position, []).append(signer)
    return [found[position] for position in sorted(found)]


def _is_live(signer: Signer) -> bool:
    """Who was replaced, or is asked no more, has no vote."""
    return signer.state is not TaskState.CLOSED


def _stages(signers: Sequence[Signer]) -> list[list[Signer]]:
    found: dict[tuple[int, int], list[Signer]] = {}
    for signer in signers:
        key = (STAGES[signer.added.how], signer.added.group) if signer.added else (1, 0)
        found.setdefault(key, []).append(signer)
    return [found[key] for key in sorted(found)]


def _is_over(stage: Sequence[Signer]) -> bool:
    if stage[0].kind is TaskKind.QUESTION:
        return all(one.state is TaskState.DONE for one in stage)
    return _stage_vote(stage) is not None


def _vote(signers: Sequence[Signer]) -> Verdict | None:
    """A no of anybody at the position is its no; its yes needs every stage."""
    if len(signers) == 1:
        return signers[0].verdict if signers[0].verdict in VOTED else None
    votes = [_stage_vote(stage) for stage in _stages(signers)]
    if Verdict.REJECT in votes:
        return Verdict.REJECT
    return Verdict.APPROVE if votes and None not in votes else None


def _stage_vote(stage: Sequence[Signer]) -> Verdict | None:
    votes = [one.verdict for one in stage]
    first_counts = stage[0].added is not None and stage[0].added.mode == "any"
    if Verdict.REJECT in votes:
        return Verdict.REJECT
    if first_counts and Verdict.APPROVE in votes:
        return Verdict.APPROVE
    return Verdict.APPROVE if all(vote is Verdict.APPROVE for vote in votes) else None
