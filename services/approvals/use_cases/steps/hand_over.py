"""How do the services learn who has a leaver's records from now on, and who says so when nobody is known?"""

from uuid import NAMESPACE_URL, UUID, uuid5

from chassis.db.unit_of_work import Work
from messages.approvals.acts import HandedOver
from messages.approvals.parts import About
from messages.approvals.tasks import OpenTodo
from messages.hand_over import PersonHandedOver
from messages.roles import Role
from services.approvals.domain.people.directory import Person
from services.approvals.store.people.hand_overs import add_hand_over
from services.approvals.use_cases.steps.todos import close_todos_about, write_todo

NAME_SUCCESSOR = "name_successor"  # the kind of to-do


async def publish_hand_over(work: Work, person: Person, done: HandedOver) -> None:
    """The report begins with the tasks; the services add their records."""
    assert done.to_id is not None
    id = work.new_id()
    await add_hand_over(work, id, person.id, done)
    work.emit(
        PersonHandedOver(
            handover_id=id, person_id=person.id, person_name=person.name, to_id=done.to_id, by_id=work.actor.id,
            version=1,
        )
    )  # fmt: skip
    await close_todos_about(work, person.id, NAME_SUCCESSOR)


async def ask_for_successor(work: Work, person: Person) -> None:
    """Nobody above him is here: an administrator names who takes over."""
    command = OpenTodo(
        kind=NAME_SUCCESSOR, about=About(kind="person", id=person.id, number=person.login, title=person.name),
        role=Role.ADMIN.value, legal_entity_id=person.legal_entity_id, within="1 business day",
    )  # fmt: skip
    await write_todo(work, _todo_id(person.id), command)


def _todo_id(person_id: UUID) -> UUID:
    return uuid5(NAMESPACE_URL, f"{NAME_SUCCESSOR}/{person_id}")
