"""At which node of collection is a debt, whose is it, and until when?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

from messages.collections.cases.process import CollectionNode, NodeState
from messages.collections.dunning.procedures import Addressee
from services.collections.domain.due_dates import midnight, zone
from services.collections.domain.dunning_procedure import REMINDER, DunningLevel, Procedure

START_WITHIN = timedelta(days=90)  # what starts the days of a debt happens by then, or somebody sees to it
LAST_WITHIN = timedelta(days=30)  # of a last level that does not come again
MOST_SUCCESSORS = 20


@dataclass(frozen=True)
class Debt:
    """Of an open receivable, what says at which node it is."""

    created_at: datetime
    due_on: date | None
    level: int | None
    next_at: datetime | None
    paused_until: datetime | None
    tz: str


@dataclass(frozen=True)
class Node:
    node: CollectionNode
    level: int | None
    by: Addressee
    deadline: datetime
    state: NodeState = NodeState.CURRENT


@dataclass(frozen=True)
class Colleague:
    """Of a person, what says whether a node may be his, and whose it is when not."""

    id: UUID
    active: bool
    manager_id: UUID | None
    successor_id: UUID | None


def node_of(debt: Debt, by: Addressee, waits_for: CollectionNode | None, now: datetime) -> Node:
    """COL-215: an open receivable is at one node: where dunning waits, at what it waits for; else where its days have
    not begun, at their start; up to the first dunning level, at bringing the money in; then at the level that it has
    reached, which is legal's where that is whom it names first (`by`)."""
    until = deadline_of(debt)
    if debt.paused_until is not None and debt.paused_until > now:
        return Node(waits_for or CollectionNode.PAUSE, debt.level, Addressee.OWNER, until)
    if debt.due_on is None:
        return Node(CollectionNode.START, None, Addressee.OWNER, until)
    if not debt.level:
        return Node(CollectionNode.COLLECT, debt.level, Addressee.OWNER, until)
    return Node(kind_of(by), debt.level, by, until)


def deadline_of(debt: Debt) -> datetime:
    """COL-216: a node ends when dunning goes on; else what starts the days of a debt has ninety calendar days from when
    it was owed, the money has its due day, and a level has until the next one, the last one that does not come again
    thirty calendar days. (The database counts the same, `collection_deadline`.)"""
    if debt.paused_until is not None:
        return debt.paused_until
    if debt.due_on is None:
        return _later(debt.created_at, START_WITHIN, debt.tz)
    if not debt.level:
        return midnight(debt.due_on + timedelta(days=1), debt.tz)
    return debt.next_at or midnight(debt.due_on + timedelta(days=debt.level) + LAST_WITHIN, debt.tz)


def named_by(level: DunningLevel | None) -> Addressee:
    """COL-217: a level is whose task it is first, else whom it tells first; where it only writes to the customer, it is
    the owner's."""
    named = level.notifies if level else []
    return Addressee(named[0]) if named else Addressee.OWNER


def kind_of(by: Addressee) -> CollectionNode:
    return CollectionNode.LEGAL if by is Addressee.LEGAL else CollectionNode.DUN


def person_of(by: Addressee, owner_id: UUID | None, people: Mapping[UUID, Colleague]) -> UUID | None:
    """COL-218: a node of the owner is his, of who has left his successor's; one of his manager the manager's, by the
    same rule. Where there is no such person, and of all others, it is of a role: None."""
    if by not in (Addressee.OWNER, Addressee.MANAGER):
        return None
    owner = _who_works(owner_id, people)
    if by is Addressee.OWNER and owner is not None:
        return owner.id
    manager = _who_works(_manager_of(owner_id, people), people)
    return manager.id if manager else None


def role_of(by: Addressee) -> str:
    """COL-219: where a node is nobody's by name, it is finance's, but what is the director's or legal's."""
    return by.value if by in (Addressee.DIRECTOR, Addressee.LEGAL) else Addressee.FINANCE.value


def level_at(procedure: Procedure, level: int) -> DunningLevel | None:
    """Which stands for so many days late; the last one, where that came again."""
    passed = [one for one in procedure.levels if REMINDER < one.number <= level]
    return max(passed, key=lambda one: one.number, default=None)


def course_of(debt: Debt, procedure: Procedure, now: datetime) -> list[Node]:
    """COL-220: the course of a receivable is the start of its days, the reminder, its due day and each dunning level of
    its procedure; each has an owner and a deadline, one is current, those before it are done. Of a debt whose days have
    not begun only their start is known."""
    if debt.due_on is None:
        return [Node(CollectionNode.START, None, Addressee.OWNER, deadline_of(debt))]
    due, reached = debt.due_on, debt.level
    current = max(reached or 0, 0)
    nodes: list[Node] = []
    levels = sorted(procedure.levels, key=lambda one: one.days)
    for one in levels:
        if one.number == REMINDER:
            at = midnight(due + timedelta(days=one.days + 1), debt.tz)
            is_done = reached is not None or at <= now
            state = NodeState.DONE if is_done else NodeState.AHEAD
            nodes.append(Node(CollectionNode.REMIND, REMINDER, named_by(one), at, state))
    by_then = midnight(due + timedelta(days=1), debt.tz)
    nodes.append(Node(CollectionNode.COLLECT, None, Addressee.OWNER, by_then, _state(0, current)))
    late = [one for one in levels if one.number > REMINDER]
    standing = level_at(procedure, current) if current else None
    for place, one in enumerate(late):
        by = named_by(one)
        is_current = standing is not None and one.number == standing.number
        state = NodeState.CURRENT if is_current else NodeState.DONE if one.number < current else NodeState.AHEAD
        follows = late[place + 1] if place + 1 < len(late) else None
        until = (
            deadline_of(debt)
            if is_current and debt.paused_until is None
            else _end(due, one, follows, procedure, debt.tz)
        )
        nodes.append(Node(kind_of(by), current if is_current else one.number, by, until, state))
    return nodes


def _end(due: date, one: DunningLevel, follows: DunningLevel | None, procedure: Procedure, tz: str) -> datetime:
    """Of a level that stands for so many days late."""
    if follows is not None:
        return midnight(due + timedelta(days=follows.days), tz)
    more = timedelta(days=procedure.repeat_days) if procedure.repeat_days else LAST_WITHIN
    return midnight(due + timedelta(days=one.days) + more, tz)


def _state(number: int, current: int) -> NodeState:
    return NodeState.CURRENT if number == current else NodeState.DONE


def _manager_of(owner_id: UUID | None, people: Mapping[UUID, Colleague]) -> UUID | None:
    owner = people.get(owner_id) if owner_id else None
    return owner.manager_id if owner else None


def _who_works(id: UUID | None, people: Mapping[UUID, Colleague]) -> Colleague | None:
    """He himself, or who took over from him."""
    seen: list[UUID] = []
    while id is not None and id not in seen and len(seen) < MOST_SUCCESSORS:
        seen.append(id)
        found = people.get(id)
        if found is None or found.active:
            return found
        id = found.successor_id
    return None


def _later(moment: datetime, by: timedelta, tz: str) -> datetime:
    """The same time of a later day, where the customer is."""
    local = moment.astimezone(zone(tz)).replace(tzinfo=None) + by
    return local.replace(tzinfo=zone(tz)).astimezone(UTC)


def waiting_first(kinds: Sequence[CollectionNode]) -> CollectionNode | None:
    """Of several for which dunning waits: a plan says most, then a promise."""
    order = (CollectionNode.REPAY, CollectionNode.PROMISE, CollectionNode.PAUSE)
    return next((one for one in order if one in kinds), None)
