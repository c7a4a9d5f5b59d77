"""Are customers sorted by attributes, segments and phases, found when they are lost, and on top when they are hot?"""

from datetime import timedelta
from typing import Any

from chassis.base.clock import now
from chassis.testing.plugin import an_actor
from messages.deals.customer_care import phases as said
from tests.services.deals.conftest import Company
from tests.services.statement_log import statements

KEY = {"code": "KEY", "label": {"zh": "重点"}, "conditions": [
    {"field": "IMPORTANCE", "any_of": ["A"]}, {"field": "DEAL_STATUS", "any_of": ["WON", "OPEN"]},
    {"field": "SOURCE", "any_of": ["展会"]},
]}  # fmt: skip


async def found(company: Company, who: Any = None, **query: Any) -> list[str]:
    page = await company.ok(who or company.admin, "GET", "/customers", params=query)
    return sorted(one["name"] for one in page["items"])


async def move(company: Company, customer: Any, phase: str, who: Any = None, **more: Any) -> Any:
    path = f"/customers/{customer['id']}/move-phase"
    return await company.ok(who or company.seller, "POST", path, {"phase": phase} | more)


async def test_feature_39_lists_filter_on_any_combination_of_attributes(company: Company) -> None:
    sides = {"a": ("END_USER", "A", "HIGH"), "b": ("DEALER", "A", "LOW"), "c": ("DEALER", "B", "HIGH")}
    for name, (category, importance, urgency) in sides.items():
        await company.customer(name, category=category, importance=importance, need="clear", urgency=urgency)
    assert await found(company, importance="A") == ["a", "b"]
    assert await found(company, category="DEALER", urgency="HIGH") == ["c"]
    assert await found(company, importance=["A", "B"], category="DEALER") == ["b", "c"]
    assert await found(company, need="CLEAR", region="East") == ["a", "b", "c"]
    assert await company.status(company.admin, "GET", "/customers", params={"colour": "red"}) == 422, "not ignored"
    answer = await company.as_(company.seller).post("/customers", json={"name": "d", "urgency": "SOON"})
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "DEA-124")
    rows = [{"line": 2, "name": "e", "importance": "a"}, {"line": 3, "name": "f", "importance": "Z"}]
    report = await company.ok(company.admin, "POST", "/customers/import", {"rows": rows, "source": "x"})
    assert [row["outcome"] for row in report["rows"]] == ["accepted", "invalid"]
    assert report["rows"][1]["errors"][0]["field"] == "importance"
    assert await found(company, importance="A") == ["a", "b", "e"]


async def test_feature_39_the_deal_status_is_that_of_his_opportunities(company: Company) -> None:
    won, open, lost, none = [await company.customer(name) for name in ("won", "open", "lost", "none")]
    await company.won(customer=won)
    await company.opportunity(customer=won, project="another")
    await company.opportunity(customer=open)
    sale = await company.opportunity(customer=lost)
    await company.ok(company.seller, "POST", f"/opportunities/{sale['id']}/lose", {"reason": "price"})
    for row, status in ((won, "WON"), (open, "OPEN"), (lost, "LOST"), (none, "NONE")):
        assert await found(company, deal_status=status) == [row["name"]]
        assert (await company.ok(company.admin, "GET", f"/customers/{row['id']}"))["deal_status"] == status
    page = await company.ok(company.admin, "GET", "/customers")
    assert {one["name"]: one["deal_status"] for one in page["items"]} == {
        "won": "WON", "open": "OPEN", "lost": "LOST", "none": "NONE",
    }  # fmt: skip
    ops = an_actor("ops")
    await company.ok(ops, "POST", f"/customers/{open['id']}/merge", {"into_id": none["id"]})
    assert await found(company, deal_status="OPEN") == ["none"]


async def test_feature_39_a_segment_is_a_rule_over_attributes(company: Company) -> None:
    await company.ok(company.admin, "PUT", "/customer-rules", {"segments": [KEY]})
    for name, importance, source in (("in", "A", "展会"), ("b", "B", "展会"), ("elsewhere", "A", "SEM")):
        await company.opportunity(customer=await company.customer(name, importance=importance, source=source))
    await company.customer("no sale", importance="A", source="展会")
    assert await found(company, segment="key") == ["in"]
    answer = await company.as_(company.admin).get("/customers", params={"segment": "NONE"})
    assert (answer.status_code, answer.json()["rule"]) == (409, "DEA-128")
    wrong = {"segments": [KEY, KEY]}
    answer = await company.as_(company.admin).put("/customer-rules", json=wrong)
    assert (answer.status_code, answer.json()["rule"]) == (409, "DEA-127")
    assert (await company.ok(company.admin, "GET", "/customer-rules"))["rules"]["segments"] == [KEY]


async def test_feature_39_who_works_for_every_entity_finds_by_the_rules_of_each(company: Company) -> None:
    everywhere = an_actor("admin", unit="cs", legal_entities=("*",))
    region = {"conditions": [{"field": "REGION", "any_of": ["East"]}]}
    west = [{"field": "REGION", "any_of": ["West"]}]
    for entity, segments in (("CS-CN", [KEY | region]), ("CS-HK", [KEY | {"conditions": west}])):
        await company.ok(everywhere, "PUT", "/customer-rules", {"legal_entity_id": entity, "segments": segments})
    for name, entity, place in (("cn", "CS-CN", "East"), ("not", "CS-CN", "West"), ("hk", "CS-HK", "West")):
        body = {"name": name, "region": place, "legal_entity_id": entity}
        await company.ok(everywhere, "POST", "/customers", body)
    page = await company.ok(everywhere, "GET", "/customers", params={"segment": "key"})
    assert sorted(one["name"] for one in page["items"]) == ["cn", "hk"]


async def test_feature_43_phases_are_recorded_and_the_eliminated_are_worked_on_again(
    company: Company, outbox: Any
) -> None:
    customer = await company.customer()
    here = f"/customers/{customer['id']}"
    assert customer["phase"] == "RELATION"
    await move(company, customer, "offer")
    await move(company, customer, "OFFER")
    await company.refused("DEA-126", company.seller, f"{here}/move-phase", {"phase": "ELIMINATED"})
    await company.refused("DEA-67", company.seller, f"{here}/move-phase", {"phase": "ELIMINATED", "reason": "MOOD"})
    await move(company, customer, "ELIMINATED", reason="NO_NEED", note="closed the plant")
    await company.refused("DEA-126", company.seller, f"{here}/move-phase", {"phase": "RELATION"})
    again = await move(company, customer, "RELATION", note="opened another", who=company.manager)
    assert (again["phase"], again["phase_reason"]) == ("RELATION", None)
    way = await company.ok(company.seller, "GET", f"{here}/phases")
    assert [(one["phase"], one["reason"], one["note"]) for one in reversed(way)] == [
        ("OFFER", None, ""), ("ELIMINATED", "NO_NEED", "closed the plant"), ("RELATION", None, "opened another"),
    ]  # fmt: skip
    assert [event.kind for event in await outbox(said.CustomerPhaseMoved)] == ["WORKING", "ELIMINATED", "WORKING"]
    assert await company.status(company.rival, "POST", f"{here}/move-phase", {"phase": "DEAL"}) == 403
    await company.refused("DEA-125", company.seller, f"{here}/move-phase", {"phase": "NONE"})


async def test_feature_44_the_lost_are_found_with_reason_and_history_and_some_are_worth_another_try(
    company: Company, time_is: Any
) -> None:
    begin = now()
    price, mood = [await company.customer(name, importance="A") for name in ("price", "need")]
    await company.opportunity(customer=price)
    await move(company, price, "LOST", reason="PRICE", note="5 % too dear")
    await move(company, mood, "LOST", reason="NO_NEED")
    assert await found(company, phase="LOST") == ["need", "price"]
    seen = await company.ok(company.seller, "GET", f"/customers/{price['id']}/overview")
    assert (seen["customer"]["phase_reason"], len(seen["opportunities"])) == ("PRICE", 1)
    rule = {"after_days": 90, "reasons": ["PRICE"], "importance": ["A"]}
    await company.ok(company.admin, "PUT", "/customer-rules", {"remining": rule})
    time_is(begin + timedelta(days=89))
    assert await found(company, remine=True) == []
    time_is(begin + timedelta(days=91))
    assert await found(company, remine=True) == ["price"]


async def test_feature_50_a_hot_customer_is_on_top_until_it_is_cleared(company: Company, outbox: Any) -> None:
    customer, other = await company.customer("hot"), await company.customer("cold")
    await company.opportunity(company.rival, customer=customer)
    here = f"/customers/{customer['id']}"
    assert await company.status(company.rival, "POST", f"{here}/flag-hot", {"reason": "x"}) == 403
    for _ in range(2):
        flagged = await company.ok(company.seller, "POST", f"{here}/flag-hot", {"reason": "tender on Friday"})
    again = await company.ok(company.manager, "POST", f"{here}/flag-hot", {"reason": "tender on Monday"})
    assert again["hot_since"] == flagged["hot_since"], "its age is that of the flag"
    [first, _] = await outbox(said.CustomerFlaggedHot)
    assert (first.owner_id, first.mentions) == (company.seller.id, [company.rival.id]), "one event to all concerned"
    assert await found(company, company.manager, hot=True, managed=True) == ["hot"]
    west = an_actor("sales_manager", unit="cs/west")
    assert await found(company, west, hot=True, managed=True) == []
    assert await found(company, west, hot=True) == ["hot"], "customers are known to the entity"
    for _ in range(2):
        cleared = await company.ok(company.seller, "POST", f"{here}/clear-hot")
    assert (cleared["hot_since"], cleared["hot_reason"]) == (None, None)
    assert len(await outbox(said.CustomerHotCleared)) == 1
    assert other["hot_since"] is None


async def test_a_list_costs_as_many_statements_however_long(company: Company) -> None:
    await company.customer("one")
    with statements(company.harness) as for_one:
        await company.ok(company.admin, "GET", "/customers", params={"deal_status": "NONE"})
    for number in range(5):
        await company.opportunity(customer=await company.customer(f"c {number}"))
    with statements(company.harness) as for_many:
        await company.ok(company.admin, "GET", "/customers", params={"deal_status": "OPEN"})
    assert len(for_many) <= len(for_one) <= 4
