"""Do the verbs beside deciding keep, tell and show what they do?"""

from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import (
    AbsenceEnded,
    RequestCommented,
    RequestRescued,
    TaskAdded,
    TaskDecided,
    TaskNudged,
    TaskOpened,
    TaskRemoved,
    TaskTakenBack,
    TaskTransferred,
)
from messages.approvals.requests import RequestView
from tests.services.approvals.conftest import Company, id_of

TWO = {
    "policy": "two",
    "route": [{"step": "sign", "signers": [{"person": "lena"}]}, {"step": "last", "signers": [{"person": "boss"}]}],
}
ANY = {"policy": "any", "route": [{"step": "sign", "mode": "any", "signers": [{"group": ["lena", "fang"]}]}]}


async def two(company: Company, policy: dict[str, Any] = TWO, **more: Any) -> RequestView:
    await company.publish(policy)
    return await company.submit(policy=policy["policy"], facts={}, **more)


async def does(company: Company, login: str, verb: str, request: RequestView, **body: Any) -> RequestView:
    """On this person's open task, or the last one there was."""
    progress = await company.show(request)
    tasks = [s for step in progress.steps for s in step.signers if s.person_id == id_of(login)]
    task = next((s for s in tasks if s.state == "OPEN"), tasks[-1])
    answer = await company.as_(login).post(f"/tasks/{task.task_id}/{verb}", json=body)
    assert answer.status_code == 200, answer.text
    return await company.show(request)


def open_(request: RequestView) -> list[str]:
    return [s.name for step in request.steps for s in step.signers if s.state == "OPEN"]


async def waiting_for(company: Company, login: str) -> int:
    return len((await company.as_(login).get("/inbox")).json()["items"])


async def test_added_before_asked_and_answered_and_sent_away(company: Company, harness: ServiceHarness) -> None:
    request = await two(company)
    people = [str(id_of("fang")), str(id_of("fei"))]
    now = await does(company, "lena", "add-signers", request, people=people, how="before", mode="any")
    assert (open_(now), [s.added for s in now.steps[0].signers]) == (["Fang", "Fei"], ["", "before", "before"])
    assert await waiting_for(company, "lena") == 0
    await does(company, "fang", "ask", request, to=str(id_of("ann")), comment="Which pump?")
    await does(company, "ann", "answer", request, comment="The red one")
    assert (await company.act("fang", "approve", request)).status_code == 200
    assert open_(await company.show(request)) == ["Lena"], "any of the two was enough"
    assert [event.how for event in await harness.outbox(TaskAdded) if isinstance(event, TaskAdded)] == [
        "before", "before", "ask"
    ]  # fmt: skip
    decided = [event.verdict for event in await harness.outbox(TaskDecided) if isinstance(event, TaskDecided)]
    assert decided == ["ANSWER", "APPROVE"]
    now = await does(company, "lena", "add-signers", request, people=people[1:], how="after")
    fei = next(s for s in now.steps[0].signers if s.state == "WAITING")
    await company.as_("lena").post(f"/tasks/{fei.task_id}/remove", json={})
    assert len(await harness.outbox(TaskRemoved)) == 1
    assert (await company.act("lena", "approve", request)).status_code == 200
    assert open_(await company.show(request)) == ["Boss"]


async def test_delegated_and_given_back(company: Company) -> None:
    request = await two(company)
    assert open_(await does(company, "lena", "delegate", request, to=str(id_of("fei")), comment="see to it")) == ["Fei"]
    assert open_(await does(company, "fei", "answer", request, comment="done")) == ["Lena"]


async def test_a_word_taken_back_and_given_again(company: Company, harness: ServiceHarness) -> None:
    request = await two(company)
    await company.act("lena", "approve", request)
    done = (await company.as_("lena").get("/inbox", params={"filter": "done"})).json()["items"][0]
    shown = (await company.as_("lena").get(f"/tasks/{done['task_id']}")).json()
    assert shown["may"] == ["take_back"]
    now = await does(company, "lena", "take-back", request)
    assert (open_(now), now.round) == (["Lena"], 2)
    assert await waiting_for(company, "boss") == 0
    assert len(await harness.outbox(TaskTakenBack)) == 1
    for login in ("lena", "boss"):
        assert (await company.act(login, "approve", request)).status_code == 200
    assert (await company.show(request)).state == "APPROVED"


async def test_a_word_taken_back_in_an_open_step_is_given_again_in_the_same_round(company: Company) -> None:
    request = await company.submit()
    await company.act("meng", "approve", request)
    now = await does(company, "meng", "take-back", request)
    assert (now.round, open_(now)) == (1, ["Meng", "Lena", "Fang"])
    for login in ("meng", "lena", "fang"):
        answer = await company.act(login, "approve", request)
        assert answer.status_code == 200, answer.text
    assert (await company.show(request)).state == "APPROVED"


async def test_claimed_by_one_of_several(company: Company) -> None:
    request = await two(company, ANY)
    now = await does(company, "lena", "claim", request)
    assert (open_(now), await waiting_for(company, "fang")) == (["Lena"], 0)
    await does(company, "lena", "unclaim", request)
    assert await waiting_for(company, "fang") == 1


async def test_a_to_do_of_a_role_is_claimed(company: Company) -> None:
    about = {"kind": "order", "id": str(id_of("order")), "number": "SO-1", "title": "Ten pumps"}
    body = {"kind": "ship", "about": about, "role": "finance", "legal_entity_id": "CS-CN"}
    todo = (await company.process.post("/todos", json=body)).json()
    taken = await company.as_("fang").post(f"/tasks/{todo['task_id']}/claim", json={})
    assert taken.json()["may"] == ["done", "unclaim"]
    assert (await waiting_for(company, "fang"), await waiting_for(company, "fei")) == (1, 0)
    assert (await company.as_("fei").post(f"/tasks/{todo['task_id']}/done", json={})).status_code in (403, 404)
    await company.as_("fang").post(f"/tasks/{todo['task_id']}/unclaim", json={})
    assert await waiting_for(company, "fei") == 1


async def test_comments_copies_and_nudges(company: Company, harness: ServiceHarness) -> None:
    request = await two(company)
    path, ann = f"/requests/{request.id}", company.as_("ann")
    assert (await company.as_("bob").get(path)).status_code == 404
    copied = await ann.post(f"{path}/copies", json={"people": [str(id_of("bob"))], "comment": "to know"})
    assert copied.status_code == 200
    assert (await company.as_("bob").get(path)).status_code == 200
    items = (await company.as_("bob").get("/inbox", params={"filter": "copied"})).json()["items"]
    assert [item["request_id"] for item in items] == [str(request.id)]
    assert await waiting_for(company, "bob") == 0
    assert (await company.as_("bob").post(f"{path}/nudge", json={})).status_code == 403
    said = await company.as_("bob").post(f"{path}/comments", json={"comment": "good", "mentions": [str(id_of("ann"))]})
    assert said.status_code == 200
    assert (await ann.post(f"{path}/nudge", json={})).status_code == 200
    again = await ann.post(f"{path}/nudge", json={})
    assert (again.status_code, again.json()["rule"]) == (409, "APP-61")
    counts = [len(await harness.outbox(kind)) for kind in (RequestCommented, TaskAdded, TaskNudged)]
    assert counts == [1, 1, 1]
    acts = [act["act"]["code"] for act in (await ann.get(f"{path}/history")).json()]
    assert acts[-3:] == ["audit.task.copy", "audit.request.commented", "audit.task.nudged"]


async def test_many_at_once_keep_what_could_be_decided(company: Company) -> None:
    first, second = await two(company), await two(company)
    tasks = [request.steps[0].signers[0].task_id for request in (first, second)]
    await company.act("lena", "reject", second)
    items = [{"task_id": str(task), "content_hash": first.content_hash} for task in (*tasks, id_of("no task"))]
    body = {"verb": "approve", "items": items, "comment": "all good"}
    answer = (await company.as_("lena").post("/tasks/decide", json=body)).json()
    assert [(one["done"], one["rule"]) for one in answer] == [(True, ""), (False, "APP-3"), (False, "")]
    assert (await company.as_("lena").post("/tasks/decide", json=body)).json()[0]["done"]
    assert open_(await company.show(first)) == ["Boss"]


async def test_who_leaves_hands_everything_over(company: Company, harness: ServiceHarness) -> None:
    request, other = await two(company), await company.submit()
    lena = (await company.process.get(f"/people/{id_of('lena')}")).json()
    body, match = {"active": False}, {"if-match": f'"{lena["version"]}"'}
    answer = await company.process.patch(f"/people/{id_of('lena')}", json=body, headers=match)
    assert answer.status_code == 200, answer.text
    assert open_(await company.show(request)) == ["Boss"]
    assert open_(await company.show(other)) == ["Meng", "Boss", "Fang"]
    moved = await harness.outbox(TaskTransferred)
    assert [event.reason for event in moved if isinstance(event, TaskTransferred)] == ["handed_over"] * 2
    to = {"to": str(id_of("fei"))}
    handed = await company.as_("root").post(f"/people/{id_of('boss')}/hand-over", json=to)
    assert handed.json() == {"requests": 2, "todos": 0, "to_id": to["to"]}
    assert open_(await company.show(request)) == ["Fei"]


async def test_an_absence_moves_what_is_open_when_it_begins(company: Company) -> None:
    one = {"policy": "one", "route": [{"step": "sign", "signers": [{"person": "fang"}]}]}
    request, now = await two(company, one), datetime.now(UTC)
    absence = {
        "person_id": str(id_of("fang")), "substitute_id": str(id_of("fei")),
        "starts_at": (now + timedelta(days=1)).isoformat(), "ends_at": (now + timedelta(days=3)).isoformat(),
    }  # fmt: skip
    assert (await company.as_("fang").post("/absences", json=absence)).status_code == 200
    assert (await company.process.post("/people/process-due")).json() == {"requests": 0, "todos": 0, "to_id": None}
    tomorrow = {"x-as-of": (now + timedelta(days=2)).isoformat()}
    for moved in (1, 0):
        swept = await company.process.post("/people/process-due", headers=tomorrow)
        assert swept.json() == {"requests": moved, "todos": 0, "to_id": None}
    progress = await company.show(request)
    assert open_(progress) == ["Fei"]
    assert progress.steps[0].signers[-1].on_behalf_of == id_of("fang")
    begun = absence | {
        "person_id": str(id_of("fei")),
        "substitute_id": str(id_of("boss")),
        "starts_at": now.isoformat(),
    }
    assert (await company.as_("fei").post("/absences", json=begun)).status_code == 200
    assert open_(await company.show(request)) == ["Boss"]


async def test_an_absence_is_ended_early_or_called_off(company: Company, harness: ServiceHarness) -> None:
    now = datetime.now(UTC)
    body = {
        "person_id": str(id_of("lena")),
        "substitute_id": str(id_of("boss")),
        "ends_at": (now + timedelta(9)).isoformat(),
    }
    ids = []
    for days in (-1, 5):
        starts = {"starts_at": (now + timedelta(days)).isoformat()}
        ids.append((await company.as_("lena").post("/absences", json=body | starts)).json()["id"])
    for id in ids:
        assert (await company.as_("bob").delete(f"/absences/{id}")).status_code == 403
        assert (await company.as_("lena").delete(f"/absences/{id}")).status_code == 204
    left = (await company.as_("lena").get("/absences")).json()
    assert [one["id"] for one in left] == ids[:1], "what has been stays on record"
    assert (await company.as_("lena").delete(f"/absences/{ids[1]}")).status_code == 404
    assert len(await harness.outbox(AbsenceEnded)) == 2
    request = await two(company)
    assert open_(request) == ["Lena"]


async def test_an_operator_frees_a_request(company: Company, harness: ServiceHarness) -> None:
    request = await two(company)
    path, root = f"/requests/{request.id}", company.as_("root")
    assert (await company.as_("boss").post(f"{path}/move", json={"step": "last", "comment": "x"})).status_code == 403
    moved = await root.post(f"{path}/move", json={"step": "last", "comment": "Lena cannot be reached"})
    assert [(s["key"], s["state"]) for s in moved.json()["steps"]] == [("sign", "PASSED"), ("last", "OPEN")]
    again = await root.post(f"{path}/resolve-again", json={"step": "last", "comment": "who is it now?"})
    assert again.status_code == 200
    assert len(await harness.outbox(RequestRescued)) == 2


async def test_app_59_who_would_sign_himself_cannot_ask(company: Company, harness: ServiceHarness) -> None:
    deny = TWO | {"policy": "deny", "requester_is_signer": "deny"}
    await company.publish(deny)
    answer = await company.as_("lena").post("/requests", json=company.asking("deny", facts={}))
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-59")
    async with harness.database.session() as session:
        assert (await session.execute(text("SELECT count(*) FROM requests"))).scalar_one() == 0
    assert (await company.submit("ann", "deny", facts={})).state == "PENDING"


async def test_returned_and_straight_back(company: Company) -> None:
    last = {"step": "last", "signers": [{"person": "boss"}], "after_return": "either"}
    request = await two(company, TWO | {"policy": "back", "route": [TWO["route"][0] | {"depends_on": ["lines"]}, last]})
    await company.act("lena", "approve", request)
    assert (await company.act("boss", "return", request, then="back")).status_code == 200
    changed = {"facts": {}, "content": {"amount": "1"}}
    again = await company.as_("ann").post(f"/requests/{request.id}/resubmit", json=changed)
    assert [(s["key"], s["state"]) for s in again.json()["steps"]] == [("sign", "KEPT"), ("last", "OPEN")]


async def test_a_policy_that_is_only_written_is_tried_out(company: Company, harness: ServiceHarness) -> None:
    written = "policy: tried\nroute: [{step: a, signers: {manager: 1}}]"
    before = len(await harness.outbox())
    body = {"policy": "tried", "yaml": written}
    answer = (await company.as_("ann").post("/requests/preview", json=body)).json()
    assert [(s["key"], s["signers"][0]["name"]) for s in answer["steps"]] == [("a", "Meng")]
    assert (answer["policy_version"], len(await harness.outbox())) == (0, before)


async def test_app_75_the_next_of_a_sequence_is_told_that_it_is_his_turn(
    company: Company, harness: ServiceHarness
) -> None:
    sequence = {"step": "s", "mode": "sequence", "signers": [{"group": ["lena", "fang"]}], "within": "2 business days"}
    await company.publish({"policy": "sequence", "route": [sequence]})
    request = await company.submit(policy="sequence", facts={})
    assert await harness.outbox(TaskOpened) == []
    await company.act("lena", "approve", request)
    (opened,) = await harness.outbox(TaskOpened)
    assert isinstance(opened, TaskOpened)
    assert (opened.person_id, opened.step, opened.due_at) == (id_of("fang"), "s", request.steps[0].due_at)


async def test_a_repeated_key_claims_no_task_anew_that_was_given_back_since(company: Company) -> None:
    request = await two(company, ANY)
    task = next(s.task_id for step in request.steps for s in step.signers if s.person_id == id_of("lena"))
    for verb, key in (("claim", "claim"), ("unclaim", "unclaim"), ("claim", "claim")):
        headers = {"idempotency-key": key}
        answer = await company.as_("lena").post(f"/tasks/{task}/{verb}", json={}, headers=headers)
        assert answer.status_code == 200, answer.text
    assert [s.claimed for step in (await company.show(request)).steps for s in step.signers] == [False, False]
