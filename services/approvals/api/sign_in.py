"""How does one get a token, and how is it checked?"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Annotated, Any, Literal
from uuid import UUID

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from fastapi import APIRouter, Form, HTTPException, Request

from chassis.auth.identity import CurrentActor, public, signed_in
from chassis.auth.tokens import mint
from chassis.http.app import Uow
from messages.approvals.people import ChangePassword, SignIn, Token
from services.approvals.settings import ApprovalsSettings
from services.approvals.use_cases.people import end_sessions, sign_in

router = APIRouter(tags=["sign-in"])


@dataclass(frozen=True)
class Issuer:
    """The built-in issuer of tokens; an outside one is a matter of the settings `issuer` and `jwks`."""

    key: EllipticCurvePrivateKey
    jwks: dict[str, Any]
    settings: ApprovalsSettings

    def token(self, claims: dict[str, Any], seconds: int, house: Any) -> Token:
        named = {"iss": house.issuer, "aud": house.audience}
        return Token(access_token=mint(claims | named, self.key, lifetime=seconds), expires_in=seconds)


@router.post("/sign-in", dependencies=[public()])
async def signing_in(command: SignIn, uow: Uow, request: Request) -> Token:
    with _slowed():
        claims = await sign_in.sign_in(command, uow, address=_address(request))
    return _token_of(claims, request)


@router.post("/sign-out", status_code=204, dependencies=[signed_in()])
async def signing_out(actor: CurrentActor, uow: Uow, request: Request) -> None:
    await end_sessions.end_sessions(uow)
    await heard(actor.id, request)


@router.post("/password", dependencies=[signed_in()])
async def changing_password(command: ChangePassword, actor: CurrentActor, uow: Uow, request: Request) -> Token:
    with _slowed():
        claims = await end_sessions.change_password(command, uow, address=_address(request))
    await heard(actor.id, request)
    return _token_of(claims, request)


@router.post("/token", dependencies=[public()])
async def token(
    request: Request,
    grant_type: Annotated[Literal["client_credentials"], Form()],
    client_id: Annotated[str, Form(max_length=200)],
    client_secret: Annotated[str, Form(max_length=200)],
) -> Token:
    issuer: Issuer = request.app.state.issuer
    clients = {name: secret.get_secret_value() for name, secret in issuer.settings.clients.items()}
    claims = sign_in.client_claims(client_id, client_secret, clients)
    return issuer.token(claims, issuer.settings.process_token_seconds, request.app.state.service.settings)


@router.get("/.well-known/jwks.json", dependencies=[public()])
async def keys(request: Request) -> dict[str, Any]:
    issuer: Issuer = request.app.state.issuer
    return issuer.jwks


def _token_of(claims: dict[str, Any], request: Request) -> Token:
    issuer: Issuer = request.app.state.issuer
    return issuer.token(claims, issuer.settings.person_token_seconds, request.app.state.service.settings)


def _address(request: Request) -> str:
    """Of whoever asks; a proxy that uvicorn trusts (FORWARDED_ALLOW_IPS) says for whom it asks."""
    return request.client.host if request.client else ""


async def heard(person_id: UUID, request: Request) -> None:
    """That tokens of his have ended: in this process before the answer; the others are told by the database."""
    revocations = request.app.state.service.revocation_list
    revocations.changed(str(person_id))
    await revocations.read()


@contextmanager
def _slowed() -> Iterator[None]:
    try:
        yield
    except sign_in.TooOften as wait:
        raise HTTPException(429, headers={"retry-after": str(wait.seconds)}) from wait
