"""How does a lead come in from outside: from a program with a channel key?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

from fastapi import APIRouter, Header, HTTPException

from chassis.auth.identity import public
from chassis.auth.tokens import Unauthenticated
from chassis.http.app import Uow
from messages.leads.channel_keys import ReceivedLead, ReceiveLead
from services.leads.domain.channel_keys import TooMany, WrongKey
from services.leads.use_cases import channels

router = APIRouter(prefix="/intake", tags=["intake"])
ChannelKey = Annotated[str, Header(alias="X-Channel-Key", max_length=200)]


class WrongChannelKey(Unauthenticated):
    """No key, one that nobody has, or one that holds no longer."""

    code = "channel_key"


@router.post("/leads", status_code=201, dependencies=[public()])
async def receive_lead(command: ReceiveLead, uow: Uow, key: ChannelKey = "") -> ReceivedLead:
    """With the header `X-Channel-Key`, and nobody's token."""
    with _slowed():
        return await channels.receive_lead(key, command, uow)


@contextmanager
def _slowed() -> Iterator[None]:
    try:
        yield
    except WrongKey as wrong:
        raise WrongChannelKey("no channel key that holds") from wrong
    except TooMany as wait:
        raise HTTPException(429, headers={"retry-after": str(wait.seconds)}) from wait
