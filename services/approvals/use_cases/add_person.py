"""What happens when somebody comes, changes or leaves?"""

import asyncio
from typing import Any
from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work, must_match
from messages.approvals.acts import HandOver
from messages.approvals.people import AddPerson, ChangePerson, PersonView
from messages.errors import NotFound
from services.approvals.domain.org import entity_is_known, login_is_free, may_report_to
from services.approvals.store import people as store
from services.approvals.store.directory import find_directory
from services.approvals.tables.people import PersonRow, person_changed
from services.approvals.use_cases.add_org_unit import ensure_unit
from services.approvals.use_cases.check_password import hash_password
from services.approvals.use_cases.hand_over_tasks import hand_over_tasks

MAY_LACK = ("manager_id", "approval_limit", "grade")


async def add_person(command: AddPerson, uow: UnitOfWork) -> PersonView:
    """The same id again shows the person."""
    password = await asyncio.to_thread(hash_password, command.password) if command.password else None
    async with uow.begin() as work:
        id = command.id or work.new_id()
        known = await store.find_person(work, id)
        if known is not None:
            return known.view()
        login_is_free(command.login, taken=await store.find_by_login(work, command.login) is not None)
        entity = await store.find_legal_entity(work, command.legal_entity_id)
        entity_is_known(command.legal_entity_id, known=entity is not None)
        await must_be_fit(work, id, command.manager_id)
        await ensure_unit(work, command.unit, command.legal_entity_id)
        person = PersonRow(id=id, password_hash=password, **command.model_dump(exclude={"id", "password"}))
        work.session.add(person)
        work.emit(person_changed(person))
        return person.view()


async def change_person(id: UUID, command: ChangePerson, version: int, uow: UnitOfWork) -> PersonView:
    """Only what is given changes. Whoever has left (`active` false) signs nothing, and his tasks move."""
    password = await asyncio.to_thread(hash_password, command.password) if command.password else None
    async with uow.begin() as work:
        person = await store.lock_person(work, id)
        if work.repeated:
            return person.view()
        must_match("person", id, current=person.version, expected=version)
        changed = _changed(command)
        if "manager_id" in changed:
            await must_be_fit(work, id, command.manager_id)
        if command.unit is not None:
            await ensure_unit(work, command.unit, person.legal_entity_id)
        if password is not None:
            person.password_hash = password
        apply(person, changed)
        work.emit(person_changed(person))
    if command.active is False:
        await hand_over_tasks(id, HandOver(), uow)
    return person.view()


def _changed(command: ChangePerson) -> dict[str, Any]:
    """Nothing stands for "as it is", but for what a person may be without."""
    given = command.model_dump(exclude_unset=True, exclude={"password"})
    return {name: value for name, value in given.items() if value is not None or name in MAY_LACK}


def apply(person: PersonRow, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(person, name, value)
    person.version += 1


async def must_be_fit(work: Work, id: UUID, manager_id: UUID | None) -> None:
    people = await find_directory(work)
    if manager_id is not None and manager_id not in people.persons:
        raise NotFound("person", manager_id)
    may_report_to(id, manager_id, {person.id: person.manager_id for person in people.persons.values()})
