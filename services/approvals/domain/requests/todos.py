"""Whose is a to-do, and who may say that it is done?"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from messages.approvals.parts import About
from messages.approvals.states import TaskState, Verdict
from messages.errors import RuleViolation
from messages.money import Money
from messages.org_path import is_within
from messages.roles import Role

RESUBMIT = "resubmit"  # returned work


@dataclass(frozen=True)
class Todo:
    id: UUID
    kind: str
    about: About
    person_id: UUID | None
    role: str | None
    unit: str | None
    legal_entity_id: str
    process_id: str | None
    state: TaskState
    verdict: Verdict | None
    comment: str
    opened_at: datetime
    due_at: datetime | None
    decided_by: UUID | None
    link: str
    version: int
    claimed_by: UUID | None = None
    amount: Money | None = None


@dataclass(frozen=True)
class TaskActor:
    """Somebody at the door. `entities` None: of every legal entity."""

    id: UUID
    roles: frozenset[str]
    unit: str
    entities: tuple[str, ...] | None
    is_process: bool


def is_theirs(todo: Todo, actor: TaskActor) -> bool:
    """APP-41: it is the named person's, or anybody's who has the role, in the unit and legal entity named."""
    if todo.person_id is not None or todo.claimed_by is not None:
        return actor.id in (todo.person_id, todo.claimed_by)
    entity = actor.entities is None or todo.legal_entity_id in actor.entities
    within = todo.unit is None or is_within(actor.unit, todo.unit)
    return todo.role in actor.roles and entity and within


def may_see(todo: Todo, actor: TaskActor) -> bool:
    """Those who watch over the house see what is of their legal entities."""
    entity = actor.entities is None or todo.legal_entity_id in actor.entities
    watching = entity and bool(actor.roles & {Role.ADMIN, Role.OPS})
    return actor.is_process or watching or is_theirs(todo, actor) or todo.decided_by == actor.id


def must_be_claimable(todo: Todo) -> None:
    """APP-69: what anybody of a role may do, one takes, and it is his until he lets it go."""
    if todo.person_id is not None:
        raise RuleViolation("APP-69", kind=todo.kind)


def must_be_open(todo: Todo) -> None:
    """APP-42: a to-do is done or closed once."""
    if todo.state is not TaskState.OPEN:
        raise RuleViolation("APP-42", state=todo.state.value)


def must_be_done_by_hand(todo: Todo) -> None:
    """APP-165: returned work stays a to-do until it is submitted again, withdrawn or has lapsed; nobody just ticks it
    off."""
    if todo.kind == RESUBMIT:
        raise RuleViolation("APP-165")
