"""Who gets a token?"""

import asyncio
import hmac
from typing import Any

from chassis.tokens import Unauthenticated
from chassis.unit_of_work import UnitOfWork
from messages.approvals import SignIn
from services.approvals.domain.signing_in import WITHIN, must_wait
from services.approvals.store import people as store
from services.approvals.store.failures import count_failures, forget_failures, note_failure
from services.approvals.use_cases.check_password import is_right


class TooOften(Exception):
    """Too many wrong passwords lately."""


async def sign_in(command: SignIn, uow: UnitOfWork) -> dict[str, Any]:
    """The claims of the person. Raises Unauthenticated and TooOften; neither says whether the login exists."""
    async with uow.begin() as work:
        failures = await count_failures(work, command.login, work.now - WITHIN)
        person = await store.find_by_login(work, command.login)
    if must_wait(failures):
        raise TooOften()
    right = await asyncio.to_thread(is_right, person.password_hash if person else None, command.password)
    async with uow.begin() as work:
        if person is None or not person.active or not right:
            await note_failure(work, command.login)
        elif failures:
            await forget_failures(work, command.login)
    if person is None or not person.active or not right:
        raise Unauthenticated("wrong login or password")
    return {
        "sub": str(person.id), "name": person.name, "kind": "person", "roles": sorted(person.roles),
        "unit": person.unit, "legal_entities": [person.legal_entity_id, *person.other_entities], "tz": person.tz,
        "lang": person.lang,
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
