"""Do leads go to people by the rules of their pool, in turn, and does the answer say why?"""

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness
from messages.approvals.events import AbsenceAdded, AbsenceEnded
from messages.leads.assignment import AssignmentRulesSet, LeadsUnassigned
from messages.leads.events import LeadAssigned
from tests.services.leads.conftest import Company, known, some_id

TURNS = {"name": "turns"}
WEB = {"name": "web", "when": {"source": ["web"]}}


async def with_rules(company: Company, rules: list[Any], fallback: Any = None, **pool: Any) -> str:
    """The path of the east's pool, which gives its leads by these rules."""
    path = f"/pools/{(await company.pool(**pool))['id']}"
    body: dict[str, Any] = {"rules": rules, "fallback_id": str(fallback.id) if fallback else None}
    await company.put(company.boss, f"{path}/assignment-rules", **body)
    return path


def names(leads: list[Any]) -> list[str]:
    return [lead["owner_name"] for lead in leads]


async def test_feature_24_leads_go_to_people_in_turn_and_the_answer_says_why(company: Company, outbox: Any) -> None:
    await with_rules(company, [WEB | {"people": [str(company.wang.id), str(company.li.id)]}, TURNS])
    leads = [await company.lead() for _ in range(4)]
    assert Counter(names(leads)) == {"王芳": 2, "Li Wei": 2}
    assert names(leads)[0] != names(leads)[1]
    first = leads[0]
    assert first["status"] == "OWNED"
    assert first["follow_up_due_at"]
    why = first["assignment"]
    assert (why["rule"], why["method"], why["fallback"]) == ("web", "ROUND_ROBIN", False)
    assert {one["name"]: one["last_turn"] for one in why["candidates"]} == {"王芳": 0, "Li Wei": 0}
    third = {one["name"]: one["last_turn"] for one in leads[2]["assignment"]["candidates"]}
    assert third[names(leads)[0]] < third[names(leads)[1]], "whose turn was longer ago"
    told = await outbox(LeadAssigned)
    assert [(one.rule, one.by_id) for one in told] == [("web", company.ops.id)] * 4
    [listed] = [one for one in (await company.get(company.boss, "/leads"))["items"] if one["id"] == first["id"]]
    assert (listed["assignment"]["rule"], listed["assignment"]["candidates"]) == ("web", [])


async def test_feature_24_a_batch_ends_as_single_posts_do(company: Company) -> None:
    await with_rules(company, [TURNS])
    rows = [{"line": n, "source": "f", "external_id": str(n)} for n in range(9)]
    await company.post(company.ops, "/leads/import", rows=rows, source="f")
    imported = sorted((await company.get(company.boss, "/leads"))["items"], key=lambda lead: lead["number"])
    one_by_one = [await company.lead() for _ in range(9)]
    assert names(imported) == [names(imported)[n % 3] for n in range(9)]
    assert names(one_by_one) == names(imported)


async def test_feature_24_who_is_away_or_has_left_is_skipped_and_comes_back_where_he_was(
    company: Company, deliver: Any
) -> None:
    await with_rules(company, [TURNS])
    first = [await company.lead() for _ in range(3)]
    now = datetime.now(UTC)
    id = some_id()
    absence = {"absence_id": id, "person_id": company.wang.id}
    day = timedelta(days=1)
    away = AbsenceAdded(**absence, substitute_id=company.li.id, starts_at=now - day, ends_at=now + day, version=1)
    await deliver(away, twice=True)
    without = [await company.lead() for _ in range(4)]
    assert "王芳" not in names(without)
    assert set(Counter(names(without)).values()) == {2}, "nobody gets all of her turns"
    [skipped] = [one for one in without[0]["assignment"]["candidates"] if one["name"] == "王芳"]
    assert skipped["why_not"] == "why_not.absent"
    await deliver(AbsenceEnded(**absence, ended_at=now, version=2))
    back = [await company.lead() for _ in range(3)]
    assert names(back)[0] == "王芳"
    assert sorted(names(back)) == sorted(names(first))
    await company.deliver(known(company.wang, active=False, version=2))
    assert "王芳" not in names([await company.lead() for _ in range(3)])


async def test_an_absence_that_is_heard_of_after_its_end_keeps_nobody_away(company: Company, deliver: Any) -> None:
    now, day, id = datetime.now(UTC), timedelta(days=1), some_id()
    await deliver(AbsenceEnded(absence_id=id, person_id=company.wang.id, ended_at=now, version=2))
    late = AbsenceAdded(
        absence_id=id, person_id=company.wang.id, substitute_id=company.li.id, starts_at=now - day, ends_at=now + day,
        version=1,
    )  # fmt: skip
    await deliver(late)
    await with_rules(company, [TURNS | {"people": [str(company.wang.id)]}])
    assert names([await company.lead()]) == ["王芳"]


async def test_feature_24_what_fits_no_rule_goes_to_the_named_fallback(company: Company, outbox: Any) -> None:
    path = await with_rules(company, [WEB], company.boss, holding_limit=1)
    fair = await company.lead(source="fair")
    assert (fair["owner_name"], fair["assignment"]["rule"], fair["assignment"]["fallback"]) == ("赵敏", None, True)
    left = await company.lead(source="fair")
    assert (left["status"], left["assignment"]["person_id"]) == ("POOLED", None), "he is full, too"
    [told] = await outbox(LeadsUnassigned)
    assert (told.leads, told.mentions) == (1, [company.boss.id]), "the manager of the pool is told"
    assert [lead["id"] for lead in await company.get(company.wang, f"{path}/waiting")] == [left["id"]]


async def test_what_comes_by_a_key_and_finds_nobody_is_said_once(company: Company, outbox: Any) -> None:
    await with_rules(company, [WEB])
    key = await company.post(company.ops, "/channel-keys", name="x", channel="SEM")
    sent = {"external_id": "B-1", "company": "华为"}
    answer = await company.api.anybody.post("/intake/leads", json=sent, headers={"x-channel-key": key["secret"]})
    assert answer.status_code == 201
    [told] = await outbox(LeadsUnassigned)
    assert told.leads == 1


async def test_feature_24_it_can_be_asked_before_to_whom_a_lead_would_go(company: Company, outbox: Any) -> None:
    path = await with_rules(company, [WEB | {"when": {"source": ["web"], "region": ["East"]}}], company.boss)
    asked = {"source": "web", "region": "east"}
    twice = [await company.post(company.boss, f"{path}/explain-assignment", **asked) for _ in range(2)]
    assert twice[0] == twice[1], "no turn is used"
    assert twice[0]["rule"] == "web"
    given = await company.lead(**asked)
    assert given["owner_id"] == twice[0]["person_id"]
    other = await company.post(company.boss, f"{path}/explain-assignment", source="web", region="west")
    assert (other["fallback"], other["person_name"]) == (True, "赵敏")
    assert (await company.say(company.wang, f"{path}/explain-assignment", **asked)).status_code == 403


async def test_feature_24_what_waits_is_given_out_by_the_rules(company: Company) -> None:
    waiting = [await company.lead() for _ in range(4)]
    path = f"/pools/{waiting[0]['pool_id']}"
    assert (await company.say(company.boss, f"{path}/distribute-waiting")).json()["rule"] == "LEA-79"
    await with_rules(company, [TURNS], holding_limit=1)
    given = await company.post(company.boss, f"{path}/distribute-waiting")
    assert sorted(str(one["owner_name"]) for one in given) == ["Li Wei", "None", "王芳", "赵敏"]
    assert [one["lead_id"] for one in given] == [lead["id"] for lead in waiting], "in the order of the queue"


async def test_feature_24_many_posts_at_once_use_each_turn_once(company: Company) -> None:
    await with_rules(company, [TURNS])
    leads = await asyncio.gather(*[company.lead() for _ in range(12)])
    assert set(Counter(names(list(leads))).values()) == {4}


async def test_feature_31_a_share_of_what_is_given_goes_to_new_people(
    company: Company, harness: ServiceHarness
) -> None:
    async with harness.database.session() as session, session.begin():
        old = text("UPDATE seller_since SET since = now() - interval '1 year' WHERE person_id <> :new")
        await session.execute(old, {"new": company.li.id})
    await with_rules(company, [TURNS | {"newcomer_share": 50}], newcomer_days=30)
    leads = [await company.lead() for _ in range(8)]
    assert Counter(names(leads)) == {"Li Wei": 4, "王芳": 2, "赵敏": 2}
    hers = [lead["assignment"]["for_newcomers"] for lead in leads if lead["owner_name"] == "Li Wei"]
    assert hers == [True] * 4


async def test_what_a_seller_enters_himself_is_not_given_away(company: Company) -> None:
    await with_rules(company, [TURNS | {"people": [str(company.li.id)]}])
    own = await company.post(company.wang, "/leads", source="own")
    assert own["owner_id"] == str(company.wang.id)
    chosen = await company.post(company.wang, "/leads", source="own", pool_id=own["pool_id"])
    assert chosen["owner_id"] is None, "he may not see whose it became"
    assert (await company.get(company.boss, f"/leads/{chosen['id']}"))["owner_name"] == "Li Wei"


async def test_rules_are_set_by_who_keeps_the_pool_and_checked(company: Company, outbox: Any) -> None:
    path = f"/pools/{(await company.pool())['id']}/assignment-rules"
    say = company.api.as_(company.boss)
    stranger = str(some_id())
    for rules, rule in (
        ([TURNS, TURNS], "LEA-77"),
        ([TURNS | {"people": [stranger]}], "LEA-77"),
        ([TURNS | {"when": {"colour": ["red"]}}], "LEA-72"),
    ):
        answer = await say.put(path, json={"rules": rules})
        assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, rule)
    assert (await company.api.as_(company.wang).put(path, json={"rules": [TURNS]})).status_code == 403
    assert (await company.api.as_(company.west).get(path)).status_code == 403
    saved = await company.put(company.boss, path, rules=[TURNS])
    assert await company.put(company.boss, path, rules=[TURNS]) == saved
    assert await company.get(company.boss, path) == saved
    [told] = await outbox(AssignmentRulesSet)
    assert (told.rules, told.pool) == (["turns"], "East pool")
