"""How does a command about policies read a file, and ask the running stack?"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import httpx

from chassis.client import ServiceClient, StaticToken, Unavailable
from cli.screen import give_up
from cli.stack_access import layout_of
from deploy.embedded.tokens import NoSuchPerson, mint_token, person_of, setup_token
from messages.errors import Malformed, NotFound, Refused
from messages.texts import text
from services.approvals.domain.policy import Policy
from services.approvals.domain.publishing import read_yaml

T = TypeVar("T")


def mistake_in(file: Path) -> str | None:
    """`file: line 12: route[0].when: what is wrong`, or None."""
    try:
        read_yaml(file.read_text())
    except (OSError, UnicodeDecodeError) as no:
        return f"{file}: {no}"
    except Refused as no:
        return f"{file}: {no.params['place']}: {no.params['problem']}"
    return None


def read_file(file: Path) -> Policy:
    if wrong := mistake_in(file):
        give_up(wrong)
    return read_yaml(file.read_text())


def asked(var: Path | None, ask: Callable[[ServiceClient], Awaitable[T]], login: str | None = None) -> T:
    """The answer of the running stack's approvals, asked as the set-up process or as a person."""
    layout = layout_of(var)

    async def go() -> T:
        token = mint_token(layout, await person_of(layout, login)) if login else setup_token(layout)
        house = ServiceClient(layout.url("approvals"), StaticToken(token))
        try:
            return await ask(house)
        finally:
            await house.close()

    try:
        return asyncio.run(go())
    except Refused as no:
        give_up(f"{no.rule}: {text(no.rule, 'en', **no.params)}")
    except Malformed as no:
        give_up(f"{no.field}: {text(no.rule, 'en', **no.params)}")
    except NotFound as no:
        give_up(f"there is no such {no.kind}: {no.id}")
    except NoSuchPerson as no:
        give_up(f"nobody who works here has the login {no}")
    except (Unavailable, httpx.HTTPError) as wrong:
        give_up(f"{type(wrong).__name__}: {wrong}")
