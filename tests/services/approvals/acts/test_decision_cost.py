"""What does a decision cost the database?"""

import cProfile
from collections.abc import Awaitable

import httpx

from chassis.testing.plugin import ServiceHarness, an_actor
from tests.services.approvals.conftest import THREE, Company, id_of
from tests.services.statement_log import statements


async def test_a_decision_is_three_statements_and_a_commit_however_many_sign(
    company: Company, harness: ServiceHarness
) -> None:
    """Lock the request and read it, write what differs, tell it. (docs/decisions/0002)"""
    many = {"policy": "many", "route": [{"step": "s", "signers": [{"group": ["meng", "lena", "fang", "fei"]}]}]}
    await company.publish(many)
    for policy, signer in (("three", "meng"), ("many", "meng")):
        request = await company.submit(policy=policy, facts={"amount": "1"} if policy == "three" else {})
        await company.as_("root").get(f"/requests/{request.id}")  # the directory and the policy are in memory
        task = next(s.task_id for s in request.steps[0].signers if s.person_id == id_of(signer))
        with statements(harness) as seen:
            answer = await company.as_(signer).post(
                f"/tasks/{task}/approve", json={"content_hash": request.content_hash}
            )
        assert answer.status_code == 200
        assert len(seen) == 3, seen
    assert THREE["policy"] == "three"


# For 54 signers so many times the functions called for three, of the whole request. Whoever is asked anew is written.
MORE = {"approve": 1.25, "return": 1.2, "submit": 1.7, "resubmit": 1.45}


async def test_case_b15_a_step_with_54_possible_signers_costs_what_one_with_three_does(
    company: Company, harness: ServiceHarness
) -> None:
    """The same statements, and for a decision hardly more work."""
    for number in range(54):
        login, roles = f"p{number}", ["many", "few"] if number < 3 else ["many"]
        person = {"id": str(id_of(login)), "login": login, "name": login, "unit": "cs", "roles": roles,
                  "legal_entity_id": "CS-CN", "manager_id": str(id_of("boss")), "lang": "en"}  # fmt: skip
        assert (await company.process.post("/people", json=person)).status_code == 200
        company.actors[login] = an_actor(*roles, id=id_of(login), unit="cs", name=login)
    cost = {}
    for role in ("few", "many"):
        step = {"step": "a", "mode": "any", "signers": {"role": role, "unit": "any"}}
        await company.publish({"policy": role, "duplicates": "every", "route": [step]})
        await _costs(company, harness, role)  # what is kept in memory from then on
        seen = [await _costs(company, harness, role) for _ in range(3)]  # what else the loop does in it only adds
        cost[role] = {act: min(costs[act] for costs in seen) for act in seen[0]}
    for act, (sent, calls) in cost["many"].items():
        few_sent, few_calls = cost["few"][act]
        assert sent == few_sent, act
        assert calls < few_calls * MORE[act], (act, calls, few_calls)


async def _costs(company: Company, harness: ServiceHarness, policy: str) -> dict[str, tuple[int, int]]:
    """Of each act, on a request that only this person has decided: statements sent, functions called."""
    ann = company.as_("ann")
    costs = {"submit": await measured(harness, ann.post("/requests", json=company.asking(policy, facts={})))}
    for verb in ("approve", "return"):
        request = await company.submit(policy=policy, facts={})
        task = next(s.task_id for s in request.steps[0].signers if s.person_id == id_of("p1"))
        body = {"content_hash": request.content_hash, "comment": "because"}
        costs[verb] = await measured(harness, company.as_("p1").post(f"/tasks/{task}/{verb}", json=body))
    costs["resubmit"] = await measured(harness, ann.post(f"/requests/{request.id}/resubmit", json={}))
    return costs


async def measured(harness: ServiceHarness, act: Awaitable[httpx.Response]) -> tuple[int, int]:
    """Statements sent, functions called."""
    profile = cProfile.Profile()
    with statements(harness) as seen:
        profile.enable()
        answer = await act
        profile.disable()
    assert answer.status_code == 200, answer.text
    return len(seen), sum(one.callcount for one in profile.getstats())
