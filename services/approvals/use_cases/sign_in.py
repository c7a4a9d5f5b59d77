"""Who gets a token?"""

import asyncio
import hmac
from typing import Any

from chassis.tokens import Unauthenticated
from chassis.unit_of_work import UnitOfWork
from messages.approvals.people import SignIn
from services.approvals.domain.signing_in import WITHIN, must_wait
from services.approvals.store import people as store
from services.approvals.store.failures import count_failures, forget_failures, note_failure, take_turns
from services.approvals.use_cases.check_password import is_right


class TooOften(Exception):
    """Too many wrong passwords lately."""


class WrongPassword(Unauthenticated):
    """Or a login that nobody has, or somebody who has left."""

    code = "wrong_password"


async def sign_in(command: SignIn, uow: UnitOfWork) -> dict[str, Any]:
    """The claims of the person. Raises WrongPassword and TooOften; neither says whether the login exists.

    Each try counts as a failure until it has gone well, so that guesses at the same moment are counted too.
    """
    async with uow.begin() as work:
        await take_turns(work, command.login)
        if must_wait(await count_failures(work, command.login, work.now - WITHIN)):
            raise TooOften()
        await note_failure(work, command.login)
        person = await store.find_by_login(work, command.login)
    right = await asyncio.to_thread(is_right, person.password_hash if person else None, command.password)
    if person is None or not person.active or not right:
        raise WrongPassword("wrong login or password")
    async with uow.begin() as work:
        await forget_failures(work, command.login)
    return {
        "sub": str(person.id), "name": person.name, "kind": "person", "roles": sorted(person.roles),
        "unit": person.unit, "legal_entities": [person.legal_entity_id, *person.other_entities], "tz": person.tz,
        "lang": person.lang, "version": person.version,
    }  # fmt: skip


def client_claims(client_id: str, secret: str, clients: dict[str, str]) -> dict[str, Any]:
    """The claims of a process that knows its secret. Raises Unauthenticated."""
    right = hmac.compare_digest(clients.get(client_id, "").encode(), secret.encode())
    if not right or client_id not in clients:
        raise Unauthenticated("unknown client or wrong secret")
    return {
        "sub": f"process:{client_id}", "name": f"process:{client_id}", "kind": "process", "roles": ["process"],
        "unit": "", "legal_entities": ["*"], "tz": "Asia/Shanghai", "lang": "zh",
    }  # fmt: skip
