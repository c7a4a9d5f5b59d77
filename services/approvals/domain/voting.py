"""How do the signers of a step agree?"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from messages.approvals.states import StepState, TaskKind, TaskState, Verdict
from services.approvals.domain.policy import Mode, Quorum
from services.approvals.domain.standing import Signer

WORDLESS = (TaskKind.QUESTION, TaskKind.COPY)  # their tasks never count as a vote
STAGES = {"delegate": -1, "before": 0, "beside": 1, "after": 2}


@dataclass(frozen=True)
class Place:
    """One voice of the step: a signer with those who were brought in before and after him."""

    word: Verdict | None
    weight: int
    rule: int
    need: int | None


def result(mode: Mode, quorum: Quorum | None, signers: Sequence[Signer]) -> StepState | None:
    """APP-25: all and sequence need every yes; any takes the first word; a quorum needs enough yes. None: open."""
    asked = places(signers)
    if mode is Mode.QUORUM and quorum is not None:
        return _by_quorum(quorum, asked)
    if any(place.word is Verdict.REJECT for place in asked):
        return StepState.REJECTED
    yes = sum(place.word is Verdict.APPROVE for place in asked)
    need = 1 if mode is Mode.ANY else len(asked)
    return StepState.APPROVED if yes >= need else None


def _by_quorum(quorum: Quorum, asked: Sequence[Place]) -> StepState | None:
    """APP-70: so many heads, a percentage, so many points, or so many of every group, in any order."""
    if quorum.each is not None:
        groups = [[one for one in asked if one.rule == rule] for rule in sorted({one.rule for one in asked})]
        counted = [_enough(one, [1] * len(one), min(one[0].need or quorum.each, len(one))) for one in groups]
        if StepState.REJECTED in counted:
            return StepState.REJECTED
        return StepState.APPROVED if all(counted) else None
    weights = [place.weight if quorum.points is not None else 1 for place in asked]
    need = min(quorum.points, sum(weights)) if quorum.points is not None else needed(quorum, len(asked))
    return _enough(asked, weights, need)


def _enough(asked: Sequence[Place], weights: Sequence[int], need: int) -> StepState | None:
    yes = sum(w for one, w in zip(asked, weights, strict=True) if one.word is Verdict.APPROVE)
    no = sum(w for one, w in zip(asked, weights, strict=True) if one.word is Verdict.REJECT)
    return StepState.APPROVED if yes >= need else StepState.REJECTED if sum(weights) - no < need else None


def needed(quorum: Quorum, asked: int) -> int:
    """Of fewer signers than the count, all are needed. A percentage rounds up."""
    if quorum.count is not None:
        return min(quorum.count, asked)
    return max(1, -(-asked * (quorum.percent or 100) // 100))


def places(signers: Iterable[Signer]) -> list[Place]:
    """The voices of a step, in the order of their turns."""
    found = []
    for here in _by_position(signers):
        voices = [one for one in here if one.kind not in WORDLESS]
        if voices:
            first = min(voices, key=lambda one: one.added is not None)
            found.append(Place(_word(voices), first.weight, first.rule, first.need))
    return found


def next_turn(mode: Mode, signers: tuple[Signer, ...], now: datetime) -> tuple[Signer, ...]:
    """APP-26: in a sequence the next signer is asked when the one before has said yes; else everybody at once."""
    turned = {signer.task_id: signer for signer in signers}
    claimed = any(one.claimed and one.state is TaskState.OPEN for one in signers)
    for here in _by_position(signers):
        open_ = any(one.state is TaskState.OPEN and one.kind is not TaskKind.QUESTION for one in here)
        waiting = not (claimed and mode is Mode.ANY) or open_
        for changed in _turn_of(here, now) if waiting else ():
            turned[changed.task_id] = changed
        voices = [one for one in here if one.kind not in WORDLESS]
        if mode is Mode.SEQUENCE and voices and _word(voices) is None:
            break
    return tuple(turned.values())


def _turn_of(here: Sequence[Signer], now: datetime) -> list[Signer]:
    """In one place: first who was brought in before, then the signer himself, then who comes after."""
    changed: list[Signer] = []
    for stage in _stages(here):
        if _over(stage):
            left = [one for one in stage if one.state in (TaskState.OPEN, TaskState.WAITING)]
            changed += [replace(one, state=TaskState.CLOSED) for one in left]
            continue
        one_by_one = stage[0].added is not None and stage[0].added.mode == "sequence"
        pending = [one for one in stage if one.verdict is None]
        turn = pending[:1] if one_by_one else pending
        return changed + [replace(s, state=TaskState.OPEN, opened_at=now) for s in turn if s.state is TaskState.WAITING]
    return changed


def _by_position(signers: Iterable[Signer]) -> list[list[Signer]]:
    """Live or decided tasks by place; questions that nobody waits for stand in no place."""
    found: dict[int, list[Signer]] = {}
    for one in signers:
        asked = one.added is not None and one.added.how == "ask"
        if one.state is not TaskState.CLOSED and one.kind is not TaskKind.COPY and not asked:
            found.setdefault(one.position, []).append(one)
    return [found[position] for position in sorted(found)]


def _stages(here: Sequence[Signer]) -> list[list[Signer]]:
    found: dict[tuple[int, int], list[Signer]] = {}
    for one in here:
        key = (STAGES[one.added.how], one.added.group) if one.added else (1, 0)
        found.setdefault(key, []).append(one)
    return [found[key] for key in sorted(found)]


def _over(stage: Sequence[Signer]) -> bool:
    if stage[0].kind is TaskKind.QUESTION:
        return all(one.state is TaskState.DONE for one in stage)
    return _stage_word(stage) is not None


def _word(here: Sequence[Signer]) -> Verdict | None:
    """A no of anybody in the place is its no; its yes needs every stage."""
    words = [_stage_word(stage) for stage in _stages(here)]
    if Verdict.REJECT in words:
        return Verdict.REJECT
    return Verdict.APPROVE if words and None not in words else None


def _stage_word(stage: Sequence[Signer]) -> Verdict | None:
    words = [one.verdict for one in stage]
    first_counts = stage[0].added is not None and stage[0].added.mode == "any"
    if Verdict.REJECT in words:
        return Verdict.REJECT
    if first_counts and Verdict.APPROVE in words:
        return Verdict.APPROVE
    return Verdict.APPROVE if all(word is Verdict.APPROVE for word in words) else None
