"""How does a command ask approvals, or another service, of the running stack?"""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import httpx

from chassis.http.client import ServiceClient, StaticToken, Unavailable
from cli.screen import give_up, words_of
from cli.stack.access import layout_of
from deploy.embedded.tokens import NoSuchPerson, mint_token, person_of, setup_token
from messages.errors import Malformed, NotFound, RuleViolation
from messages.texts import text

T = TypeVar("T")


def ask_approvals(var: Path | None, ask: Callable[[ServiceClient], Awaitable[T]], login: str | None = None) -> T:
    """The answer of the running stack's approvals, asked as the set-up process or as a person."""
    return ask_service("approvals", var, ask, login)


def ask_service(
    service: str, var: Path | None, ask: Callable[[ServiceClient], Awaitable[T]], login: str | None = None
) -> T:
    """The same of any service."""
    layout = layout_of(var)

    async def go() -> T:
        token = mint_token(layout, await person_of(layout, login)) if login else setup_token(layout)
        client = ServiceClient(layout.url(service), StaticToken(token))
        try:
            return await ask(client)
        finally:
            await client.close()

    try:
        return asyncio.run(go())
    except RuleViolation as no:
        give_up(f"{no.rule}: {text(no.rule, 'en', **no.params)}")
    except Malformed as no:
        give_up(f"{no.field}: {text(no.rule, 'en', **no.params)}")
    except NotFound as no:
        give_up(f"there is no such {no.kind}: {no.id}")
    except NoSuchPerson as no:
        give_up(f"nobody who works here has the login {no}")
    except (Unavailable, httpx.HTTPError) as wrong:
        give_up(words_of(wrong))
