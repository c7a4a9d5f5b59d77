"""Are people kept, imported, told to everybody, and signed in?"""

from typing import Any

import jwt
import pytest

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.approvals.events import CalendarChanged, PersonChanged
from tests.services.approvals.conftest import Company, id_of


def row(line: int, login: str, **more: Any) -> dict[str, Any]:
    return {"line": line, "login": login, "name": login, "unit": "cs/west", "legal_entity_id": "CS-CN"} | more


async def imported(company: Company, *rows: dict[str, Any]) -> dict[str, Any]:
    answer = await company.process.post("/people/import", json={"rows": list(rows), "source": "hr"})
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_an_org_chart_comes_in_from_a_file(company: Company, harness: ServiceHarness) -> None:
    rows = [
        row(1, "s1", manager="m1", password="a good password"),
        row(2, "m1", roles=["sales_manager"], manager="boss", unit_name="West"),
        row(3, "s2", manager="nobody"),
        row(4, "s3", legal_entity_id="CS-XX"),
        row(5, "m2", manager="m2"),
        row(6, "s 4"),
    ]
    before = len(await harness.outbox(PersonChanged))
    report = await imported(company, *rows)
    assert (report["accepted"], report["duplicate"], report["invalid"]) == (2, 0, 4)
    assert [error["rule"] for one in report["rows"][2:5] for error in one["errors"]] == ["APP-47", "APP-46", "APP-45"]
    found = (await company.as_("ann").get("/people", params={"login": "s1"})).json()["items"][0]
    boss = (await company.as_("ann").get(f"/people/{found['manager_id']}")).json()
    assert (boss["login"], boss["manager_id"], boss["unit"]) == ("m1", str(id_of("boss")), "cs/west")
    told = (await harness.outbox(PersonChanged))[before:]
    again = await imported(company, *rows[:2])
    assert (again["accepted"], again["duplicate"]) == (0, 2)
    assert len((await harness.outbox(PersonChanged))[before:]) == len(told)
    assert [unit["name"] for unit in (await company.process.get("/org-units")).json() if unit["path"] == "cs/west"] == [
        "West"
    ]


async def test_a_file_tells_who_has_left_and_his_tasks_move(company: Company) -> None:
    request = await company.submit()
    lena = row(1, "lena", unit="cs/office", roles=["legal"], manager="boss", active=False)
    assert (await imported(company, lena))["accepted"] == 1
    assert (await company.process.post("/people/process-due")).json()["requests"] == 1
    progress = await company.show(request)
    assert [s.name for s in progress.steps[0].signers if s.state == "OPEN"] == ["Meng", "Boss", "Fang"]
    del lena["active"]
    assert (await imported(company, lena))["duplicate"] == 1, "not said: as it is"


async def test_a_person_changes_and_leaves(company: Company, harness: ServiceHarness) -> None:
    path = f"/people/{id_of('lena')}"
    assert (await company.process.patch(path, json={"active": False})).status_code == 428
    stale = await company.process.patch(path, json={"active": False}, headers={"if-match": '"7"'})
    assert stale.status_code == 412
    gone = await company.process.patch(path, json={"active": False}, headers={"if-match": '"1"'})
    assert (gone.status_code, gone.json()["active"], gone.json()["version"]) == (200, False, 2)
    told = (await harness.outbox(PersonChanged))[-1]
    assert isinstance(told, PersonChanged)
    assert (told.active, told.version) == (False, 2)
    request = await company.submit()
    assert [s.why.code for s in request.steps[0].signers] == [
        "signer.person", "signer.superior_of_leaver", "signer.person",
    ]  # fmt: skip


async def test_app_45_nobody_is_his_own_superior(company: Company) -> None:
    path = f"/people/{id_of('boss')}"
    answer = await company.process.patch(path, json={"manager_id": str(id_of("ann"))}, headers={"if-match": '"1"'})
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-45")


async def test_people_are_kept_by_those_who_may(company: Company) -> None:
    person = {"login": "x", "name": "X", "unit": "cs", "legal_entity_id": "CS-CN"}
    assert (await company.as_("meng").post("/people", json=person)).status_code == 403
    assert (await company.as_("root").post("/people", json=person)).status_code == 200
    taken = await company.as_("root").post("/people", json=person)
    assert (taken.status_code, taken.json()["rule"]) == (409, "APP-44")


async def test_one_signs_in(company: Company, harness: ServiceHarness) -> None:
    await imported(company, row(1, "s1", password="a good password"))
    answer = await harness.api.anybody.post("/sign-in", json={"login": "s1", "password": "a good password"})
    assert answer.status_code == 200, answer.text
    keys = (await harness.api.anybody.get("/.well-known/jwks.json")).json()["keys"]
    claims = jwt.decode(
        answer.json()["access_token"], jwt.PyJWK(keys[0]).key, ["ES256"], audience="countersign",
        issuer="http://issuer.test",
    )  # fmt: skip
    assert (claims["name"], claims["roles"], claims["unit"]) == ("s1", ["sales"], "cs/west")
    assert claims["legal_entities"] == ["CS-CN"]


@pytest.mark.parametrize("login", ["s1", "nobody"])
async def test_app_40_who_guesses_has_to_wait(company: Company, harness: ServiceHarness, login: str) -> None:
    await imported(company, row(1, "s1", password="a good password"))
    guess = {"login": login, "password": "guess"}
    for _ in range(5):
        assert (await harness.api.anybody.post("/sign-in", json=guess)).status_code == 401
    blocked = await harness.api.anybody.post("/sign-in", json={"login": login, "password": "a good password"})
    assert blocked.status_code == 429
    assert 0 < int(blocked.headers["retry-after"]) <= 6


async def test_a_client_gets_a_token_for_its_secret(harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch) -> None:
    from pydantic import SecretStr

    monkeypatch.setattr(harness.app.state.issuer.settings, "clients", {"worker": SecretStr("s3cret")})
    form = {"grant_type": "client_credentials", "client_id": "worker", "client_secret": "s3cret"}
    answer = await harness.api.anybody.post("/token", data=form)
    assert (answer.status_code, answer.json()["token_type"]) == (200, "Bearer")
    claims = jwt.decode(answer.json()["access_token"], options={"verify_signature": False})
    assert (claims["sub"], claims["kind"]) == ("process:worker", "process")
    for wrong in ({"client_secret": "guess"}, {"client_id": "nobody", "client_secret": ""}):
        assert (await harness.api.anybody.post("/token", data=form | wrong)).status_code in (401, 422)


async def test_everybody_is_told_the_whole_working_time(company: Company, harness: ServiceHarness) -> None:
    hours = [["08:00:00", "16:00:00"]]
    berlin = {"id": "DE", "name": "Berlin", "tz": "Europe/Berlin", "country": "DE", "years": [2026], "hours": hours}
    kept = (await company.process.post("/calendars", json=berlin)).json()
    told = (await harness.outbox(CalendarChanged))[-1].model_dump(mode="json")
    assert {name: told[name] for name in ("tz", "hours", "weekdays", "holidays", "makeup_days")} == {
        "tz": "Europe/Berlin", "hours": hours, "weekdays": [1, 2, 3, 4, 5], "holidays": kept["holidays"],
        "makeup_days": [],
    }  # fmt: skip
    assert "2026-10-03" in told["holidays"]


async def test_the_calendar_of_a_country_knows_its_make_up_days(company: Company) -> None:
    china = (await company.as_("ann").get("/calendars")).json()[0]
    assert "2026-02-14" in china["makeup_days"]
    assert "2026-02-17" in china["holidays"]
    assert "2026-10-10" in china["makeup_days"]
    wrong = await company.process.post("/calendars", json={"id": "XX", "name": "Nowhere", "country": "ZZ"})
    assert (wrong.status_code, wrong.json()["errors"][0]["rule"]) == (422, "APP-49")


async def test_nobody_sees_anything_without_a_token(company: Company, harness: ServiceHarness) -> None:
    for path in ("/people", "/inbox", "/requests", "/policies"):
        assert (await harness.api.anybody.get(path)).status_code == 401
    outsider = harness.api.as_(an_actor("sales", legal_entities=("OTHER",)))
    assert (await outsider.get("/requests")).json()["items"] == []


@pytest.mark.parametrize("sought", ["lena", "len", "LEN", " le na "])
async def test_a_colleague_is_found_by_a_part_of_the_name_or_login(company: Company, sought: str) -> None:
    found = (await company.as_("ann").get("/people", params={"q": sought})).json()["items"]
    assert "lena" in [one["login"] for one in found]
    assert "boss" not in [one["login"] for one in found]


async def test_a_search_for_signs_of_a_pattern_finds_nobody(company: Company) -> None:
    assert (await company.as_("ann").get("/people", params={"q": "%_%"})).json()["items"] == []


async def test_a_grade_comes_from_the_file_and_changes(company: Company) -> None:
    await imported(company, row(1, "s1", grade="12"))
    person = (await company.process.get("/people", params={"login": "s1"})).json()["items"][0]
    assert person["grade"] == 12
    await imported(company, row(1, "s1"))
    path = f"/people/{person['id']}"
    assert (await company.process.get(path)).json()["grade"] == 12, "a file that says none leaves it"
    changed = await company.process.patch(path, json={"grade": None}, headers={"if-match": f'"{person["version"]}"'})
    assert (changed.status_code, changed.json()["grade"]) == (200, None), changed.text
    wrong = await company.process.patch(path, json={"grade": 0}, headers={"if-match": '"9"'})
    assert wrong.status_code == 422


async def _second_entity(company: Company) -> None:
    entity = {"id": "CS-HK", "name": "HK", "currency": "HKD", "calendar": "CN", "tz": "Asia/Hong_Kong"}
    answer = await company.process.post("/legal-entities", json=entity)
    assert answer.is_success, answer.text


async def test_case_d15_a_person_gets_a_second_legal_entity_and_loses_it(company: Company) -> None:
    await _second_entity(company)
    path = f"/people/{id_of('lena')}"
    given = await company.process.patch(path, json={"other_entities": ["CS-HK", "CS-CN"]}, headers={"if-match": '"1"'})
    assert (given.status_code, given.json()["other_entities"]) == (200, ["CS-HK"]), given.text
    kept = await company.process.patch(path, json={"name": "Lena"}, headers={"if-match": '"2"'})
    assert kept.json()["other_entities"] == ["CS-HK"], "not said: as it is"
    gone = await company.process.patch(path, json={"other_entities": []}, headers={"if-match": '"3"'})
    assert gone.json()["other_entities"] == []
    unknown = await company.process.patch(path, json={"other_entities": ["CS-XX"]}, headers={"if-match": '"4"'})
    assert unknown.json()["rule"] == "APP-46"


async def test_case_d15_a_file_gives_a_second_legal_entity(company: Company) -> None:
    await _second_entity(company)
    assert (await imported(company, row(1, "s1")))["accepted"] == 1
    assert (await imported(company, row(1, "s1", other_entities="CS-HK")))["accepted"] == 1
    assert (await imported(company, row(1, "s1")))["duplicate"] == 1, "not said: as it is"
    found = (await company.as_("ann").get("/people", params={"login": "s1"})).json()["items"][0]
    assert found["other_entities"] == ["CS-HK"]
    [wrong] = (await imported(company, row(1, "s1", other_entities="CS-HK; CS-XX")))["rows"]
    assert (wrong["outcome"], wrong["errors"][0]["rule"]) == ("invalid", "APP-46")


async def test_case_d15_app_140_only_who_works_for_an_entity_gives_it(
    company: Company, harness: ServiceHarness
) -> None:
    await _second_entity(company)
    admin = harness.api.as_(an_actor("admin", unit="cs", legal_entities=("CS-CN",)))
    path = f"/people/{id_of('lena')}"
    refused = await admin.patch(path, json={"other_entities": ["CS-HK"]}, headers={"if-match": '"1"'})
    assert refused.json()["rule"] == "APP-140"
    body = {"rows": [row(1, "s1", other_entities=["CS-HK"])], "source": "hr"}
    [wrong] = (await admin.post("/people/import", json=body)).json()["rows"]
    assert (wrong["outcome"], wrong["errors"][0]["rule"]) == ("invalid", "APP-140")
    assert (await company.as_("ann").get("/people", params={"login": "s1"})).json()["items"] == []
