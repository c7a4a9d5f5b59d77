"""Do the events of an order's goods say how it stands, so that its process needs not ask?"""

from typing import Any
from uuid import UUID

from chassis.testing.plugin import ServiceHarness
from messages.orders.orders import OrderPlaced, OrderSnapshot
from messages.orders.shipments import ShipmentReceived, ShipmentSent
from tests.services.orders.conftest import Company


async def asked(company: Company, id: UUID) -> OrderSnapshot:
    answer = await company.ok(company.process, "GET", f"/orders/{id}/snapshot")
    return OrderSnapshot.model_validate(answer)


async def test_each_event_says_what_stands_after_its_act(
    company: Company, placed: Any, harness: ServiceHarness
) -> None:
    id = placed["id"]
    [event] = await harness.outbox(OrderPlaced)
    assert event.stands == await asked(company, id)
    await company.ok(company.process, "POST", f"/orders/{id}/confirm-and-reserve")
    sent = await company.ok(company.shipper, "POST", f"/orders/{id}/ship", {})
    [event] = await harness.outbox(ShipmentSent)
    assert event.stands == await asked(company, id)
    assert [item.id for item in event.stands.on_the_way] == [UUID(sent["id"])]
    await company.ok(company.shipper, "POST", f"/shipments/{sent['id']}/receive")
    [event] = await harness.outbox(ShipmentReceived)
    assert event.stands == await asked(company, id)
    assert (event.stands.status, event.stands.on_the_way) == ("RECEIVED", [])
