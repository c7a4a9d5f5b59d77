"""Do the pieces and sums of an order agree with what was published of it, whatever was done with it?"""

import random
from decimal import Decimal
from typing import Any

from sqlalchemy import text

from messages.orders.order_changes import OrderChanged
from messages.orders.returns import ReturnReceived
from tests.services.orders.conftest import Company
from tests.services.orders.test_order_changes import WHY, decided
from tests.services.orders.test_receipts import receive


async def test_feature_118_after_any_changes_shipments_returns_the_pieces_and_sums_agree(
    company: Company, outbox: Any
) -> None:
    """What the order says and what was published of it come to the same, whatever happened in between."""
    luck = random.Random(118)
    cable, lamp = await company.product("CABLE", on_hand=500), await company.product("LAMP", on_hand=500)
    contract = await company.contract((cable, 400, "99.95"), (lamp, 400, "7.77"))
    order = await company.order(contract.contract_id, (cable, 9), (lamp, 5))
    await company.stands(order, "confirm", "reserve")
    for _ in range(60):
        now = await company.stands(order)
        await {"change": _change, "ship": _ship, "receive": _receive, "return": _return}[
            luck.choice(["change", "change", "ship", "receive", "return"])
        ](company, now, luck)
        now = await company.stands(order)
        for line in now["lines"]:
            assert line["quantity"] - line["closed"] >= line["shipped"] >= line["received"] >= line["returned"]
        credited = Decimal(now["credited"]["amount"]) if now["credited"] else Decimal(0)
        told = sum((event.difference.amount for event in await outbox(OrderChanged)), Decimal("938.40"))
        told -= sum((event.credit.amount for event in await outbox(ReturnReceived)), Decimal(0))
        assert Decimal(now["total"]["amount"]) - credited == told
    assert len(await outbox(OrderChanged)) > 5, "of the changes some were applied"
    assert len(await outbox(ReturnReceived)) > 2
    async with company.harness.database.session() as session:
        promised = await session.execute(text("SELECT sum(reserved) FROM stock"))
        kept = await session.execute(text("SELECT sum(quantity) FROM reservations"))
        called = await session.execute(text("SELECT sum(called_off) FROM contract_lines"))
        held = await session.execute(text("SELECT sum(quantity - closed - returned), sum(reserved) FROM order_lines"))
        pieces_held, reserved = held.one()
        assert promised.scalar_one() == kept.scalar_one() == reserved
        assert called.scalar_one() == pieces_held


def least(line: Any) -> int:
    left: int = max(line["shipped"] + line["closed"], 1)
    return left


async def _change(company: Company, now: Any, luck: random.Random) -> None:
    has_arrived = now["status"] == "RECEIVED"
    lines = [
        {
            "line": line["line"],
            "product_id": line["product_id"],
            "quantity": line["quantity"] if has_arrived else least(line) + luck.randint(0, 8),
            "price": f"{luck.uniform(1, 120):.2f}",
        }
        for line in now["lines"]
    ]
    body = {"order_id": now["id"], "reason": WHY, "lines": lines}
    answer = await company.as_(company.seller).post("/order-changes", json=body)
    assert answer.status_code == 201, answer.text
    await decided(company, answer.json(), luck.choice(["apply", "apply", "reject"]))


async def _ship(company: Company, now: Any, luck: random.Random) -> None:
    ready = [line for line in now["lines"] if line["reserved"]]
    if now["status"] == "RESERVED" and ready:
        line = luck.choice(ready)
        some = {"product_id": line["product_id"], "quantity": luck.randint(1, line["reserved"]), "line": line["line"]}
        await company.ok(company.shipper, "POST", f"/orders/{now['id']}/ship", {"lines": [some]})


async def _receive(company: Company, now: Any, luck: random.Random) -> None:
    for one in await company.ok(company.seller, "GET", f"/orders/{now['id']}/shipments"):
        if one["status"] == "SENT" and luck.random() < 0.5:
            await receive(company, one)


async def _return(company: Company, now: Any, luck: random.Random) -> None:
    for one in await company.ok(company.seller, "GET", f"/orders/{now['id']}/shipments"):
        left = one["lines"][0]["received"] - one["lines"][0]["returned"]
        if one["status"] == "RECEIVED" and left and luck.random() < 0.3:
            line = {"line": one["lines"][0]["line"], "quantity": luck.randint(1, left)}
            wanted = {"shipment_id": one["id"], "reason": WHY, "lines": [line]}
            found = await company.ok(company.seller, "POST", "/returns", wanted)
            await company.ok(company.process, "POST", f"/returns/{found['id']}/approve", {"round": 1})
            await company.ok(company.shipper, "POST", f"/returns/{found['id']}/receive", {"lines": []})
            return
