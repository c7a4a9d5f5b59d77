"""How does somebody end his sessions, or give himself another password?"""

import asyncio
from typing import Any

from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.people import ChangePassword, SignIn
from messages.errors import Forbidden
from services.approvals.store.audit.directory_lines import record_act
from services.approvals.store.people import people as store
from services.approvals.tables.people import PersonRow, person_changed
from services.approvals.use_cases.people.sign_in import claims_of, verified_person
from services.approvals.use_cases.steps.verify_password import hash_password


async def end_sessions(uow: UnitOfWork) -> None:
    """Of the one who signs out, on every device: no token that was given before holds any more."""
    async with uow.begin() as work:
        if not work.repeated:  # who has signed in again since stays
            await end_tokens(work, await _own(work))


async def change_password(command: ChangePassword, uow: UnitOfWork, *, address: str) -> dict[str, Any]:
    """The claims of a new session; all others have ended. Raises WrongPassword and TooOften, as signing in does."""
    async with uow.begin() as work:
        login = (await _own(work)).login
    await verified_person(SignIn(login=login, password=command.password), uow, address=address)
    password = await asyncio.to_thread(hash_password, command.new_password)
    async with uow.begin() as work:
        person = await _own(work)
        person.password_hash = password
        await end_tokens(work, person)
        await record_act(work, "person", person.id, "password", named=login)
        return claims_of(person, clock.now())


async def end_tokens(work: Work, person: PersonRow) -> None:
    """In this moment of the machine, whatever time a process says it is."""
    person.valid_after = clock.now()
    person.version += 1
    work.emit(person_changed(person))


async def _own(work: Work) -> PersonRow:
    if work.actor.is_process:
        raise Forbidden("sessions")
    return await store.lock_sign_in(work, work.actor.id)
