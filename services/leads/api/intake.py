"""How does a lead come in from outside: from a program with a channel key, or from a form of the company's site?"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Header, HTTPException, Request

from chassis.auth.identity import public
from chassis.auth.tokens import Unauthenticated
from chassis.http.app import Uow
from messages.leads.channel_keys import ReceivedLead, ReceiveLead
from messages.leads.lead_forms import FormReceived, OpenForm, SubmitForm
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


@router.get("/forms/{form_id}", dependencies=[public()])
async def open_form(form_id: UUID, uow: Uow) -> OpenForm:
    """What a visitor fills in, with the signature under which he sends it."""
    return await channels.open_form(form_id, uow)


@router.post("/forms/{form_id}", status_code=201, dependencies=[public()])
async def submit_form(form_id: UUID, command: SubmitForm, uow: Uow, request: Request) -> FormReceived:
    with _slowed():
        return await channels.submit_form(form_id, command, uow, address=_address(request))


def _address(request: Request) -> str:
    """Of whoever asks; a proxy that uvicorn trusts (FORWARDED_ALLOW_IPS) says for whom it asks."""
    return request.client.host if request.client else ""


@contextmanager
def _slowed() -> Iterator[None]:
    try:
        yield
    except WrongKey as wrong:
        raise WrongChannelKey("no channel key that holds") from wrong
    except TooMany as wait:
        raise HTTPException(429, headers={"retry-after": str(wait.seconds)}) from wait
