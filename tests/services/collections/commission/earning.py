"""How are a plan, goods that arrive and a statement said in a word?"""

from typing import Any
from uuid import UUID, uuid4

from messages.collections.commission import CommissionMode as Mode
from messages.money import Money
from messages.orders.shipments import ShipmentReceived
from tests.services.collections.conftest import NOW, Company

MARCH = "2026-03"


async def publish(company: Company, mode: Mode, **more: Any) -> Any:
    body = {"name": "plan", "legal_entity_id": "CS-CN", "mode": mode, "rate": "3"}
    return await company.post(company.finance, "/commission-plans", **body | more)


async def arrived(
    company: Company, order: dict[str, Any], worth: str, shipment: UUID | None = None, version: int = 2
) -> UUID:
    id = shipment or uuid4()
    own = {"shipment_id": id, "number": "SH-1", "order_id": order["order_id"], "customer_id": order["customer_id"]}
    own |= {"by_id": uuid4(), "received_at": NOW, "worth": Money.of(worth, "CNY")}
    await company.deliver(ShipmentReceived(**own, version=version))
    return id


async def statement(company: Company, person: Any = None, reader: Any = None, month: str = MARCH) -> Any:
    of = person or company.li
    return await company.get(reader or of, f"/commission-statements/{of.id}", month=month)


def sums(seen: Any) -> list[tuple[str, ...]]:
    names = ("accrued", "clawed_back", "payable", "not_payable")
    return [tuple(one[name]["amount"] for name in names) for one in seen["sums"]]
