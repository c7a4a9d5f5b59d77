"""What happens when somebody comes, changes or leaves?"""

import asyncio
from typing import Any
from uuid import UUID

from chassis.auth.identity import ALL
from chassis.auth.reach import must_reach
from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork, Work, must_match
from messages.approvals.acts import HandOver
from messages.approvals.people import AddPerson, ChangePerson, PersonView
from messages.errors import NotFound
from services.approvals.domain.people.org import (
    entities_of,
    must_be_free_login,
    must_be_known_entity,
    must_give_own_entities,
    must_not_report_in_circle,
)
from services.approvals.store.audit.directory_lines import NOTHING, record_change
from services.approvals.store.people import people as store
from services.approvals.tables.people import PersonRow, person_changed
from services.approvals.use_cases.people.add_org_unit import ensure_unit, must_reach_unit
from services.approvals.use_cases.people.hand_over_tasks import hand_over_tasks
from services.approvals.use_cases.steps.verify_password import hash_password

MAY_LACK = ("manager_id", "approval_limit", "grade")


async def add_person(command: AddPerson, uow: UnitOfWork) -> PersonView:
    """The same id again shows the person."""
    password = await asyncio.to_thread(hash_password, command.password) if command.password else None
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, *command.other_entities, verb="POST /people")
        await store.lock_org_chart(work)
        id = command.id or work.new_id()
        known = await store.find_person(work, id)
        if known is not None:
            return known.view()
        must_be_free_login(command.login, taken=await store.find_by_login(work, command.login) is not None)
        entity = await store.find_legal_entity(work, command.legal_entity_id)
        must_be_known_entity(command.legal_entity_id, known=entity is not None)
        await _must_be_fit(work, id, command.manager_id)
        await must_reach_unit(work, command.unit, verb="POST /people")
        await ensure_unit(work, command.unit, command.legal_entity_id)
        person = PersonRow(id=id, password_hash=password, **command.model_dump(exclude={"id", "password"}))
        work.session.add(person)
        work.emit(person_changed(person))
        await record_change(work, "person", id, named=person.login, before=NOTHING, after=person.model_dump())
        return person.view()


async def change_person(id: UUID, command: ChangePerson, version: int, uow: UnitOfWork) -> PersonView:
    """Only what is given changes. Whoever has left (`active` false) signs nothing, and his tasks move."""
    password = await asyncio.to_thread(hash_password, command.password) if command.password else None
    async with uow.begin() as work:
        await store.lock_org_chart(work)
        person = await store.lock_person(work, id)
        must_reach(work.actor, person.legal_entity_id, *person.other_entities, verb="PATCH /people")
        if work.repeated:
            return person.view()
        must_match("person", id, current=person.version, expected=version)
        changed, before = _changed(command), person.model_dump()
        if "manager_id" in changed:
            await _must_be_fit(work, id, command.manager_id)
        if command.unit is not None and command.unit != person.unit:
            await must_reach_unit(work, command.unit, verb="PATCH /people")
            await ensure_unit(work, command.unit, person.legal_entity_id)
        if command.other_entities is not None:
            changed["other_entities"] = await _given_entities(work, person, command.other_entities)
        is_narrower = not {*person.other_entities} <= {*changed.get("other_entities", person.other_entities)}
        if password is not None:
            person.password_hash = password
        if password is not None or is_narrower:
            person.valid_after = clock.now()  # who has signed in with what is no longer so signs in again
        set_fields(person, changed)
        work.emit(person_changed(person))
        await record_change(work, "person", id, named=person.login, before=before, after=person.model_dump())
    if command.active is False:
        await hand_over_tasks(id, HandOver(), uow)
    return person.view()


async def _given_entities(work: Work, person: PersonRow, wanted: list[str]) -> list[str]:
    given = entities_of(wanted, person.legal_entity_id)
    known = {entity.id for entity in await store.list_legal_entities(work)} | {ALL}
    for entity in given:
        must_be_known_entity(entity, known=entity in known)
    must_give_own_entities(person.other_entities, given, work.actor.legal_entities)
    return given


def _changed(command: ChangePerson) -> dict[str, Any]:
    """Nothing stands for "as it is", but for what a person may be without."""
    given = command.model_dump(exclude_unset=True, exclude={"password"})
    return {name: value for name, value in given.items() if value is not None or name in MAY_LACK}


def set_fields(person: PersonRow, changed: dict[str, Any]) -> None:
    for name, value in changed.items():
        setattr(person, name, value)
    person.version += 1


async def _must_be_fit(work: Work, id: UUID, manager_id: UUID | None) -> None:
    managers = await store.list_managers(work)
    if manager_id is not None and manager_id not in managers:
        raise NotFound("person", manager_id)
    must_not_report_in_circle(id, manager_id, managers)
