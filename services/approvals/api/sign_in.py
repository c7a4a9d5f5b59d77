"""How does one get a token, and how is it checked?"""

from dataclasses import dataclass
from typing import Annotated, Any, Literal

from cryptography.hazmat.primitives.asymmetric.ec import EllipticCurvePrivateKey
from fastapi import APIRouter, Form, HTTPException, Request

from chassis.identity import public
from chassis.tokens import mint
from chassis.web import Uow
from messages.approvals.people import SignIn, Token
from services.approvals.domain.signing_in import WITHIN
from services.approvals.settings import ApprovalsSettings
from services.approvals.use_cases import sign_in

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
    issuer: Issuer = request.app.state.issuer
    try:
        claims = await sign_in.sign_in(command, uow)
    except sign_in.TooOften as wait:
        seconds = str(int(WITHIN.total_seconds()))
        raise HTTPException(429, headers={"retry-after": seconds}) from wait
    return issuer.token(claims, issuer.settings.person_token_seconds, request.app.state.service.settings)


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
