"""Of a dunning level that a receivable has reached: who exactly has a to-do of it, and who a notice?"""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import NAMESPACE_URL, UUID, uuid5

from messages.approvals.notices import Notice
from messages.approvals.tasks import OpenTodo
from messages.base import Event
from messages.collections.receivables import LevelEvent, ReceivableOverdue
from messages.roles import Role
from services.approvals.domain.notices.money_occasions import LEGAL
from services.approvals.domain.notices.occasion import Occasion
from services.approvals.domain.notices.recipients import GROUP_AT_MOST, Notification
from services.approvals.domain.notices.told import about_of, content_of, money_of
from services.approvals.domain.people.directory import Directory

OWNER, MANAGER = "owner", "manager"


@dataclass(frozen=True)
class Asked:
    """One whom the level names: `people` are those who have it then. Without a to-do each of them has a notice."""

    who: str
    people: list[UUID]
    todo: OpenTodo | None
    notices: list[Notification]


def asked_by_level(occasion: Occasion, event: LevelEvent, people: Directory) -> list[Asked]:
    """APP-164: a level of the dunning procedure is a to-do, or a notice, of each whom it names: the owner, his manager,
    or anybody of the role in the legal entity; where there is no such person, finance's. Legal has a task of its own
    kind: with the evidence pack of the receivable."""
    tasks_for, notices_for = _named(event)
    return [
        *(_asked(occasion, event, who, people) for who in tasks_for),
        *(_told(occasion, event, who, people) for who in notices_for),
    ]


def notice_of(occasion: Occasion, event: Event, person_id: UUID, key: str) -> Notification:
    content = content_of(occasion, event) | {"code": f"notice.{event.subject}"}
    return Notification(person_id, Notice.RECORD, f"{event.subject}/{event.aggregate_id}/{key}", content)


def level_of(event: LevelEvent) -> int:
    """The days late that it stands for; 0: the reminder before it is due."""
    return event.level if isinstance(event, ReceivableOverdue) else 0


def _named(event: LevelEvent) -> tuple[Sequence[str], Sequence[str]]:
    """Of the release before: one who has a to-do; of a reminder the owner, by a notice."""
    if event.tasks_for or event.notices_for or (isinstance(event, ReceivableOverdue) and event.letter):
        return event.tasks_for, event.notices_for
    return ([event.notifies or OWNER], []) if isinstance(event, ReceivableOverdue) else ([], [OWNER])


def _asked(occasion: Occasion, event: LevelEvent, who: str, people: Directory) -> Asked:
    kind = LEGAL if who == Role.LEGAL else occasion.words.partition(".")[2]
    person, role = _person(event, who, people), _role_with_people(event, who, people)
    key = f"{kind}/{event.aggregate_id}/{level_of(event)}" + (f"/{who}" if event.tasks_for else "")
    todo = OpenTodo(
        id=uuid5(NAMESPACE_URL, key), kind=kind, about=about_of(occasion, event), amount=money_of(event),
        person_id=person, role=None if person else role, legal_entity_id=event.legal_entity_id,
        within=event.within or occasion.within,
    )  # fmt: skip
    return Asked(who, [person] if person else _of_role(role, event, people), todo, [])


def _told(occasion: Occasion, event: LevelEvent, who: str, people: Directory) -> Asked:
    person = _person(event, who, people)
    found = [person] if person else _of_role(_role_with_people(event, who, people), event, people)
    return Asked(who, found, None, [notice_of(occasion, event, one, str(level_of(event))) for one in found])


def _person(event: LevelEvent, who: str, people: Directory) -> UUID | None:
    owner = people.persons.get(event.owner_id) if event.owner_id else None
    if owner is None or who not in (OWNER, MANAGER):
        return None
    if who == OWNER:
        return people.nearest_here(owner.id)
    return next((above.id for above in people.managers_above(owner) if above.active), None)


def _role_with_people(event: LevelEvent, who: str, people: Directory) -> str:
    """Somebody of the legal entity must have it."""
    found = (role for role in (who, Role.FINANCE.value) if _of_role(role, event, people))
    return next(found, Role.FINANCE.value)


def _of_role(role: str, event: LevelEvent, people: Directory) -> list[UUID]:
    here = [one.id for one in people.by_role.get(role, ()) if one.legal_entity_id == event.legal_entity_id]
    return here[:GROUP_AT_MOST]
