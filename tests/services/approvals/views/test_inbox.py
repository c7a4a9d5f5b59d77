"""Is the one inbox right: tasks, to-dos, counts, pages, what is done and started?"""

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import TodoClosed, TodoDone, TodoOpened
from tests.services.approvals.conftest import NAMES, Company, id_of

ABOUT = {"kind": "order", "id": str(uuid5(NAMES, "order")), "number": "SO-1", "title": "Ten pumps"}


async def inbox(company: Company, login: str, **params: Any) -> dict[str, Any]:
    answer = await company.as_(login).get("/inbox", params=params)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_the_newest_first_with_the_decisions_of_its_step(company: Company) -> None:
    first, second = await company.submit(), await company.submit()
    await company.act("meng", "approve", first)
    shown = await inbox(company, "lena")
    assert [item["request_id"] for item in shown["items"]] == [str(second.id), str(first.id)]
    assert [(item["decided"], item["positions"]) for item in shown["items"]] == [(0, 3), (1, 3)]
    assert shown["items"][0]["about"]["number"] == "CT-2"
    assert (shown["items"][0]["requester_name"], shown["items"][0]["step"]) == ("Ann", "sign")
    assert shown["counts"] == {
        "open": 2, "overdue": 0, "todos": 0, "mine": 2, "groups": 0, "substitute": 0, "copied": 0,
    }  # fmt: skip


async def test_pages_follow_each_other(company: Company) -> None:
    asked = [str((await company.submit()).id) for _ in range(5)]
    found, cursor = [], None
    while True:
        page = await inbox(company, "lena", limit=2, **({"cursor": cursor} if cursor else {}))
        found += [item["request_id"] for item in page["items"]]
        if (cursor := page["next"]) is None:
            break
    assert found == asked[::-1]
    wrong = await company.as_("lena").get("/inbox", params={"cursor": "bm9uc2Vuc2U="})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "cursor")


async def test_what_is_done_and_what_was_started(company: Company) -> None:
    request = await company.submit()
    await company.act("meng", "approve", request)
    assert [item["verdict"] for item in (await inbox(company, "meng", filter="done"))["items"]] == ["APPROVE"]
    started = (await inbox(company, "ann", filter="started"))["items"]
    assert [(item["request_id"], item["state"]) for item in started] == [(str(request.id), "PENDING")]
    assert (await inbox(company, "ann"))["items"] == []


async def opened(company: Company, **more: Any) -> dict[str, Any]:
    todo = {
        "kind": "confirm-payment",
        "about": ABOUT,
        "role": "finance",
        "legal_entity_id": "CS-CN",
        "process_id": "p/1",
    }
    answer = await company.process.post("/todos", json=todo | {"process_id": "p/1"} | more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


async def test_a_to_do_of_a_role_is_done_by_one_of_them(company: Company, harness: ServiceHarness) -> None:
    todo = await opened(company, id=str(uuid5(NAMES, "todo")), within="2 business days")
    assert await opened(company, id=str(uuid5(NAMES, "todo"))) == todo
    for login, sees in (("fang", 1), ("fei", 1), ("lena", 0)):
        shown = await inbox(company, login)
        assert (len(shown["items"]), shown["counts"]["todos"]) == (sees, sees)
    path = f"/tasks/{todo['task_id']}/done"
    assert (await company.as_("lena").post(path, json={})).status_code == 404
    assert (await company.as_("root").post(path, json={})).status_code == 403
    done = await company.as_("fang").post(path, json={"comment": "booked"})
    assert (done.status_code, done.json()["state"]) == (200, "DONE")
    assert (await company.as_("fang").post(path, json={})).json() == done.json()
    late = await company.as_("fei").post(path, json={})
    assert (late.status_code, late.json()["rule"]) == (409, "APP-42")
    assert (await inbox(company, "fei"))["items"] == []
    assert (await inbox(company, "fang", filter="done"))["items"][0]["todo"] == "confirm-payment"
    kinds = [type(event) for event in await harness.outbox() if event.noun() == "todo"]
    assert kinds == [TodoOpened, TodoDone]


async def test_a_to_do_of_a_unit_is_for_that_unit(company: Company) -> None:
    await opened(company, unit="cs/east")
    assert (len((await inbox(company, "fei"))["items"]), len((await inbox(company, "fang"))["items"])) == (1, 0)


async def test_a_to_do_for_a_person_is_closed_by_its_process(company: Company, harness: ServiceHarness) -> None:
    todo = await opened(company, role=None, person_id=str(id_of("bob")))
    assert (await inbox(company, "bob"))["items"][0]["process_id"] == "p/1"
    for _ in range(2):
        answer = await company.process.post(f"/todos/{todo['task_id']}/close", json={})
        assert answer.json()["state"] == "CLOSED"
    assert (await inbox(company, "bob"))["items"] == []
    assert len(await harness.outbox(TodoClosed)) == 1


async def test_a_to_do_is_opened_by_processes_for_somebody(company: Company) -> None:
    body = {"kind": "call", "about": ABOUT}
    assert (await company.as_("ann").post("/todos", json=body | {"role": "finance"})).status_code == 403
    nobody = await company.process.post("/todos", json=body)
    assert (nobody.status_code, nobody.json()["errors"][0]["rule"]) == (422, "APP-43")
    when = await company.process.post("/todos", json=body | {"person_id": str(id_of("bob")), "within": "soon"})
    assert (when.status_code, when.json()["errors"][0]["rule"]) == (422, "SYS-20")


async def test_the_task_shows_the_record_and_what_may_be_done(company: Company) -> None:
    request = await company.submit()
    task = request.steps[0].signers[1].task_id
    shown = (await company.as_("lena").get(f"/tasks/{task}")).json()
    assert shown["may"] == ["approve", "reject", "return", "transfer", "delegate", "add_signer", "ask"]
    assert shown["request"]["content"] == {"amount": "150000.00"}
    assert datetime.fromisoformat(shown["due_at"]) == request.steps[0].due_at
    assert (await company.as_("ann").get(f"/tasks/{task}")).json()["may"] == []
    assert (await company.as_("bob").get(f"/tasks/{task}")).status_code == 404
    assert (await company.as_("lena").get(f"/tasks/{UUID(int=1)}")).status_code == 404


ANY = {"step": "s", "mode": "any", "signers": [{"group": ["lena", "fang"]}]}


async def numbers(company: Company, login: str, **params: Any) -> list[str]:
    return [item["about"]["number"] for item in (await inbox(company, login, **params))["items"]]


async def test_what_i_may_claim_is_a_list_of_its_own(company: Company) -> None:
    await company.publish({"policy": "any", "route": [ANY]})
    request = await company.submit(policy="any", facts={})
    task = request.steps[0].signers[1].task_id
    await company.submit()
    await opened(company)
    assert await numbers(company, "lena", filter="groups") == ["CT-1"]
    assert await numbers(company, "fang", filter="groups") == ["SO-1", "CT-1"]
    counts = (await inbox(company, "fang"))["counts"]
    assert (counts["groups"], counts["open"], counts["mine"]) == (2, 3, 3)
    assert (await company.as_("fang").post(f"/tasks/{task}/claim", json={})).status_code == 200
    assert await numbers(company, "fang", filter="groups") == ["SO-1"]
    assert await numbers(company, "lena", filter="groups") == []
    assert (await company.as_("fang").post(f"/tasks/{task}/unclaim", json={})).status_code == 200
    assert await numbers(company, "lena", filter="groups") == ["CT-1"]


async def test_what_i_hold_for_another_is_a_list_of_its_own(company: Company) -> None:
    absence = {"person_id": str(id_of("fang")), "substitute_id": str(id_of("fei"))}
    when = {"starts_at": "2020-01-01T00:00:00Z", "ends_at": "2050-01-01T00:00:00Z"}
    assert (await company.process.post("/absences", json=absence | when)).status_code == 200
    await company.submit()
    assert await numbers(company, "fei", filter="substitute") == ["CT-1"]
    assert await numbers(company, "fang", filter="substitute") == []
    assert await numbers(company, "lena", filter="substitute") == []
    assert (await inbox(company, "fei"))["counts"]["substitute"] == 1


@pytest.mark.parametrize("filter", ["mine", "groups", "substitute", "done", "started", "copied"])
async def test_every_list_can_be_narrowed_and_paged(company: Company, filter: str) -> None:
    wanted = {"policy": "three", "kind": "contract", "overdue": "true", "q": "pumps", "limit": 1}
    shown = await inbox(company, "fang", filter=filter, **wanted)
    assert (shown["items"], shown["counts"]["open"]) == ([], 0)


async def test_narrowed_by_policy_kind_lateness_and_words(company: Company, harness: ServiceHarness) -> None:
    first, second = await company.submit(), await company.submit()
    await opened(company)
    assert await numbers(company, "fang") == ["SO-1", "CT-2", "CT-1"]
    assert await numbers(company, "fang", policy="three") == ["CT-2", "CT-1"]
    assert await numbers(company, "fang", kind="order") == ["SO-1"]
    assert await numbers(company, "fang", q="ct-2") == ["CT-2"]
    assert await numbers(company, "fang", q="TEN PUMPS", kind="contract") == ["CT-2", "CT-1"]
    assert await numbers(company, "fang", q="%") == [], "a percent sign is a percent sign"
    assert await numbers(company, "ann", filter="started", q="CT-1") == ["CT-1"]
    assert await numbers(company, "fang", overdue=True) == []
    async with harness.database.session() as session, session.begin():
        for table in ("tasks", "steps"):
            late = f"UPDATE {table} SET due_at = now() - interval '1 hour' WHERE request_id = :id"
            await session.execute(text(late), {"id": first.id})
    assert await numbers(company, "fang", overdue=True) == ["CT-1"]
    assert await numbers(company, "ann", filter="started", overdue=True) == ["CT-1"]
    assert (await inbox(company, "fang"))["counts"]["overdue"] == 1
    page = await inbox(company, "fang", policy="three", limit=1)
    following = await inbox(company, "fang", policy="three", limit=1, cursor=page["next"])
    assert [item["request_id"] for item in following["items"]] == [str(first.id)]
    assert str(second.id) == page["items"][0]["request_id"]


async def test_case_f_a_card_has_the_amount_the_largest_discount_and_the_conflict_of_its_request(
    company: Company,
) -> None:
    content = {"total": "9000.00 CNY", "conflict_with": "RG-7", "conflict_owner": "Ben"}
    await company.submit(content=content)
    card = (await inbox(company, "lena"))["items"][0]["glance"]
    assert card == {
        "amount": "9000.00 CNY", "discount_percent": None, "conflict_with": "RG-7", "conflict_owner": "Ben",
    }  # fmt: skip
    mine = (await inbox(company, "ann", filter="started"))["items"][0]["glance"]
    assert mine == card | {"conflict_with": "RG-***", "conflict_owner": "***"}, "DEA-3: not to who asks for it"


async def test_the_card_of_a_write_off_has_what_is_asked_for_not_what_is_owed(company: Company) -> None:
    await company.submit(content={"amount": "50.00 CNY", "total": "9000.00 CNY"})
    assert (await inbox(company, "lena"))["items"][0]["glance"]["amount"] == "50.00 CNY"


async def test_who_asks_for_a_registration_hears_of_a_conflict_but_not_with_whom(company: Company) -> None:
    content = {"total": "9000.00 CNY", "conflict_with": "RG-7", "conflict_owner": "Ben"}
    request = await company.submit(content=content)
    masked = content | {"conflict_with": "RG-***", "conflict_owner": "***"}
    for login, shown in (("ann", masked), ("lena", content)):
        reader = company.as_(login)
        assert (await reader.get(f"/requests/{request.id}")).json()["content"] == shown
        listed = (await reader.get("/requests", params={"about_id": str(request.about.id)})).json()["items"]
        assert [one["content"] for one in listed] == [shown]
        said = await reader.post(f"/requests/{request.id}/comments", json={"comment": "soon?"})
        assert said.json()["content"] == shown, said.text
    task = (await inbox(company, "lena"))["items"][0]["task_id"]
    to = {"to": str(id_of("ann")), "comment": "Whose is it?"}
    asked = await company.as_("lena").post(f"/tasks/{task}/ask", json=to)
    assert asked.status_code == 200, asked.text
    (question,) = (await inbox(company, "ann"))["items"]
    assert question["glance"]["conflict_with"] == "RG-***"
    shown = (await company.as_("ann").get(f"/tasks/{question['task_id']}")).json()
    assert shown["request"]["content"] == masked, "who answers a question signs nothing"


async def test_case_f_what_a_record_waits_for_is_told_by_its_id_in_the_legal_entity(company: Company) -> None:
    """Who has to do what, since when and until when; not what the record is called."""
    await opened(company, within="2 business days")
    found = (
        await company.as_("ann").get("/todos", params={"about_id": [ABOUT["id"], str(uuid5(NAMES, "none"))]})
    ).json()
    (todo,) = found
    assert (todo["kind"], todo["number"], todo["role"], todo["person_name"]) == (
        "confirm-payment",
        "SO-1",
        "finance",
        "",
    )
    assert datetime.fromisoformat(todo["due_at"]) > datetime.fromisoformat(todo["opened_at"])
    assert "title" not in todo
    assert (await company.as_("ann").get("/todos")).status_code == 422
