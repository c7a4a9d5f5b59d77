"""Who is let in, to do what, and to see which records?"""

import base64
import json
import time
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

import jwt
import pytest
from fastapi import APIRouter

from chassis.auth import tokens
from chassis.auth.identity import ALL, Actor, Everything, Own, Unit
from chassis.http.app import create_app
from chassis.testing.plugin import ISSUER, KEY, Api, ServiceHarness, an_actor, token_of

SALES = an_actor("sales")


def claims(**other: Any) -> dict[str, Any]:
    now = int(time.time())
    base = {"sub": str(uuid4()), "roles": ["sales"], "iss": ISSUER, "aud": "countersign", "iat": now, "exp": now + 60}
    return {name: value for name, value in (base | other).items() if value is not None}


def unsigned(told: Mapping[str, Any]) -> str:
    parts = [json.dumps(part).encode() for part in ({"alg": "none", "typ": "JWT"}, told)]
    return ".".join(base64.urlsafe_b64encode(part).decode().rstrip("=") for part in parts) + "."


def signed_with_the_public_key() -> str:
    public = tokens.jwks_of(KEY)["keys"][0]
    return jwt.encode(claims(), public["x"].ljust(32, "="), algorithm="HS256", headers={"kid": public["kid"]})


@pytest.mark.parametrize(
    "token",
    [
        pytest.param("", id="none"),
        pytest.param("nonsense", id="no token"),
        pytest.param(unsigned(claims()), id="alg none"),
        pytest.param(signed_with_the_public_key(), id="HS256 with the public key"),
        pytest.param(tokens.mint(claims(), tokens.new_key()), id="another key"),
        pytest.param(tokens.mint(claims(exp=int(time.time()) - 60), KEY), id="ended"),
        pytest.param(tokens.mint(claims(nbf=int(time.time()) + 600), KEY), id="not yet valid"),
        pytest.param(tokens.mint(claims(aud="others"), KEY), id="for somebody else"),
        pytest.param(tokens.mint(claims(iss="http://evil"), KEY), id="from somebody else"),
        pytest.param(tokens.mint(claims(sub="me"), KEY), id="a name that is no id"),
        pytest.param(tokens.mint(claims(kind="process"), KEY), id="a person said to be a process"),
        pytest.param(tokens.mint(claims(sub="process:worker"), KEY), id="a process said to be a person"),
        pytest.param(tokens.mint(claims(roles="sales"), KEY), id="roles that are no list"),
        pytest.param(tokens.mint(claims(roles=["process"]), KEY), id="a person with the role of a process"),
        pytest.param("a" * 9000, id="huge"),
    ],
)
async def test_a_token_that_is_not_true_is_401(api: Api, token: str) -> None:
    answer = await api.anybody.get("/notes", headers={"authorization": f"Bearer {token}"})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


async def test_a_token_is_not_taken_from_the_address(api: Api) -> None:
    assert (await api.anybody.get("/notes", params={"access_token": token_of(SALES)})).status_code == 401


@pytest.mark.parametrize(("lang", "said"), [("en", "does not allow"), ("zh", "无权")])
async def test_a_no_is_said_in_the_language_of_whose_token_it_is(api: Api, lang: str, said: str) -> None:
    token = tokens.mint(claims(roles=["legal"], lang=lang), KEY)
    asking = {"authorization": f"Bearer {token}", "accept-language": ""}
    answer = await api.anybody.post("/notes", json={}, headers=asking)
    assert (answer.status_code, answer.headers["content-language"]) == (403, lang)
    assert said in answer.json()["detail"]


async def test_a_verb_without_its_role_is_403(api: Api) -> None:
    answer = await api.as_(an_actor("legal")).post("/notes", json={"words": "a"})
    assert (answer.status_code, answer.json()["verb"]) == (403, "POST /notes")


async def test_only_a_process_tells_the_time(api: Api) -> None:
    then = datetime(2030, 1, 1, tzinfo=UTC).isoformat()
    person = await api.as_(SALES).get("/notes", headers={"x-as-of": then})
    process = api.as_(Actor.process("worker"))
    assert person.status_code == 403
    assert (await process.get("/notes", headers={"x-as-of": then})).status_code == 200
    assert (await process.get("/notes", headers={"x-as-of": "2030-01-01T00:00:00"})).status_code == 422


async def test_a_record_out_of_scope_is_not_found_and_not_listed(api: Api) -> None:
    mine = an_actor("sales", unit="cs/east/sales-1")
    note = (await api.as_(mine).post("/notes", json={"words": "a"})).json()
    seen = {
        "its owner": mine,
        "a colleague": an_actor("sales", unit="cs/east/sales-1"),
        "the manager of the unit": an_actor("sales_manager", unit="cs/east"),
        "the manager of a unit whose name begins alike": an_actor("sales_manager", unit="cs/ea"),
        "the manager of another unit": an_actor("sales_manager", unit="cs/west"),
        "finance": an_actor("finance"),
        "finance of another legal entity": an_actor("finance", legal_entities=("CS-DE",)),
        "a process": Actor.process("worker"),
    }
    found = {who: len((await api.as_(actor).get("/notes")).json()["items"]) for who, actor in seen.items()}
    assert [who for who, count in found.items() if count] == [
        "its owner",
        "the manager of the unit",
        "finance",
        "a process",
    ]
    stranger = api.as_(seen["a colleague"])
    answer = await stranger.patch(f"/notes/{note['id']}", json={"words": "b"}, headers={"if-match": "1"})
    assert (answer.status_code, answer.json()["kind"]) == (404, "note")


def test_the_widest_role_gives_the_scope() -> None:
    both = an_actor("sales_manager", "finance")
    assert both.scope == Everything(("CS-CN",))
    manager = an_actor("sales", "sales_manager", unit="cs/east")
    assert manager.scope == Unit("cs/east", manager.id)
    assert SALES.scope == Own(SALES.id)
    assert Actor.process("worker").scope == Everything((ALL,))
    assert not an_actor().may("sales")


@pytest.mark.parametrize(
    ("unit", "covered"),
    [("cs/east", True), ("cs/east/sales-1", True), ("cs/eastern", False), ("cs", False), ("", False)],
)
def test_a_unit_covers_itself_and_what_is_below(unit: str, covered: bool) -> None:
    scope = Unit("cs/east", uuid4())
    assert scope.covers(owner_id=uuid4(), owner_unit=unit, legal_entity_id="CS-CN") is covered


def test_a_route_that_does_not_say_who_may_use_it_does_not_start(harness: ServiceHarness) -> None:
    router = APIRouter()

    @router.get("/open")
    async def open_to_all() -> None: ...

    with pytest.raises(ValueError, match="/open does not say who may use it"):
        create_app(name="orders", routers=[router], settings=harness.service.settings)


async def test_a_new_key_of_the_issuer_is_found_and_a_false_one_is_not_asked_for_again(tmp_path: Any) -> None:
    from chassis.base.settings import Settings

    old, new = tokens.new_key(), tokens.new_key()
    place = tmp_path / "jwks.json"
    place.write_text(json.dumps(tokens.jwks_of(old)))
    verifier = tokens.Verifier(Settings(issuer=ISSUER, jwks=str(place)))
    assert await verifier.actor_of("Bearer " + tokens.mint(claims(), old))
    place.write_text(json.dumps(tokens.jwks_of(old, new)))
    with pytest.raises(tokens.Unauthenticated):  # asked for at most once a minute
        await verifier.actor_of("Bearer " + tokens.mint(claims(), new))
    verifier._asked_at -= 61
    assert await verifier.actor_of("Bearer " + tokens.mint(claims(), new))


def test_a_private_key_survives_its_file() -> None:
    again = tokens.key_from_pem(tokens.pem_of(KEY))
    assert tokens.jwks_of(again) == tokens.jwks_of(KEY)
