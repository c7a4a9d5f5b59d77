"""From when does a version count, among whom is an order split, and who sees whose commission?"""

from datetime import timedelta
from typing import Any

from chassis.testing.plugin import ServiceHarness, an_actor
from messages.collections.commission import CommissionMode as Mode
from tests.services.collections.commission.earning import MARCH, arrived, publish, statement, sums
from tests.services.collections.conftest import NOW, Company
from tests.services.statement_log import statements


async def test_feature_163_a_new_version_begins_later_and_leaves_what_has_accrued(staff: Company, time_is: Any) -> None:
    await publish(staff, Mode.COLLECTION)
    order = await staff.sold("1000.00")
    await staff.pay(order, "100.00")
    body = {"name": "plan", "legal_entity_id": "CS-CN", "mode": Mode.COLLECTION, "rate": "10"}
    for day in ("2026-03-02", None):
        assert (await staff.send(staff.finance, "/commission-plans", **body, valid_from=day)).json()[
            "rule"
        ] == "COL-141"
    made = await publish(staff, Mode.COLLECTION, rate="10", valid_from="2026-03-05")
    assert (made["version"], made["begins_at"]) == (2, "2026-03-04T16:00:00Z")
    time_is(NOW + timedelta(days=1))
    await staff.pay(order, "100.00")
    time_is(NOW + timedelta(days=3))
    await staff.pay(order, "100.00")
    lines = (await statement(staff))["lines"]
    assert [(one["plan_version"], one["accrued"]["amount"]) for one in lines] == [
        (1, "3.00"), (1, "3.00"), (2, "10.00")
    ]  # fmt: skip
    assert [one["version"] for one in await staff.get(staff.li, "/commission-plans")] == [2, 1]


async def test_feature_164_an_order_is_split_among_several_reps(staff: Company) -> None:
    await publish(staff, Mode.COLLECTION)
    order = await staff.sold("1000.00")
    path = f"/commission-splits/{order['order_id']}"
    split = {"shares": [{"person_id": str(staff.other.id), "percent": "33.3333"}], "remainder_to": str(staff.li.id)}
    assert (await staff.post(staff.boss, path, **split))["parts"][1]["percent"] == "66.6667"
    assert (await staff.send(staff.li, path, **split)).status_code == 403
    twice = split | {"remainder_to": str(staff.other.id)}
    assert (await staff.send(staff.boss, path, **twice)).json()["rule"] == "COL-144"
    await staff.pay(order, "300.00")
    assert (sums(await statement(staff)), sums(await statement(staff, staff.other))) == (
        [("6.00", "0.00", "6.00", "0.00")], [("3.00", "0.00", "3.00", "0.00")],
    )  # fmt: skip
    shown = await staff.get(staff.li, path)
    assert [one["percent"] for one in shown["parts"]] == ["33.3333", "66.6667"]


async def test_an_order_is_split_among_people_of_ones_own_legal_entities(staff: Company) -> None:
    await staff.hire(staff.foreign)
    order = await staff.sold("1000.00")
    split = {"shares": [{"person_id": str(staff.foreign.id), "percent": "50"}], "remainder_to": str(staff.li.id)}
    answer = await staff.send(staff.boss, f"/commission-splits/{order['order_id']}", **split)
    assert (answer.status_code, staff.foreign.name in answer.text) == (404, False)


async def test_feature_163_the_same_key_shows_the_version_that_it_published(staff: Company) -> None:
    await publish(staff, Mode.COLLECTION)
    body = {"name": "plan", "legal_entity_id": "CS-CN", "mode": Mode.COLLECTION, "rate": "4"}
    second = await staff.post(staff.finance, "/commission-plans", key="second", **body, valid_from="2026-03-05")
    third = await staff.post(staff.finance, "/commission-plans", key="third", **body, valid_from="2026-03-06")
    again = await staff.post(staff.finance, "/commission-plans", key="second", **body, valid_from="2026-03-05")
    assert (second["version"], third["version"], again) == (2, 3, second)


async def test_everybody_sees_only_the_commission_that_is_his_to_see(staff: Company) -> None:
    await publish(staff, Mode.COLLECTION)
    await staff.pay(await staff.sold("1000.00"), "100.00")
    both = an_actor("sales", "legal", name="Both", unit="cs/west")
    for reader, sees in ((staff.li, 1), (staff.boss, 1), (staff.finance, 1), (staff.other, 0), (both, 0),
                         (staff.foreign, 0)):  # fmt: skip
        found = await staff.get(reader, "/commission-sums", month=MARCH)
        assert len(found["sums"]) == sees, reader.name
        answer = await staff.as_(reader).get(f"/commission-statements/{staff.li.id}", params={"month": MARCH})
        assert answer.status_code == (200 if sees else 404), reader.name
    legal = an_actor("legal", name="Legal")
    assert (await staff.as_(legal).get("/commission-sums", params={"month": MARCH})).status_code == 403


async def test_what_is_told_of_goods_is_one_look_where_no_plan_is(staff: Company, harness: ServiceHarness) -> None:
    """And nothing is forgotten, whoever publishes the first plan."""
    order = await staff.sold("1000.00")
    with statements(harness) as said:
        await arrived(staff, order, "1.00")
    assert len(said) == 1


async def test_another_legal_entitys_orders_accrue_nothing(staff: Company) -> None:
    await publish(staff, Mode.COLLECTION, legal_entity_id="CS-CN", unit="cs/west")
    await staff.pay(await staff.sold("1000.00"), "100.00")
    assert (await statement(staff))["lines"] == []
    refused = await staff.send(
        staff.foreign, "/commission-plans", name="x", legal_entity_id="CS-CN", mode=Mode.COLLECTION, rate="1"
    )
    assert refused.status_code == 403


async def test_feature_163_money_that_settles_more_of_the_same_keeps_what_it_accrued_before(
    staff: Company, time_is: Any
) -> None:
    """The ledger takes it off and puts all of it on again; it has not moved."""
    await publish(staff, Mode.COLLECTION)
    order = await staff.sold("1000.00")
    owed, _ = await staff.receivables(order)
    paid = await staff.pay(order, "250.00", confirm=False)
    first = [{"receivable_id": owed["id"], "amount": "100.00"}]
    await staff.post(staff.finance, f"/payments/{paid['id']}/confirm", allocations=first)
    await publish(staff, Mode.COLLECTION, rate="10", valid_from="2026-03-05")
    time_is(NOW + timedelta(days=3))
    rest = [{"receivable_id": owed["id"], "amount": "150.00"}]
    await staff.post(staff.finance, f"/payments/{paid['id']}/allocate", allocations=rest)
    lines = (await statement(staff))["lines"]
    assert [(one["kind"], one["plan_version"], one["accrued"]["amount"]) for one in lines] == [
        ("ACCRUED", 1, "3.00"), ("ACCRUED", 2, "15.00")
    ]  # fmt: skip
