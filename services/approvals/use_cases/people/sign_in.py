"""Who gets a token?"""

import asyncio
import hmac
from datetime import datetime
from typing import Any

from chassis.auth.tokens import Unauthenticated
from chassis.base import clock
from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.people import SignIn
from messages.roles import Role
from services.approvals.domain.people.sign_in import WITHIN, longest_wait
from services.approvals.store.people import people as store
from services.approvals.store.people import sign_in_failures as tries
from services.approvals.tables.people import PersonRow
from services.approvals.use_cases.steps.verify_password import is_right


class TooOften(Exception):
    """Too many wrong passwords lately: not before so many seconds."""

    def __init__(self, seconds: int) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class WrongPassword(Unauthenticated):
    """Or a login that nobody has, or somebody who has left."""

    code = "wrong_password"


async def sign_in(command: SignIn, uow: UnitOfWork, *, address: str) -> dict[str, Any]:
    """The claims of the person. Raises WrongPassword and TooOften; neither says whether the login exists."""
    began = clock.now()
    person = await verified_person(command, uow, address=address)
    return claims_of(person, began)


async def verified_person(command: SignIn, uow: UnitOfWork, *, address: str) -> PersonRow:
    """Each try counts as a failure until it has gone well, so that guesses at the same moment are counted too."""
    login = command.login
    async with uow.begin() as work:
        await tries.take_turns(work, login, address)
        since = work.now - WITHIN
        wait = longest_wait(
            await tries.count_failures(work, since, login=login, address=address),
            await tries.count_failures(work, since, address=address),
            await tries.count_failures(work, since, login=login),
            known=await tries.is_known_address(work, login, address),
            now=work.now,
        )
        if wait:
            raise TooOften(int(wait.total_seconds()) + 1)
        await tries.record_failure(work, login, address)
        person = await store.find_by_login(work, login)
    right = await asyncio.to_thread(is_right, person.password_hash if person else None, command.password)
    if person is None or not person.active or not right:
        raise WrongPassword("wrong login or password")
    async with uow.begin() as work:
        await tries.forget_failures(work, login, address)
    return person


def claims_of(person: PersonRow, began: datetime) -> dict[str, Any]:
    """`auth_time`: what has ended the sessions since then ends this one too."""
    customer = {} if person.customer_id is None else {"customer_id": str(person.customer_id)}
    return customer | {
        "sub": str(person.id), "name": person.name, "kind": "person", "roles": sorted(person.roles),
        "unit": person.unit, "legal_entities": [person.legal_entity_id, *person.other_entities], "tz": person.tz,
        "lang": person.lang, "version": person.version, "auth_time": began.timestamp(),
    }  # fmt: skip


def client_claims(client_id: str, secret: str, clients: dict[str, str]) -> dict[str, Any]:
    """The claims of a process that knows its secret. Raises Unauthenticated."""
    right = hmac.compare_digest(clients.get(client_id, "").encode(), secret.encode())
    if not right or client_id not in clients:
        raise Unauthenticated("unknown client or wrong secret")
    return {
        "sub": f"process:{client_id}", "name": f"process:{client_id}", "kind": "process", "roles": [Role.PROCESS],
        "unit": "", "legal_entities": ["*"], "tz": "Asia/Shanghai", "lang": "zh",
    }  # fmt: skip
