"""When many act on one request at the same instant: does one thing happen, and is everybody told the same?"""

import asyncio
from collections import Counter
from datetime import timedelta
from typing import Any

import asyncpg  # type: ignore[import-untyped]
import httpx
import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness, an_actor, waiting
from cli.audit.verification import verify_database
from messages.approvals.events import RequestSettled, StepSettled, TaskDecided
from messages.approvals.requests import RequestView
from tests.services.approvals.conftest import Company, id_of

CROWD = [f"p{n}" for n in range(50)]
LIMIT = {"within": "3 days"}


@pytest.fixture
async def crowd(company: Company) -> Company:
    """The company with fifty more lawyers."""
    for login in CROWD:
        person = {
            "id": str(id_of(login)), "login": login, "name": login, "unit": "cs/office", "roles": ["legal"],
            "legal_entity_id": "CS-CN",
        }  # fmt: skip
        assert (await company.process.post("/people", json=person)).status_code == 200
        company.actors[login] = an_actor("legal", id=id_of(login), unit="cs/office", name=login)
    return company


async def asked(company: Company, policy: str, *route: dict[str, Any], **more: Any) -> RequestView:
    await company.publish({"policy": policy, "route": list(route)} | more)
    return await company.submit(policy=policy, facts={})


def task_of(request: RequestView, login: str) -> str:
    tasks = [s for step in request.steps for s in step.signers if s.person_id == id_of(login)]
    return str(tasks[0].task_id)


async def says(company: Company, login: str, verb: str, request: RequestView, **more: Any) -> httpx.Response:
    """Straight away: no question before it, so that all arrive together."""
    body = {"content_hash": request.content_hash, "comment": "because"} | more
    return await company.as_(login).post(f"/tasks/{task_of(request, login)}/{verb}", json=body)


async def votes(harness: ServiceHarness) -> int:
    async with harness.database.session() as session:
        found: int = (await session.execute(text("SELECT count(*) FROM votes"))).scalar_one()
        return found


async def sound(harness: ServiceHarness, *, settled: int = 1) -> None:
    """So many outcomes told; and the audit fits the votes, the states and itself."""
    assert len(await harness.outbox(RequestSettled)) == settled
    found = await verify_database(harness.database.url, None, {}, lambda done, total: None)
    assert found.fine, found.wrongs


def told(answer: httpx.Response) -> str:
    """The state of the request that this caller was told."""
    if answer.status_code == 200:
        return str(answer.json()["state"])
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-3"), answer.text
    return str(answer.json()["params"]["request"])


async def test_fifty_people_where_one_word_is_enough(crowd: Company, harness: ServiceHarness) -> None:
    request = await asked(crowd, "any", {"step": "s", "mode": "any", "signers": [{"group": CROWD}]})
    verbs = ["approve" if n % 2 else "reject" for n in range(50)]
    answers = await asyncio.gather(*[says(crowd, *pair, request) for pair in zip(CROWD, verbs, strict=True)])
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 49}
    assert {told(answer) for answer in answers} == {(await crowd.show(request)).state.value}
    assert (await votes(harness), len(await harness.outbox(TaskDecided))) == (1, 1)
    await sound(harness)


async def test_fifty_people_who_are_all_needed(crowd: Company, harness: ServiceHarness) -> None:
    request = await asked(crowd, "all", {"step": "s", "signers": [{"group": CROWD}]})
    answers = await asyncio.gather(*[says(crowd, login, "approve", request) for login in CROWD])
    assert Counter(told(answer) for answer in answers) == {"PENDING": 49, "APPROVED": 1}
    assert (await votes(harness), len(await harness.outbox(TaskDecided))) == (50, 50)
    await sound(harness)


async def test_fifty_people_of_whom_twenty_six_are_needed(crowd: Company, harness: ServiceHarness) -> None:
    quorum = {"mode": "quorum", "quorum": {"count": 26}}
    request = await asked(crowd, "quorum", {"step": "s", "signers": [{"group": CROWD}]} | quorum)
    answers = await asyncio.gather(*[says(crowd, login, "approve", request) for login in CROWD])
    assert Counter(answer.status_code for answer in answers) == {200: 26, 409: 24}
    assert Counter(told(answer) for answer in answers) == {"PENDING": 25, "APPROVED": 25}
    assert (await votes(harness), len(await harness.outbox(TaskDecided))) == (26, 26)
    closed = [s for s in (await crowd.show(request)).steps[0].signers if s.state == "CLOSED"]
    assert len(closed) == 24
    await sound(harness)


async def test_one_person_ten_times_at_once(company: Company, harness: ServiceHarness) -> None:
    request = await company.submit()
    answers = await asyncio.gather(*[says(company, "meng", "approve", request) for _ in range(10)])
    assert {answer.text for answer in answers} == {answers[0].text}, "all are shown what the first one made of it"
    assert (await votes(harness), len(await harness.outbox(TaskDecided))) == (1, 1)
    await sound(harness, settled=0)


async def test_one_persons_yes_and_no_at_once(company: Company, harness: ServiceHarness) -> None:
    request = await company.submit()
    both = [says(company, "meng", verb, request) for verb in ("approve", "reject")]
    yes, no = await asyncio.gather(*both)
    assert sorted([yes.status_code, no.status_code]) == [200, 409]
    state = (await company.show(request)).state.value
    assert {told(yes), told(no)} == {state}
    assert state == ("PENDING" if yes.status_code == 200 else "REJECTED")
    assert await votes(harness) == 1
    await sound(harness, settled=0 if state == "PENDING" else 1)


async def test_one_person_in_two_branches_at_once(company: Company, harness: ServiceHarness) -> None:
    """One word is the person's word in both; the second tap finds it said."""
    branches = [
        {"branch": key, "route": [{"step": key, "signers": [{"person": "lena"}, {"person": other}]}]}
        for key, other in (("x", "fang"), ("y", "boss"))
    ]
    request = await asked(company, "split", {"parallel": "g", "branches": branches})
    ids = [str(s.task_id) for step in request.steps for s in step.signers if s.person_id == id_of("lena")]
    body = {"content_hash": request.content_hash}
    answers = await asyncio.gather(*[company.as_("lena").post(f"/tasks/{id}/approve", json=body) for id in ids])
    assert {answer.status_code for answer in answers} == {200}
    assert (len(ids), await votes(harness)) == (2, 1)
    await sound(harness, settled=0)


@pytest.mark.parametrize("does", ["reject", "pass"])
async def test_a_decision_and_the_time_out_at_one_instant_twenty_times(
    company: Company, harness: ServiceHarness, does: str
) -> None:
    """3.A-27 and invariant 4: one of the two stands, both callers are told the same, one outcome goes out."""
    step = {"step": "sign", "signers": [{"person": "meng"}], "on_timeout": does} | LIMIT
    await company.publish({"policy": does, "route": [step]})
    ends = []
    for turn in range(20):
        request = await company.submit(policy=does, facts={})
        at = request.opened_at + timedelta(days=4)
        pair = [company.ring(request, "sign", at, round=1, kind="timeout"), says(company, "meng", "approve", request)]
        rung, answer = await asyncio.gather(*(pair if turn % 2 else reversed(pair)))
        if isinstance(rung, httpx.Response):
            rung, answer = answer, rung
        assert isinstance(rung, RequestView)
        assert isinstance(answer, httpx.Response)
        stands = await company.show(request)
        assert rung.state.value == told(answer) == stands.state.value
        assert rung.steps[0].state == stands.steps[0].state
        ends.append(stands.steps[0].state.value)
        assert (answer.status_code == 200) == (ends[-1] == "APPROVED")
    assert len(await harness.outbox(StepSettled)) == 20
    await sound(harness, settled=20)


async def test_a_task_is_claimed_by_one_of_fifty(crowd: Company, harness: ServiceHarness) -> None:
    """3.A-27: the double claim."""
    request = await asked(crowd, "any", {"step": "s", "mode": "any", "signers": [{"group": CROWD}]})
    claims = [crowd.as_(login).post(f"/tasks/{task_of(request, login)}/claim", json={}) for login in CROWD]
    answers = await asyncio.gather(*claims)
    assert Counter(answer.status_code for answer in answers) == {200: 1, 409: 49}
    signers = (await crowd.show(request)).steps[0].signers
    assert [s.state for s in signers if s.claimed] == ["OPEN"]
    assert Counter(s.state.value for s in signers) == {"OPEN": 1, "WAITING": 49}
    await sound(harness, settled=0)


async def test_a_to_do_of_a_role_is_claimed_by_one(crowd: Company, harness: ServiceHarness) -> None:
    about = {"kind": "order", "id": str(id_of("order")), "number": "SO-1", "title": "Ten pumps"}
    body = {"kind": "ship", "about": about, "role": "legal", "legal_entity_id": "CS-CN"}
    todo = (await crowd.process.post("/todos", json=body)).json()["task_id"]
    claims = [crowd.as_(login).post(f"/tasks/{todo}/claim", json={}) for login in CROWD[:20]]
    answers = await asyncio.gather(*claims)
    assert [answer.status_code for answer in answers].count(200) == 1
    winner = CROWD[[answer.status_code for answer in answers].index(200)]
    done = await asyncio.gather(*[crowd.as_(login).post(f"/tasks/{todo}/done", json={}) for login in CROWD[:20]])
    assert [login for login, one in zip(CROWD, done, strict=False) if one.status_code == 200] == [winner]
    await sound(harness, settled=0)


async def test_many_at_once_against_one_by_one(company: Company, harness: ServiceHarness) -> None:
    """3.A-9: Lena's yes to five against Fang's yes to five in the other order and her own no to one of them."""
    await company.publish(
        {"policy": "any", "route": [{"step": "s", "mode": "any", "signers": [{"group": ["lena", "fang"]}]}]}
    )
    requests = [await company.submit(policy="any", facts={}) for _ in range(5)]

    def bulk(login: str, order: list[RequestView]) -> Any:
        items = [{"task_id": task_of(one, login), "content_hash": one.content_hash} for one in order]
        return company.as_(login).post("/tasks/decide", json={"verb": "approve", "items": items})

    lena, fang, no = await asyncio.gather(
        bulk("lena", requests), bulk("fang", requests[::-1]), says(company, "lena", "reject", requests[2])
    )
    assert (lena.status_code, fang.status_code) == (200, 200)
    done = {one["task_id"]: one["done"] for one in (*lena.json(), *fang.json())}
    for request in requests:
        one_of_two = [done[task_of(request, login)] for login in ("lena", "fang")]
        refused = request is requests[2] and no.status_code == 200
        assert one_of_two.count(True) == (0 if refused else 1)
        assert (await company.show(request)).state == ("REJECTED" if refused else "APPROVED")
    await sound(harness, settled=5)


async def test_withdrawn_and_approved_at_one_instant(company: Company, harness: ServiceHarness) -> None:
    request = await asked(company, "one", {"step": "s", "signers": [{"person": "lena"}]})
    back = company.as_("ann").post(f"/requests/{request.id}/withdraw", json={})
    gone, yes = await asyncio.gather(back, says(company, "lena", "approve", request))
    assert sorted([gone.status_code, yes.status_code]) == [200, 409]
    assert told(yes) == (await company.show(request)).state.value
    await sound(harness)


async def test_what_is_handed_over_while_it_is_decided(company: Company, harness: ServiceHarness) -> None:
    """The leaver's last word counts or his superior is asked: never both, never nobody."""
    request = await asked(company, "one", {"step": "s", "signers": [{"person": "lena"}]})
    over = company.as_("root").post(f"/people/{id_of('lena')}/hand-over", json={})
    moved, yes = await asyncio.gather(over, says(company, "lena", "approve", request))
    stands = await company.show(request)
    if yes.status_code == 200:
        assert (stands.state, moved.json()["requests"]) == ("APPROVED", 0)
    else:
        assert (stands.state, moved.json()["requests"]) == ("PENDING", 1)
        assert [s.name for s in stands.steps[0].signers if s.state == "OPEN"] == ["Boss"]
    await sound(harness, settled=int(yes.status_code == 200))


async def test_who_hands_over_much_holds_no_clock_while_he_waits_for_who_decides(
    company: Company, harness: ServiceHarness
) -> None:
    """Whoever decides takes his request first and the clocks after it: the other way round both would wait for ever."""
    for login in ("lena", "boss"):
        address = {"kind": "mail", "address": f"{login}@house.test"}
        assert (await company.as_(login).post("/channels", json=address)).status_code == 200
    step = {"step": "s", "signers": [{"person": "lena"}], "within": "3 days"}
    decided = [await asked(company, "one", step), await asked(company, "one", step)][1]
    decider = await asyncpg.connect(harness.database.url.replace("+asyncpg", ""))
    try:
        for clock in ("delivery_clock", "request_clock"):  # so that whatever is written moves it, and locks its row
            await decider.execute(f"UPDATE {clock} SET next_due_at = '2100-01-01'")
        async with decider.transaction():
            await decider.execute("SELECT FROM requests WHERE id = $1 FOR UPDATE", decided.id)
            over = asyncio.create_task(company.as_("root").post(f"/people/{id_of('lena')}/hand-over", json={}))
            await waiting(harness, 1, unless=over)
            await decider.execute("SET LOCAL lock_timeout = '500ms'")
            for clock in ("delivery_clock", "request_clock"):
                assert await decider.execute(f"UPDATE {clock} SET version = version + 1") == "UPDATE 1"
    finally:
        await decider.close()
    assert (await over).json() == {"requests": 2, "todos": 0, "to_id": str(id_of("boss"))}
