"""What a policy lets a role do after the end, and what a rule decides: asked at the door, and told to everybody."""

from typing import Any

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import RequestOpened, RequestRevoked, RequestSettled
from messages.approvals.requests import RequestView
from tests.services.approvals.conftest import Company, id_of

POWERS: dict[str, Any] = {
    "policy": "loan",
    "facts": {"amount": "money"},
    "revoke": {"role": "director", "within": "5 days"},
    "reopen": "legal",
    "cancel": "finance",
    "route": [
        {
            "step": "screen",
            "decide": {"when": "amount > 9000000000.0", "then": "reject"},
            "signers": [{"person": "meng"}],
        }
    ],
}
WHY = {"comment": "a mistake"}


async def asked(company: Company, **more: Any) -> RequestView:
    await company.publish(POWERS)
    return await company.submit(policy="loan", **more)


async def may(company: Company, login: str, request: RequestView) -> list[str]:
    answer = await company.as_(login).get(f"/requests/{request.id}")
    assert answer.status_code == 200, answer.text
    found: list[str] = answer.json()["may"]
    return found


async def test_case_b14_feature_204_the_director_revokes_what_was_approved(
    company: Company, harness: ServiceHarness
) -> None:
    request = await asked(company)
    await company.act("meng", "approve", request)
    assert (await may(company, "boss", request), await may(company, "ann", request)) == (["revoke"], [])
    path = f"/requests/{request.id}/revoke"
    assert (await company.as_("meng").post(path, json=WHY)).status_code == 403
    assert (await company.as_("boss").post(path, json={})).status_code == 422
    revoked = await company.as_("boss").post(path, json=WHY)
    assert (revoked.status_code, revoked.json()["state"], revoked.json()["outcome"]) == (200, "REVOKED", "REVOKED")
    assert (await company.as_("boss").post(path, json=WHY)).status_code == 200, "again changes nothing"
    (event,) = await harness.outbox(RequestRevoked)
    assert isinstance(event, RequestRevoked)
    assert (event.comment, event.actor_id, event.process_id) == ("a mistake", id_of("boss"), None)
    assert len(await harness.outbox(RequestSettled)) == 1, "the process that asked hears of one outcome"
    undone = {"undone": False, "comment": "DEA-17"}
    assert (await company.as_("boss").post(f"/requests/{request.id}/undone", json=undone)).status_code == 403
    assert (await company.process.post(f"/requests/{request.id}/undone", json=undone)).status_code == 200
    history = (await company.as_("ann").get(f"/requests/{request.id}/history")).json()
    assert [line["act"]["code"] for line in history][-2:] == ["audit.request.revoked", "audit.request.not_undone"]


async def test_case_b14_feature_204_what_was_withdrawn_is_reopened_with_all_that_was_written(
    company: Company, harness: ServiceHarness
) -> None:
    request = await asked(company)
    await company.as_("ann").post(f"/requests/{request.id}/withdraw", json={})
    assert await may(company, "lena", request) == ["reopen"]
    path = f"/requests/{request.id}/reopen"
    assert (await company.as_("ann").post(path, json=WHY)).status_code == 403
    again = RequestView.model_validate_json((await company.as_("lena").post(path, json=WHY)).content)
    assert (again.state, again.round, again.content_hash) == ("PENDING", 2, request.content_hash)
    assert [event.round for event in await harness.outbox(RequestOpened)] == [1, 2]  # type: ignore[attr-defined]
    assert (await company.act("meng", "approve", again)).json()["state"] == "APPROVED"


async def test_app_14_what_was_asked_for_anew_is_not_reopened_beside_it(company: Company) -> None:
    body = company.asking("loan")
    await company.publish(POWERS)
    first = RequestView.model_validate_json((await company.as_("ann").post("/requests", json=body)).content)
    await company.as_("ann").post(f"/requests/{first.id}/withdraw", json={})
    assert (await company.as_("ann").post("/requests", json=body)).status_code == 200
    answer = await company.as_("lena").post(f"/requests/{first.id}/reopen", json=WHY)
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-14")


async def test_app_55_the_record_of_a_process_is_submitted_again_by_its_owner(company: Company) -> None:
    request = await asked(company, process_id="loan/1")
    await company.process.post(f"/requests/{request.id}/withdraw", json={})
    answer = await company.as_("lena").post(f"/requests/{request.id}/reopen", json=WHY)
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-55")


async def test_case_b14_feature_204_an_officer_withdraws_for_the_requester(company: Company) -> None:
    request = await asked(company)
    assert await may(company, "fang", request) == ["cancel"]
    path = f"/requests/{request.id}/withdraw"
    assert (await company.as_("fang").post(path, json={})).json()["rule"] == "APP-126"
    assert (await company.as_("fang").post(path, json=WHY)).json()["state"] == "WITHDRAWN"
    history = (await company.as_("ann").get(f"/requests/{request.id}/history")).json()
    assert "audit.request.cancelled" in [line["act"]["code"] for line in history]


async def test_case_b14_feature_205_a_rule_declines_at_once_and_the_audit_and_the_preview_say_so(
    company: Company,
) -> None:
    request = await asked(company, facts={"amount": "9000000000.01"})
    assert (request.state, request.steps[0].state, request.steps[0].signers) == ("REJECTED", "REJECTED", [])
    assert request.steps[0].why is not None
    assert request.steps[0].why.code == "rule.reject"
    exported = await company.as_("root").get(f"/requests/{request.id}/history")
    line = next(one for one in exported.json() if one["act"]["code"] == "audit.step.rule_reject")
    assert line["act"]["params"]["when"] == "amount > 9000000000.0"
    body = {"policy": "loan", "facts": {"amount": "9000000000.01"}}
    ahead = (await company.as_("ann").post("/requests/preview", json=body)).json()
    assert (ahead["outcome"], ahead["steps"][0]["skipped"]["code"]) == ("REJECTED", "rule.reject")


async def test_case_b4_the_preview_at_the_door_says_that_nobody_covers_it(company: Company) -> None:
    line = {"step": "s", "mode": "sequence", "signers": {"managers": {"up_to": "amount"}}}
    await company.publish({"policy": "line", "facts": {"amount": "money"}, "route": [line]})
    body = {"policy": "line", "facts": {"amount": "99999999999"}}
    (step,) = (await company.as_("ann").post("/requests/preview", json=body)).json()["steps"]
    assert [one["kind"] for one in step["signers"]] == ["RESCUE"]
    assert [one["code"] for one in step["skipped_people"]] == ["signer.no_limit"]


async def test_case_b2_the_request_says_by_what_its_condition_divides(company: Company) -> None:
    share = {"step": "s", "when": "deposit / amount < 0.3", "signers": {"manager": 1}}
    facts = {"amount": "money", "deposit": "money"}
    await company.publish({"policy": "share", "facts": facts, "route": [share]})
    request = await company.submit(policy="share", facts={"amount": "0.00", "deposit": "0.00"})
    shown = (await company.as_("ann").get(f"/requests/{request.id}")).json()
    assert shown["steps"][0]["because"] == [{"code": "condition.divides", "params": {"by": "amount"}}]


async def test_case_b1_a_sum_of_18_digits_is_stored_and_read_exactly(company: Company) -> None:
    exact = {"step": "s", "when": "amount - 0.01 == 9999999999999999.98", "signers": {"person": "meng"}}
    rest = {"step": "t", "when": "amount != 9999999999999999.99", "signers": {"person": "lena"}}
    await company.publish({"policy": "exact", "facts": {"amount": "money"}, "route": [exact, rest]})
    request = await company.submit(policy="exact", facts={"amount": "9999999999999999.99"})
    assert [step.key for step in request.steps] == ["s"]
    assert (await company.act("meng", "approve", request)).json()["state"] == "APPROVED"
