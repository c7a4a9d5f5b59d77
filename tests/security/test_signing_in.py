"""Is a password hard to guess, never seen again, and of no use to whoever has left?"""

import asyncio
import logging
import statistics
import time
from typing import Any

import httpx
import jwt
import pytest

from chassis import clock
from chassis.identity import Actor
from chassis.testing import KEY, House
from chassis.tokens import mint
from services.approvals.use_cases import check_password

PASSWORD = "Tr0ub4dor&3-horse"
PERSON = {"login": "li", "name": "Li", "unit": "cs/east", "legal_entity_id": "CS-CN", "password": PASSWORD}


@pytest.fixture
def service_name() -> str:
    return "approvals"


@pytest.fixture
async def li(house: House) -> Any:
    process = house.api.as_(Actor.process("worker"))
    await process.post("/calendars", json={"id": "CN", "name": "China"})
    assert (await process.post("/legal-entities", json={"id": "CS-CN", "name": "China"})).is_success
    answer = await process.post("/people", json=PERSON)
    assert answer.is_success, answer.text
    assert PASSWORD not in answer.text
    return answer.json()


async def sign_in(house: House, password: str = PASSWORD, login: str = "li") -> httpx.Response:
    return await house.api.anybody.post("/sign-in", json={"login": login, "password": password})


async def test_who_knows_the_password_gets_a_token(house: House, li: Any) -> None:
    answer = await sign_in(house)
    assert answer.status_code == 200
    assert answer.json()["expires_in"] > 0


async def test_a_wrong_password_and_an_unknown_login_read_the_same(house: House, li: Any) -> None:
    wrong, unknown = await sign_in(house, "not the password"), await sign_in(house, login="nobody")
    assert (wrong.status_code, unknown.status_code) == (401, 401)
    assert wrong.content == unknown.content
    assert "password" in wrong.json()["detail"].lower()


async def test_an_unknown_login_is_reckoned_as_long_as_a_wrong_password(house: House, li: Any) -> None:
    """argon2 runs once in both cases: in time of the processor, since the machine may be busy."""
    took: dict[str, list[float]] = {"li": [], "nobody": []}
    for _ in range(4):
        for login, seen in took.items():
            started = time.process_time()
            await sign_in(house, "wrong password", login)
            seen.append(time.process_time() - started)
    known, unknown = (statistics.median(seen) for seen in took.values())
    assert max(known, unknown) < 3 * min(known, unknown), took


async def test_a_password_is_kept_as_argon2id_of_its_strength() -> None:
    kept = check_password.hash_password(PASSWORD)
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in kept


async def test_after_five_wrong_passwords_even_the_right_one_waits(house: House, li: Any, time_is: Any) -> None:
    now = clock.now()
    time_is(now)
    tried = [(await sign_in(house, f"guess {n}")).status_code for n in range(5)]
    waits = await sign_in(house)
    assert (tried, waits.status_code) == ([401] * 5, 429)
    assert int(waits.headers["retry-after"]) > 0
    assert waits.headers["content-type"] == "application/problem+json"
    assert waits.json()["type"] != "urn:countersign:problem:fault", waits.text


async def test_many_guesses_at_once_are_counted_like_one_after_the_other(house: House, li: Any) -> None:
    answers = await asyncio.gather(*[sign_in(house, f"guess {n}") for n in range(20)])
    assert sum(answer.status_code == 401 for answer in answers) <= 5, [a.status_code for a in answers]


async def test_whoever_has_left_gets_no_token(house: House, li: Any) -> None:
    process = house.api.as_(Actor.process("worker"))
    left = await process.patch(f"/people/{li['id']}", json={"active": False}, headers={"if-match": str(li["version"])})
    assert left.is_success
    answer = await sign_in(house)
    assert (answer.status_code, answer.content) == (401, (await sign_in(house, "wrong")).content)


@pytest.mark.parametrize(
    "body",
    [
        pytest.param({"password": PASSWORD}, id="no login"),
        pytest.param({"login": [], "password": PASSWORD}, id="no text for a login"),
        pytest.param({"login": "li", "passwort": PASSWORD}, id="a slip in the field's name"),
        pytest.param({"login": "li", "password": [PASSWORD]}, id="a list"),
        pytest.param({"login": "li", "password": PASSWORD * 20}, id="too long"),
        pytest.param([PASSWORD], id="no object"),
        pytest.param(PASSWORD, id="only the password"),
    ],
)
async def test_a_password_in_a_malformed_request_is_not_echoed(
    house: House, li: Any, body: Any, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        answers = [await house.api.anybody.post("/sign-in", json=body)]
        if isinstance(body, dict):
            process = house.api.as_(Actor.process("worker"))
            person = {name: value for name, value in PERSON.items() if name != "password"} | {"login": "wu"}
            wrong = {name: value for name, value in body.items() if name != "login"} | {"no_such_field": 1}
            answers.append(
                await process.post("/people", json={k: v for k, v in (person | wrong).items() if k != "name"})
            )
    for answer in answers:
        assert answer.status_code == 422
        assert PASSWORD not in answer.text
    assert PASSWORD not in caplog.text


@pytest.mark.parametrize(
    "form",
    [
        {"client_id": "worker", "client_secret": PASSWORD},
        {"grant_type": "password", "client_id": "worker", "client_secret": PASSWORD},
        {"grant_type": "client_credentials", "client_id": "worker", "client_secret": PASSWORD * 20},
    ],
)
async def test_a_secret_in_a_malformed_form_is_not_echoed(house: House, form: dict[str, str]) -> None:
    answer = await house.api.anybody.post("/token", data=form)
    assert (answer.status_code, PASSWORD in answer.text) == (422, False)


@pytest.mark.parametrize(
    "raw", [b"grant_type=client_credentials&client_id=%00&client_secret=%FF", b"%ED%A0%80=1", b"&&=&"]
)
async def test_a_form_of_strange_bytes_is_no_fault(house: House, raw: bytes) -> None:
    headers = {"content-type": "application/x-www-form-urlencoded"}
    answer = await house.api.anybody.post("/token", content=raw, headers=headers)
    assert answer.status_code in (401, 422)


@pytest.mark.parametrize("form", [{"client_id": "worker", "client_secret": ""}, {"client_id": "", "client_secret": ""}])
async def test_an_unknown_client_gets_no_token(house: House, form: dict[str, str]) -> None:
    answer = await house.api.anybody.post("/token", data=form | {"grant_type": "client_credentials"})
    assert answer.status_code in (401, 422)


async def test_neither_token_nor_password_is_in_the_log(
    house: House, li: Any, caplog: pytest.LogCaptureFixture, capsys: pytest.CaptureFixture[str]
) -> None:
    with caplog.at_level(logging.DEBUG):
        token = (await sign_in(house)).json()["access_token"]
        bearer = {"authorization": f"Bearer {token}"}
        for path in ("/inbox", "/requests/none", "/facts"):
            await house.api.anybody.get(path, headers=bearer)
        await house.api.anybody.get("/inbox", headers={"authorization": f"Bearer {token}x"})
        await sign_in(house, "wrong password of li")
    written = caplog.text + "".join(capsys.readouterr())
    for secret in (token, PASSWORD, "wrong password of li"):
        assert secret not in written


async def test_whoever_has_left_is_shut_out_at_once(house: House, li: Any) -> None:
    given = jwt.decode((await sign_in(house)).json()["access_token"], options={"verify_signature": False})
    bearer = {"authorization": f"Bearer {mint(given, KEY)}"}  # the test's service trusts the test's key
    await house.service.roster.read()
    assert (await house.api.anybody.get("/inbox", headers=bearer)).status_code == 200
    process = house.api.as_(Actor.process("worker"))
    left = await process.patch(f"/people/{li['id']}", json={"active": False}, headers={"if-match": str(li["version"])})
    house.service.roster.notice(li["id"])
    await house.service.roster.read()
    answer = await house.api.anybody.get("/inbox", headers=bearer)
    assert left.is_success
    assert (answer.status_code, answer.json()["type"]) == (401, "urn:countersign:problem:token_outdated")
