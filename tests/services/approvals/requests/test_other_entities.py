"""Does somebody of another legal entity sign, and see no more than what he is asked for?"""

from chassis.auth.identity import Actor
from chassis.testing.plugin import an_actor
from tests.services.approvals.conftest import Company, id_of

ACROSS = {
    "policy": "across",
    "facts": {"amount": "money"},
    "route": [
        {"step": "home", "signers": [{"role": "legal"}], "mode": "any"},
        {"step": "group", "signers": [{"role": "legal", "unit": "de/office"}], "mode": "any"},
    ],
}


async def _german(company: Company, login: str, *roles: str) -> Actor:
    await company.process.post("/legal-entities", json={"id": "CS-DE", "name": "Countersign Deutschland"})
    person = {"id": str(id_of(login)), "login": login, "name": login.title(), "unit": "de/office", "roles": roles}
    answer = await company.process.post("/people", json=person | {"legal_entity_id": "CS-DE", "tz": "Europe/Berlin"})
    assert answer.status_code == 200, answer.text
    return an_actor(*roles, id=id_of(login), unit="de/office", name=login.title(), legal_entities=("CS-DE",))


async def test_feature_90_an_approver_of_another_entity_signs_and_sees_only_that_request(company: Company) -> None:
    hans = await _german(company, "hans", "legal")
    grete = await _german(company, "grete", "finance")
    await company.publish(ACROSS)
    asked, other = await company.submit(policy="across"), await company.submit()
    company.actors |= {"hans": hans, "grete": grete}
    assert (await company.as_("hans").get(f"/requests/{asked.id}")).status_code == 404, "not before his turn"
    await company.act("lena", "approve", asked)
    inbox = (await company.as_("hans").get("/inbox")).json()["items"]
    assert [one["request_id"] for one in inbox] == [str(asked.id)]
    shown = (await company.as_("hans").get(f"/requests/{asked.id}")).json()
    assert shown["content"] == {"amount": "150000.00"}
    assert (await company.as_("hans").get(f"/requests/{other.id}")).status_code == 404
    listed = (await company.as_("hans").get("/requests")).json()["items"]
    assert [one["id"] for one in listed] == [str(asked.id)]
    assert (await company.as_("grete").get(f"/requests/{asked.id}")).status_code == 404, "his colleague was not asked"
    done = await company.act("hans", "approve", asked)
    assert done.json()["outcome"] == "APPROVED"


async def test_the_nearest_of_a_role_is_not_taken_from_another_entity_while_home_has_one(company: Company) -> None:
    await _german(company, "hans", "legal")
    await company.publish(ACROSS | {"policy": "home", "route": ACROSS["route"][:1]})
    asked = await company.submit(policy="home")
    assert [one.person_id for one in asked.steps[0].signers] == [id_of("lena")]
