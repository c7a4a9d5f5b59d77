"""Does a request go its way: branches, return, submission again, withdrawal, transfer, substitutes, rescue?"""

from typing import Any

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import StepOpened
from messages.approvals.requests import RequestView
from tests.services.approvals.conftest import Company, id_of

LEGAL = {"step": "legal", "signers": [{"role": "legal"}], "depends_on": ["terms"]}
MONEY = {"step": "fin", "signers": [{"role": "finance"}]}
CONTRACT = {
    "policy": "purchase",
    "facts": {"amount": "money"},
    "route": [
        {"step": "manager", "signers": [{"manager": 1}]},
        {
            "parallel": "review",
            "branches": [
                {"branch": "legal", "route": [LEGAL]},
                {"branch": "money", "when": "amount > 100000", "route": [MONEY]},
            ],
        },
        {"step": "boss", "when": "amount > 1000000", "signers": [{"managers": {"up_to": "amount"}}]},
    ],
}


def states(request: RequestView) -> dict[str, str]:
    return {step.key: f"{step.state} {step.round}" for step in request.steps}


async def decided(company: Company, login: str, verb: str, request: RequestView, **more: Any) -> RequestView:
    answer = await company.act(login, verb, request, **more)
    assert answer.status_code == 200, answer.text
    return RequestView.model_validate_json(answer.content)


async def test_feature_91_branches_open_together_and_the_next_step_when_both_are_done(
    company: Company, harness: ServiceHarness
) -> None:
    await company.publish(CONTRACT)
    request = await company.submit(policy="purchase")
    assert states(request) == {"manager": "OPEN 1"}
    assert {step.key for step in (await company.show(request)).coming} == {"legal", "fin", "boss"}
    request = await decided(company, "meng", "approve", request)
    assert states(request) == {"manager": "APPROVED 1", "legal": "OPEN 1", "fin": "OPEN 1"}
    assert request.steps[2].signers[0].name == "Fei", "the finance controller of the seller's own region"
    request = await decided(company, "lena", "approve", request)
    assert request.state == "PENDING"
    request = await decided(company, "fei", "approve", request)
    assert request.state == "APPROVED"
    opened = [event.step for event in await harness.outbox(StepOpened) if isinstance(event, StepOpened)]
    assert opened == ["manager", "legal", "fin"]


async def test_a_small_amount_skips_the_money_branch(company: Company) -> None:
    await company.publish(CONTRACT)
    request = await company.submit(policy="purchase", facts={"amount": "100000.00"})
    request = await decided(company, "meng", "approve", request)
    assert states(request) == {"manager": "APPROVED 1", "legal": "OPEN 1"}


async def test_return_to_an_earlier_step_begins_a_round(company: Company) -> None:
    await company.publish(CONTRACT)
    request = await company.submit(policy="purchase")
    await decided(company, "meng", "approve", request)
    await decided(company, "lena", "approve", request)
    request = await decided(company, "fei", "return", request, to_step="manager")
    assert (request.round, states(request)) == (2, {"manager": "OPEN 2"})
    request = await decided(company, "meng", "approve", request)
    assert states(request) == {"manager": "APPROVED 2", "legal": "OPEN 2", "fin": "OPEN 2"}


async def test_app_7_a_sibling_branch_is_not_an_earlier_step(company: Company) -> None:
    await company.publish(CONTRACT)
    request = await company.submit(policy="purchase")
    await decided(company, "meng", "approve", request)
    answer = await company.act("fei", "return", request, to_step="legal")
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-7")


async def test_submitted_again_only_what_changed_is_asked_again(company: Company) -> None:
    await company.publish(CONTRACT)
    request = await company.submit(policy="purchase", content={"amount": "150000.00", "terms": "30 days"})
    await decided(company, "meng", "approve", request)
    await decided(company, "lena", "approve", request)
    request = await decided(company, "fei", "return", request)
    assert (request.state, request.outcome, request.comment) == ("RETURNED", "RETURNED", "because")
    mended = {"facts": {"amount": "140000"}, "content": {"amount": "140000.00", "terms": "30 days"}}
    answer = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=mended)
    request = RequestView.model_validate_json(answer.content)
    assert states(request) == {"manager": "OPEN 2", "legal": "KEPT 1"}
    again = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=mended)
    assert (again.status_code, again.json()["round"]) == (200, 2)
    request = await decided(company, "meng", "approve", request)
    assert states(request) == {"manager": "APPROVED 2", "legal": "KEPT 1", "fin": "OPEN 2"}


async def test_app_9_only_a_returned_request_is_submitted_again(company: Company) -> None:
    request = await company.submit()
    answer = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json={"facts": {"amount": "1"}})
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-9")
    other = await company.as_("meng").post(f"/requests/{request.id}/resubmit", json={"facts": {"amount": "1"}})
    assert other.status_code == 403


async def test_the_requester_withdraws_and_nobody_else(company: Company) -> None:
    request = await company.submit()
    path = f"/requests/{request.id}/withdraw"
    assert (await company.as_("meng").post(path, json={})).status_code == 403
    assert (await company.as_("bob").post(path, json={})).status_code == 404
    first = await company.as_("ann").post(path, json={"comment": "lost it"})
    assert (first.status_code, first.json()["state"]) == (200, "WITHDRAWN")
    assert (await company.as_("ann").post(path, json={})).json()["version"] == first.json()["version"]
    done = await company.submit()
    for login in ("meng", "lena", "fang"):
        await decided(company, login, "approve", done)
    late = await company.as_("ann").post(f"/requests/{done.id}/withdraw", json={})
    assert (late.status_code, late.json()["rule"]) == (409, "APP-8")


async def test_a_task_is_handed_on(company: Company) -> None:
    request = await company.submit()
    moved = await decided(company, "lena", "transfer", request, to=str(id_of("boss")))
    again = await company.as_("lena").post(
        f"/tasks/{moved.steps[0].signers[1].task_id}/transfer", json={"to": str(id_of("boss"))}
    )
    assert again.json() == moved.model_dump(mode="json")
    assert (await company.act("lena", "approve", request)).json()["rule"] == "APP-3"
    for login in ("boss", "meng", "fang"):
        moved = await decided(company, login, "approve", request)
    assert moved.state == "APPROVED"


async def test_app_10_not_to_the_requester_nor_to_one_who_signs_already(company: Company) -> None:
    request = await company.submit()
    for to in ("ann", "meng"):
        answer = await company.act("lena", "transfer", request, to=str(id_of(to)))
        assert (answer.status_code, answer.json()["rule"]) == (409, "APP-10")


async def test_who_is_away_is_replaced_by_his_substitute(company: Company) -> None:
    away = {
        "person_id": str(id_of("lena")), "substitute_id": str(id_of("boss")),
        "starts_at": "2020-01-01T00:00:00Z", "ends_at": "2099-01-01T00:00:00Z",
    }  # fmt: skip
    assert (await company.as_("bob").post("/absences", json=away)).status_code == 403
    assert (await company.as_("lena").post("/absences", json=away)).status_code == 200
    request = await company.submit()
    boss = request.steps[0].signers[1]
    assert (boss.name, boss.on_behalf_of, boss.why.code) == ("Boss", id_of("lena"), "signer.substitute")
    assert (await company.as_("boss").get("/inbox")).json()["counts"]["open"] == 1


async def test_a_step_without_signer_goes_to_the_rescue(company: Company) -> None:
    await company.publish({"policy": "lost", "route": [{"step": "ceo", "signers": [{"role": "ceo"}]}]})
    request = await company.submit(policy="lost", facts={})
    item = (await company.as_("root").get("/inbox")).json()["items"][0]
    assert (item["kind"], item["request_id"]) == ("RESCUE", str(request.id))
    path = f"/tasks/{item['task_id']}"
    assert (await company.as_("root").get(path)).json()["may"] == ["transfer"]
    seen = {"content_hash": request.content_hash}
    assert (await company.as_("root").post(f"{path}/approve", json=seen)).status_code == 403
    moved = await company.as_("root").post(f"{path}/transfer", json={"to": str(id_of("boss"))})
    assert moved.status_code == 200, moved.text
    assert (await decided(company, "boss", "approve", request)).state == "APPROVED"


async def test_one_yes_counts_in_every_step(company: Company) -> None:
    twice = [{"step": "a", "signers": [{"person": "meng"}]}, {"step": "b", "signers": [{"person": "meng"}]}]
    await company.publish({"policy": "twice", "route": twice})
    request = await company.submit(policy="twice", facts={})
    assert (await decided(company, "meng", "approve", request)).state == "APPROVED"


async def test_nobody_decides_his_own(company: Company) -> None:
    """Neither as named signer nor when he prepared it: the superior signs instead."""
    await company.publish({"policy": "own", "route": [{"step": "s", "signers": [{"group": ["ann", "bob"]}]}]})
    request = await company.submit(policy="own", facts={}, prepared_by=[str(id_of("bob"))])
    assert [(s.name, s.why.code) for s in request.steps[0].signers] == [("Meng", "signer.superior")]
