"""How does the owner of a stack act on it: tokens made with its own key?"""

import os
from typing import Any

import httpx

from chassis.auth.tokens import key_from_pem, mint
from deploy.embedded.stack import AUDIENCE, Layout

LIFE_S = 12 * 3600
SETUP = {
    "sub": "process:setup",
    "name": "setup",
    "kind": "process",
    "roles": ["process", "admin"],
    "unit": "",
    "legal_entities": ["*"],
    "tz": "Asia/Shanghai",
    "lang": "zh" if os.environ.get("LANG", "").startswith("zh") else "en",
}


class NoSuchPerson(Exception):
    """Nobody has this login, or not with this password."""


def mint_token(layout: Layout, claims: dict[str, Any], life_s: int = LIFE_S) -> str:
    """A token as the built-in issuer would give it."""
    key = key_from_pem(layout.secrets.signing_key.encode())
    return mint({**claims, "iss": layout.url("approvals"), "aud": AUDIENCE}, key, lifetime=life_s)


def setup_token(layout: Layout) -> str:
    """Who makes the first people and policies."""
    return mint_token(layout, SETUP)


async def person_of(layout: Layout, login: str) -> dict[str, Any]:
    """The claims of this person, asked from approvals, the owner of people."""
    headers = {"Authorization": f"Bearer {setup_token(layout)}"}
    async with httpx.AsyncClient(base_url=layout.url("approvals"), headers=headers, timeout=30) as client:
        answer = await client.get("/people", params={"login": login})
        answer.raise_for_status()
    found = [person for person in answer.json()["items"] if person["login"] == login]
    if not found:
        raise NoSuchPerson(login)
    return person_claims(found[0])


async def sign_in(layout: Layout, login: str, password: str) -> str:
    """A token from approvals, the issuer."""
    async with httpx.AsyncClient(base_url=layout.url("approvals"), timeout=30) as client:
        answer = await client.post("/sign-in", json={"login": login, "password": password})
    if answer.status_code in (401, 403, 404):
        raise NoSuchPerson(login)
    answer.raise_for_status()
    return str(answer.json()["access_token"])


def person_claims(person: dict[str, Any]) -> dict[str, Any]:
    """What a token says of a person: a PersonView, in the words of the claims."""
    return {
        "sub": person["id"],
        "name": person["name"],
        "kind": "person",
        "roles": person["roles"],
        "unit": person["unit"],
        "legal_entities": [person["legal_entity_id"], *person.get("other_entities", [])],
        "tz": person["tz"],
        "lang": person["lang"],
        "version": person["version"],
    }
