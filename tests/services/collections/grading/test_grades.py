"""Is a customer graded by what finance knows, and again when that changes?"""

import asyncio
import hashlib
import json
from collections.abc import AsyncIterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.collections.grading.grades import CreditHeld, CreditReleased, CreditStandingChanged
from services.collections.domain.shards import shard_of
from services.collections.settings import CreditSource
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.collections.grading.simulated_credit_source import TOKEN, SimulatedCreditSource

ADMIN = an_actor("admin", name="Admin", unit="cs", legal_entities=("*",))


async def graded(company: Company, customer: UUID) -> Any:
    return await company.post(company.finance, f"/credits/{customer}/review")


async def file_of(company: Company, customer: UUID) -> Any:
    return await company.get(company.finance, f"/credits/{customer}/file")


async def brought(company: Company, *told: dict[str, Any]) -> UUID:
    """Receivables of one customer of another system: his id."""
    fields = {"customer": "C-1", "invoiced_on": "2025-06-01", "amount": "100.00", "currency": "CNY", "live": True}
    numbered = [fields | {"line": n, "external_id": str(n)} | one for n, one in enumerate(told, 2)]
    rows = [one | {"live": "settled_on" not in one} for one in numbered]
    report = await company.post(company.finance, "/receivables/import", rows=rows, source="test")
    assert report["accepted"] == len(rows), report
    seen = await company.get(company.finance, f"/receivables/{report['rows'][0]['id']}")
    return UUID(seen["customer_id"])


async def policy(company: Company, **changes: Any) -> Any:
    """The next version of the house's."""
    last = (await company.get(company.finance, "/credit-policies"))[0]
    wanted = {name: last[name] for name in ("rules", "grades", "evidence_days", "release_roles")} | changes
    return await company.post(ADMIN, "/credit-policies", **wanted)


async def test_feature_143_who_pays_on_time_is_graded_above_who_does_not(company: Company) -> None:
    good = await brought(
        company, *({"due_on": f"2025-{m:02}-15", "settled_on": f"2025-{m:02}-14"} for m in range(7, 13))
    )
    late = await brought(
        company,
        {"customer": "C-2", "external_id": "x1", "due_on": "2025-08-01", "settled_on": "2025-10-30"},
        {"customer": "C-2", "external_id": "x2", "due_on": "2025-12-01", "disputed": True},
    )
    first, second = await graded(company, good), await graded(company, late)
    assert (first["grade"], first["score"], first["most_days"]) == ("A", 95, 90)
    assert (second["grade"], second["most_days"]) == ("D", 0)
    reasons = {
        one["rule"]: (one["points"], one["measured"]) for one in (await file_of(company, late))["grades"][0]["reasons"]
    }
    assert reasons == {
        "ON_TIME": (0, 0), "AVERAGE_DAYS": (0, 91), "WORST_DAYS": (0, 91), "OVERDUE_DAYS": (0, 91),
        "WRITE_OFFS": (10, 0), "DISPUTES": (3, 1), "RELATION_MONTHS": (2, 9), "EVIDENCE": (3, None),
    }  # fmt: skip


async def test_feature_143_the_keeper_grades_anew_when_money_comes(company: Company, outbox: Any) -> None:
    customer = await brought(company, {"due_on": "2026-01-15"}, {"due_on": "2026-02-20", "amount": "50.00"})
    shard = shard_of(customer)
    await company.sweep(shard, NOW)
    before = (await file_of(company, customer))["standing"]
    assert before["grade"] is not None
    order = {"customer_id": str(customer), "amount": cny("150.00"), "received_on": "2026-03-02"}
    paid = await company.post(company.finance_too, "/payments", **order)
    await company.post(company.finance, f"/payments/{paid['id']}/confirm")
    await company.sweep(shard, NOW + timedelta(minutes=15))
    after = await file_of(company, customer)
    assert after["standing"]["score"] > before["score"]
    assert [one["cause"] for one in after["grades"]] == ["records", "records"]
    told = [event for event in await outbox(CreditStandingChanged) if event.customer_id == customer]
    assert [event.score for event in told] == [before["score"], after["standing"]["score"]]
    assert [event.version for event in told] == [1, 2]


async def test_feature_143_a_grade_follows_time_once_a_day_and_is_kept_only_when_it_is_another(
    company: Company,
) -> None:
    customer = await brought(company, {"due_on": "2026-03-01"})
    scores = []
    for day in (0, 0, 1, 30, 60):
        await company.sweep(shard_of(customer), NOW + timedelta(days=day))
        scores.append((await file_of(company, customer))["standing"]["score"])
    assert scores[0] == scores[1]
    assert scores == sorted(scores, reverse=True)
    assert scores[-1] < scores[0]
    kept = [one["score"] for one in (await file_of(company, customer))["grades"]]
    assert len(kept) == len(set(kept)), "a grade that stays is not written again"


async def test_feature_143_four_keepers_at_once_grade_each_customer_once(company: Company, outbox: Any) -> None:
    told = ({"customer": f"C-{n}", "external_id": f"E-{n}", "due_on": "2026-01-15"} for n in range(30))
    await brought(company, *told)
    await asyncio.gather(*(company.sweep(shard, NOW) for shard in range(4)))
    told_of = [event.customer_id for event in await outbox(CreditStandingChanged)]
    assert len(told_of) == len(set(told_of)) == 30


async def test_feature_143_another_policy_grades_everybody_anew(company: Company) -> None:
    customer = await brought(company, {"due_on": "2026-01-15"})
    await company.sweep(0, NOW)
    assert (await file_of(company, customer))["standing"]["grade"] == "D"
    grades = [
        {"grade": grade, "least_score": least, "most_days": days, "hold": False}
        for grade, least, days in (("A", 30, 45), ("B", 20, 30), ("C", 10, 20), ("D", 0, 0))
    ]
    assert (await policy(company, grades=grades))["version"] == 2
    await company.sweep(0, NOW)
    standing = (await file_of(company, customer))["standing"]
    assert (standing["grade"], standing["most_days"]) == ("A", 45)
    refused = await company.send(ADMIN, "/credit-policies", rules=[], grades=grades, release_roles=["finance"])
    assert refused.status_code == 422
    one = [{"rule": "ON_TIME", "points": 99, "bound": 100}]
    wrong = await company.send(ADMIN, "/credit-policies", rules=one, grades=grades, release_roles=["finance"])
    assert (wrong.status_code, wrong.json()["rule"]) == (409, "COL-175")
    own = await company.send(company.finance, "/credit-policies", rules=one, grades=grades, release_roles=["finance"])
    assert own.status_code == 403, "who works for one legal entity does not change the house's"


async def test_feature_143_the_grade_stands_on_the_customer(company: Company, harness: ServiceHarness) -> None:
    customer = await brought(company, {"due_on": "2026-01-15"})
    await graded(company, customer)
    async with harness.database.session() as session:
        found = (await session.execute(text("SELECT grade FROM customers WHERE id = :id"), {"id": customer})).scalar()
    assert found == "D"


async def test_feature_145_a_policy_may_hold_a_grade_and_lets_go_with_it(company: Company, outbox: Any) -> None:
    customer = await brought(company, {"due_on": "2026-01-15"})
    last = (await company.get(company.finance, "/credit-policies"))[0]
    grades = [one | {"hold": one["grade"] == "D"} for one in last["grades"]]
    await policy(company, grades=grades)
    held = await graded(company, customer)
    assert (held["grade"], held["on_hold"]) == ("D", True)
    refused = await company.send(company.finance, f"/credits/{customer}/release", reason="he is a friend")
    assert refused.json()["rule"] == "COL-184"
    await policy(company, grades=last["grades"])
    assert (await graded(company, customer))["on_hold"] is False
    assert len(await outbox(CreditHeld)) == len(await outbox(CreditReleased)) == 1


async def test_feature_145_finance_holds_a_customer_and_lets_go(company: Company, outbox: Any) -> None:
    customer = await company.customer()
    path = f"/credits/{customer}"
    for _ in range(2):
        held = await company.post(company.finance, f"{path}/hold", key="hold", reason="破产传闻")
        assert (held["on_hold"], held["hold_reason"]) == (True, "破产传闻")
    twice = await company.send(company.finance, f"{path}/hold", reason="again")
    assert twice.json()["rule"] == "COL-184"
    assert (await company.send(company.li, f"{path}/hold", reason="x")).status_code == 403
    assert (await company.send(company.foreign, f"{path}/hold", reason="x")).status_code == 404
    free = await company.post(company.finance, f"{path}/release", reason="辟谣")
    assert free["on_hold"] is False
    (one,) = (await file_of(company, customer))["holds"]
    assert (one["reason"], one["release_reason"], one["held_by"]) == ("破产传闻", "辟谣", str(company.finance.id))
    told = [(event.on_hold, event.hold_reason) for event in await outbox(CreditStandingChanged)]
    assert told == [(True, "破产传闻"), (False, "")]


async def test_feature_144_who_does_not_see_the_customer_sees_no_file(company: Company) -> None:
    customer = (await company.sold("100.00"))["customer_id"]
    await graded(company, customer)
    assert (await company.get(company.li, f"/credits/{customer}/file"))["standing"]["grade"]
    for stranger in (company.other, company.foreign):
        assert (await company.as_(stranger).get(f"/credits/{customer}/file")).status_code == 404
        assert (await company.get(stranger, "/credit-standings"))["items"] == []
    listed = await company.get(company.finance, "/credit-standings", q="示例", grade="B")
    assert [one["customer_id"] for one in listed["items"]] == [str(customer)]


@pytest.fixture
async def source(harness: ServiceHarness, monkeypatch: pytest.MonkeyPatch) -> AsyncIterator[SimulatedCreditSource]:
    async with SimulatedCreditSource().served() as one:
        known = {"name": "qcc", "legal_entity_id": "CS-CN", "url": one.url, "token": TOKEN}
        monkeypatch.setattr(harness.app.state.settings, "credit_sources", [CreditSource.model_validate(known)])
        yield one


async def test_feature_146_an_outside_source_is_asked_and_what_it_said_is_kept(
    company: Company, source: SimulatedCreditSource
) -> None:
    customer = await company.customer(name="示例科技有限公司")
    before = await graded(company, customer)
    for _ in range(2):
        said = await company.post(company.finance, f"/credits/{customer}/ask-source", key="ask", source="qcc")
    assert source.asked == [{"name": "示例科技有限公司", "tax_id": ""}], "once, and no more than who he is"
    assert json.loads(said["body"]) == source.known
    assert said["sha256"] == hashlib.sha256(said["body"].encode()).hexdigest()
    assert (said["score"], said["valid_until"], said["asked_by"]) == (90, "2026-06-30", str(company.finance.id))
    file = await file_of(company, customer)
    assert file["standing"]["score"] == before["score"] + 2, "of half of five points it is now nine tenths, rounded"
    assert {one["cause"] for one in file["grades"]} == {"asked", "evidence"}
    assert (file["sources"], len(file["evidence"])) == (["qcc"], 1)


async def test_feature_146_evidence_counts_to_its_day(company: Company, source: SimulatedCreditSource) -> None:
    customer = await company.customer()
    source.known = {"score": 0, "valid_until": "2026-03-03"}
    await company.post(company.finance, f"/credits/{customer}/ask-source", source="qcc")
    low = (await file_of(company, customer))["standing"]["score"]
    await company.sweep(0, NOW + timedelta(days=1))
    assert (await file_of(company, customer))["standing"]["score"] == low
    await company.sweep(0, NOW + timedelta(days=2, minutes=1))
    assert (await file_of(company, customer))["standing"]["score"] == low + 3


@pytest.mark.parametrize(
    "says",
    [
        pytest.param(503, id="it is down"),
        pytest.param(b"not json", id="no JSON"),
        pytest.param(b'{"score": 101}', id="a score of 101"),
        pytest.param(b'{"rating": "AAA"}', id="no score"),
        pytest.param(b'{"score": 50, "x": "' + b"a" * 300_000 + b'"}', id="far too much"),
        pytest.param(b"\xff\xfe", id="no text"),
    ],
)
async def test_feature_146_what_is_no_answer_is_not_kept(
    company: Company, source: SimulatedCreditSource, says: bytes | int
) -> None:
    customer = await company.customer()
    source.says = [says]
    path = f"/credits/{customer}/ask-source"
    refused = await company.send(company.finance, path, key="again", source="qcc")
    assert (refused.status_code, refused.json()["rule"]) == (409, "COL-178")
    assert (await file_of(company, customer))["evidence"] == []
    await company.post(company.finance, path, key="again", source="qcc")
    assert (await company.send(company.finance, path, source="nobody")).status_code == 404
    assert (await company.send(company.li, path, source="qcc")).status_code == 403
