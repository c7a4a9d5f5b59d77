"""Is a field changed while it is pending, shown to whom it concerns, and told?"""

from typing import Any

import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from cli.audit.verification import verify_database
from messages.approvals.events import RequestEdited, RequestSettled, TaskOpened
from messages.approvals.requests import RequestView
from tests.services.approvals.conftest import Company, id_of

TWO = {
    "policy": "two",
    "route": [
        {"step": "first", "signers": [{"group": ["lena", "boss"]}]},
        {"step": "second", "signers": [{"person": "fang"}], "may_edit": ["note"], "depends_on": ["note"]},
    ],
}
CONTENT = {"note": "as agreed", "total": "10.00"}


async def pending(company: Company) -> RequestView:
    await company.publish(TWO)
    request = await company.submit(policy="two", facts={}, content=CONTENT)
    for login in ("lena", "boss"):
        assert (await company.act(login, "approve", request)).status_code == 200
    return request


async def task_of(company: Company, login: str, request: RequestView) -> dict[str, Any]:
    items = (await company.as_(login).get("/inbox")).json()["items"]
    task = next(one["task_id"] for one in items if one["request_id"] == str(request.id))
    found: dict[str, Any] = (await company.as_(login).get(f"/tasks/{task}")).json()
    return found


async def test_app_78_an_edit_is_shown_told_and_signed_anew(company: Company, harness: ServiceHarness) -> None:
    request = await pending(company)
    shown = await task_of(company, "fang", request)
    assert (shown["editable"], "edit" in shown["may"]) == (["note"], True)
    edited = await company.act("fang", "edit", request, changes={"note": "by rail"}, comment="cheaper")
    assert edited.status_code == 200, edited.text
    now = RequestView.model_validate_json(edited.content)
    assert (now.round, now.state, now.content["note"], now.edited) == (2, "PENDING", "by rail", {"note": "by rail"})
    verified = await verify_database(harness.database.url, None, {}, lambda done, total: None)
    assert verified.wrongs == [], "what is to be signed is in the audit before anybody signs it"
    stale = await company.act("fang", "approve", request)
    assert (stale.status_code, stale.json()["rule"]) == (409, "APP-2")
    again = await task_of(company, "lena", request)
    assert again["changes"] == [{"field": "note", "before": "as agreed", "after": "by rail"}]
    assert again["editable"] == []
    for login in ("lena", "boss", "fang"):
        answer = await company.act(login, "approve", now)
        assert answer.status_code == 200, answer.text
    (told,) = await harness.outbox(RequestEdited)
    assert isinstance(told, RequestEdited)
    assert (told.changes, told.person_id, told.step, told.round) == ({"note": "by rail"}, id_of("fang"), "second", 2)
    settled = (await harness.outbox(RequestSettled))[-1]
    assert isinstance(settled, RequestSettled)
    assert (settled.outcome, settled.edited) == ("APPROVED", {"note": "by rail"})
    assert await harness.outbox(TaskOpened) == [], "the step that opens again tells its signers itself"
    acts = (await company.as_("ann").get(f"/requests/{request.id}/history")).json()
    line = next(act["act"]["params"] for act in acts if act["act"]["code"] == "audit.request.edited")
    assert line["changes"] == [{"field": "note", "seen": "as agreed", "now": "by rail"}]


async def test_app_78_what_was_not_seen_or_may_not_be_changed(company: Company) -> None:
    request = await pending(company)
    wrong = await company.act("fang", "edit", request, changes={"total": "1.00"})
    assert (wrong.status_code, wrong.json()["rule"], wrong.json()["params"]["field"]) == (409, "APP-78", "total")
    unseen = await company.act("fang", "edit", request, changes={"note": "x"}, content_hash="0" * 64)
    assert (unseen.status_code, unseen.json()["rule"]) == (409, "APP-2")
    nobody = await company.act("lena", "edit", request, changes={"note": "x"})
    assert nobody.status_code == 409
    assert (await company.act("fang", "edit", request, changes={})).status_code == 422
    same = await company.act("fang", "edit", request, changes={"note": "as agreed"})
    assert (same.status_code, same.json()["round"]) == (200, 1)


async def test_what_has_changed_since_my_last_decision(company: Company) -> None:
    await company.publish(TWO)
    request = await company.submit(policy="two", facts={}, content=CONTENT | {"terms": {"days": 30, "way": "bank"}})
    await company.act("lena", "approve", request)
    await company.act("boss", "return", request, comment="shorter")
    body = {"content": CONTENT | {"terms": {"days": 10, "way": "bank"}, "note": "as agreed"}}
    again = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=body)
    assert (again.status_code, again.json()["round"]) == (200, 2), again.text
    days = {"field": "terms.days", "before": 30, "after": 10}
    for login in ("lena", "boss"):
        assert (await task_of(company, login, request))["changes"] == [days]
    shown = (await company.as_("ann").get(f"/requests/{request.id}")).json()
    assert shown["changes"] == [days]
    for login in ("lena", "boss"):
        await company.act(login, "approve", RequestView.model_validate(again.json()))
    assert (await task_of(company, "fang", request))["changes"] == [], "he has never decided"
    assert (await company.as_("lena").get("/inbox", params={"filter": "done"})).status_code == 200


async def test_a_resubmission_forgets_what_was_edited(company: Company, harness: ServiceHarness) -> None:
    request = await pending(company)
    now = RequestView.model_validate_json(
        (await company.act("fang", "edit", request, changes={"note": "by rail"})).content
    )
    assert (await company.act("fang", "return", now, comment="mend")).status_code == 200
    await company.as_("ann").post(f"/requests/{request.id}/resubmit", json={"content": CONTENT | {"note": "by sea"}})
    assert (await company.show(request)).edited == {}
    async with harness.database.session() as session:
        found = await session.execute(text("SELECT round, content ->> 'note' FROM rounds ORDER BY round"))
        assert [tuple(row) for row in found] == [(1, "as agreed"), (2, "by rail"), (3, "by sea")]


@pytest.mark.parametrize(
    ("body", "place"),
    [
        ({"content": {"total": 10.5}}, "total"),
        ({"content": {"lines": [{"price": 0.1}]}}, "lines[0].price"),
        ({"facts": {"amount": 1e3}}, "amount"),
    ],
)
async def test_app_79_what_is_signed_has_no_binary_float(company: Company, body: dict[str, Any], place: str) -> None:
    answer = await company.as_("ann").post("/requests", json=company.asking() | body)
    assert answer.status_code == 422, answer.text
    (told,) = answer.json()["errors"]
    assert (told["field"], told["rule"]) == (next(iter(body)), "APP-79")
    assert place in str(told)


async def test_app_79_nor_nan(company: Company) -> None:
    body = '{"policy": "three", "content": {"total": NaN}, "about": {}}'
    answer = await company.as_("ann").post("/requests", content=body, headers={"content-type": "application/json"})
    assert answer.status_code == 422
