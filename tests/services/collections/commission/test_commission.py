"""What accrues of real orders and real money, when may it be paid, and what does the statement say of it?"""

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

from messages.collections.commission import CommissionMode as Mode
from messages.money import Money
from messages.orders.shipments import ShipmentPartlyReceived, ShipmentReturned
from tests.services.collections.commission.earning import MARCH, arrived, publish, statement, sums
from tests.services.collections.conftest import NOW, Company, cny
from tests.services.collections.test_allowances import came_back


async def test_feature_156_mode_1_goods_that_arrived_accrue_part_by_part(staff: Company) -> None:
    await publish(staff, Mode.TERMINAL)
    order = await staff.sold("1000.00")
    own = {"shipment_id": uuid4(), "number": "SH-9", "order_id": order["order_id"], "pieces": 4}
    own |= {name: order[name] for name in ("customer_id", "owner_id", "legal_entity_id")}
    own |= {"worth": Money.of("400.00", "CNY"), "by_id": uuid4()}
    part = ShipmentPartlyReceived(**own, received_at=NOW, version=1)
    for _ in range(2):
        await staff.deliver(part)
    await arrived(staff, order, "600.00", own["shipment_id"])
    await staff.pay(order, "500.00")
    seen = await statement(staff)
    assert sums(seen) == [("30.00", "0.00", "30.00", "0.00")]
    assert [(one["basis"]["amount"], one["shipment_number"]) for one in seen["lines"]] == [
        ("400.00", "SH-9"), ("600.00", "SH-1")
    ]  # fmt: skip


async def test_feature_119_a_return_reduces_commission_also_when_it_is_heard_of_first(staff: Company) -> None:
    await publish(staff, Mode.TERMINAL)
    order, shipment = await staff.sold("1000.00"), uuid4()
    await staff.deliver(came_back(order, "200.00", shipment_id=shipment))
    assert (await statement(staff))["lines"] == []
    await arrived(staff, order, "1000.00", shipment)
    seen = await statement(staff)
    assert sums(seen) == [("30.00", "6.00", "24.00", "0.00")]
    accrual, back = sorted(seen["lines"], key=lambda one: one["kind"])
    assert (back["kind"], back["accrual_id"], back["source_number"]) == ("CLAWED_BACK", accrual["id"], "RT-1")


async def test_an_order_that_is_cancelled_leaves_no_commission_on_its_goods(staff: Company) -> None:
    await publish(staff, Mode.TERMINAL)
    order = await staff.sold("1000.00")
    shipment = await arrived(staff, order, "1000.00")
    own = {"shipment_id": shipment, "number": "SH-1", "order_id": order["order_id"]}
    await staff.deliver(ShipmentReturned(**own, customer_id=order["customer_id"]))
    assert sums(await statement(staff)) == [("30.00", "30.00", "0.00", "0.00")]


async def test_feature_157_mode_2_money_accrues_when_finance_confirms_it_and_not_before(staff: Company) -> None:
    await publish(staff, Mode.COLLECTION)
    order = await staff.sold("1000.00")
    waiting = await staff.pay(order, "500.00", confirm=False)
    assert (await statement(staff))["lines"] == []
    await staff.post(staff.finance, f"/payments/{waiting['id']}/confirm")
    seen = await statement(staff)
    assert sums(seen) == [("15.00", "0.00", "15.00", "0.00")]
    assert {one["payment_number"] for one in seen["lines"]} == {waiting["number"]}
    assert len({one["receivable_number"] for one in seen["lines"]}) == 2


async def test_money_that_was_never_there_is_clawed_back_to_the_cent(staff: Company) -> None:
    await publish(staff, Mode.COLLECTION, rate="3.3333")
    order = await staff.sold("1000.00")
    paid = await staff.pay(order, "333.33")
    asked = await staff.post(staff.li, "/corrections", payment_id=paid["id"], kind="VOID", reason="bounced")
    await staff.post(staff.finance, f"/corrections/{asked['id']}/confirm")
    (found,) = sums(await statement(staff))
    assert found[0] == found[1]
    assert found[2:] == ("0.00", "0.00")


async def test_money_after_a_return_counts_only_as_far_as_it_settles_something(staff: Company) -> None:
    """Paid in full, a fifth comes back: that part of the money lies on the customer's account, and is refunded."""
    await publish(staff, Mode.COLLECTION)
    order = await staff.sold("1000.00")
    paid = await staff.pay(order, "1000.00")
    assert sums(await statement(staff))[0][0] == "30.00"
    await staff.deliver(came_back(order, "200.00"))
    asked = await staff.post(staff.li, "/refunds", payment_id=paid["id"], amount="200.00", reason="returned")
    await staff.post(staff.finance, f"/refunds/{asked['id']}/confirm", paid_on="2026-03-02")
    (found,) = sums(await statement(staff))
    assert Decimal(found[0]) - Decimal(found[1]) == Decimal(found[2]) == Decimal("24.00")


async def test_feature_158_mode_3_is_payable_when_the_goods_are_at_the_terminal(staff: Company) -> None:
    await publish(staff, Mode.COLLECTION_AND_TERMINAL)
    order = await staff.sold("1000.00")
    await staff.pay(order, "1000.00")
    assert sums(await statement(staff)) == [("30.00", "0.00", "0.00", "30.00")]
    await arrived(staff, order, "900.00")
    seen = await statement(staff)
    assert sums(seen) == [("30.00", "0.00", "27.00", "3.00")]
    payable = [one for one in seen["lines"] if one["kind"] == "PAYABLE"]
    assert {(one["shipment_number"], bool(one["payment_number"])) for one in payable} == {("SH-1", True)}
    await staff.received(order)  # and what it costs beside its goods
    assert sums(await statement(staff)) == [("30.00", "0.00", "30.00", "0.00")]


async def test_what_arrived_before_the_first_plan_is_payable_when_its_money_comes(staff: Company) -> None:
    order = await staff.sold("1000.00")
    await staff.received(order)
    await publish(staff, Mode.COLLECTION_AND_TERMINAL)
    await staff.pay(order, "1000.00")
    assert sums(await statement(staff)) == [("30.00", "0.00", "30.00", "0.00")]


async def test_feature_159_mode_4_pays_by_the_part_of_the_quota_that_is_attained(staff: Company) -> None:
    some = [{"above": "50", "rate": "2"}, {"above": "100", "rate": "4"}]
    await publish(staff, Mode.QUOTA, rate="0", tiers=some)
    quota = {"person_id": str(staff.li.id), "month": MARCH, "amount": "1000.00", "currency": "CNY"}
    await staff.post(staff.finance, "/commission-quotas", **quota)
    first, second = await staff.sold("600.00"), await staff.sold("900.00")
    await staff.pay(first, "600.00")
    assert sums(await statement(staff)) == [("2.00", "0.00", "2.00", "0.00")]
    await staff.pay(second, "900.00")
    seen = await statement(staff)
    assert sums(seen) == [("30.00", "0.00", "30.00", "0.00")]  # 500 x 2 % and 500 x 4 %
    assert seen["lines"][0]["attained"] == "0.00"
    (shown,) = await staff.get(staff.finance, "/commission-quotas", month=MARCH)
    assert shown["quota"] == cny("1000.00")


async def test_feature_159_another_quota_leaves_what_came_before_it_though_nobody_had_looked(staff: Company) -> None:
    await publish(staff, Mode.QUOTA, rate="0", tiers=[{"above": "50", "rate": "2"}])
    quota = {"person_id": str(staff.li.id), "month": MARCH, "currency": "CNY"}
    await staff.post(staff.finance, "/commission-quotas", **quota, amount="1000.00")
    await staff.pay(await staff.sold("600.00"), "600.00")
    await staff.post(staff.finance, "/commission-quotas", **quota, amount="9000.00")
    assert sums(await statement(staff)) == [("2.00", "0.00", "2.00", "0.00")]


async def test_feature_160_each_accrual_names_its_shipment_or_its_receipt(staff: Company) -> None:
    await publish(staff, Mode.COLLECTION_AND_TERMINAL, early_bonus="3.65")
    order = await staff.sold("1000.00")
    await staff.pay(order, "1000.00")
    await arrived(staff, order, "1000.00")
    lines = (await statement(staff))["lines"]
    assert all(one["payment_number"] and one["receivable_number"] and one["order_number"] for one in lines)
    assert all(one["shipment_number"] for one in lines if one["kind"] == "PAYABLE")


async def test_feature_161_early_and_late_days_bear_interest_in_the_statement(staff: Company, time_is: Any) -> None:
    """300 are due on 2 March and come ten days late; 700 are due on 1 April and come twenty days early."""
    await publish(staff, Mode.COLLECTION, early_bonus="7.3", late_penalty="36.5")
    order = await staff.sold("1000.00")
    await staff.received(order)
    time_is(NOW + timedelta(days=10))
    await staff.pay(order, "1000.00", received_on="2026-03-12")
    found = {one["component"]: one for one in (await statement(staff))["lines"] if one["component"] != "COMMISSION"}
    said = {
        name: (one["due_on"], one["received_on"], one["days"], one["rate"], one["day_count"], one["accrued"]["amount"])
        for name, one in found.items()
    }
    assert said == {
        "LATE_PENALTY": ("2026-03-02", "2026-03-12", -10, "36.5000", 365, "-3.00"),
        "EARLY_BONUS": ("2026-04-01", "2026-03-12", 20, "7.3000", 365, "2.80"),
    }


async def test_feature_162_the_statement_shows_the_inputs_of_each_line_and_adds_up(staff: Company) -> None:
    await publish(staff, Mode.COLLECTION, rate="2.5")
    order = await staff.sold("1000.00")
    await staff.pay(order, "123.45")
    await staff.pay(order, "876.55")
    seen = await statement(staff)
    for line in seen["lines"]:
        exact = Decimal(line["basis"]["amount"]) * Decimal(line["rate"]) / 100 * Decimal(line["share"]) / 100
        assert abs(exact - Decimal(line["accrued"]["amount"])) <= Decimal("0.005")
        assert (line["plan_version"], line["mode"], line["order_number"]) == (1, "COLLECTION", order["number"])
    assert sum(Decimal(one["accrued"]["amount"]) for one in seen["lines"]) == Decimal(
        seen["sums"][0]["accrued"]["amount"]
    )
    first = await staff.get(staff.li, f"/commission-statements/{staff.li.id}", month=MARCH, limit=1)
    rest = await staff.get(staff.li, f"/commission-statements/{staff.li.id}", month=MARCH, cursor=first["next"])
    assert first["lines"] + rest["lines"] == seen["lines"]
    assert sums(rest) == sums(seen)
