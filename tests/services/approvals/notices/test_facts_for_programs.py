"""Do facts of other services reach the programs that asked for them: in order, once in effect, and never lost?"""

# ruff: noqa: F811 (a fixture of another file is named like what it gives)

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from chassis.base import clock
from chassis.testing.plugin import an_actor
from messages.approvals.notices import DeliveryGivenUp, DeliveryState, DeliveryView
from messages.deals.customers import CustomerAdded, CustomerChanged
from messages.orders.orders import OrderConfirmed
from messages.orders.shipments import ShipmentSent
from services.approvals.domain.notices.schedule import LEASE
from services.approvals.store.notices.deliveries import claim_due
from tests import builders
from tests.services.approvals.conftest import Company
from tests.services.approvals.notices.post import (  # noqa: F401 (fixtures)
    Post,
    later,
    mail_server,
    post,
    web_server,
)
from tests.services.approvals.notices.test_webhooks import an_endpoint

FACTS = [CustomerAdded.subject, CustomerChanged.subject, OrderConfirmed.subject, ShipmentSent.subject]
DESK = an_actor("order_admin", unit="cs/office")


def an_order(order: UUID, **more: Any) -> OrderConfirmed:
    told = {
        "order_id": order, "number": "SO-1", "customer_id": uuid4(), "owner_id": uuid4(), "legal_entity_id": "CS-CN",
        "total": builders.cny("9.00"), "confirmed_at": clock.now(), "version": 2,
    }  # fmt: skip
    return OrderConfirmed.model_validate(told | more)


def a_shipment(order: UUID, number: str = "SH-1") -> ShipmentSent:
    return ShipmentSent(
        shipment_id=uuid4(), number=number, order_id=order, customer_id=uuid4(), by_id=uuid4(), lines=[],
        sent_at=clock.now(), legal_entity_id="CS-CN",
    )  # fmt: skip


async def told(post: Post, *facts: Any) -> None:
    for sequence, fact in enumerate(facts, 1):
        await post.harness.deliver(fact, sequence=sequence, twice=True)


async def shown(post: Post, who: Any = DESK, **query: Any) -> list[DeliveryView]:
    """The oldest first."""
    answer = await post.harness.api.as_(who).get("/deliveries", params={"to_programs": True} | query)
    assert answer.status_code == 200, answer.text
    return [DeliveryView.model_validate(one) for one in reversed(answer.json()["items"])]


def heard(post: Post) -> list[str]:
    return [one.json["data"]["number"] for one in post.web.heard]


async def swept(post: Post, at: datetime | None = None) -> tuple[int, int]:
    """All that is due: sent, failed."""
    sent = failed = 0
    while True:
        found = await post.sweep(at)
        sent, failed = sent + found.sent, failed + found.failed
        if not found.more:
            return sent, failed


async def test_feature_116_a_program_hears_the_facts_that_it_named_of_its_legal_entity(
    company: Company, post: Post
) -> None:
    await an_endpoint(post, events=FACTS, legal_entity_id="CS-CN")
    await an_endpoint(post, url=f"{post.web.url}/de", events=FACTS, legal_entity_id="CS-DE")
    await an_endpoint(post, url=f"{post.web.url}/approvals")
    order = uuid4()
    await told(post, builders.a_customer(), an_order(order), a_shipment(order))
    assert await swept(post) == (3, 0)
    assert [one.path for one in post.web.heard] == ["/erp"] * 3
    assert {one.json["type"] for one in post.web.heard} == {FACTS[0], FACTS[2], FACTS[3]}
    assert sorted(heard(post)) == ["CU-2026-CS-CN-000001", "SH-1", "SO-1"]
    assert len({one.json["id"] for one in post.web.heard}) == 3


async def test_feature_116_app_186_what_nobody_else_needs_is_not_sent(company: Company, post: Post) -> None:
    admin = post.harness.api.as_(an_actor("admin", legal_entities=("*",)))
    body = {"url": f"{post.web.url}/erp", "events": ["orders.order.placed.v1"]}
    answer = await admin.post("/endpoints", json=body)
    assert (answer.status_code, answer.json()["rule"]) == (409, "APP-186")


async def test_feature_116_facts_of_one_record_go_out_in_order_and_hold_nobody_elses(
    company: Company, post: Post
) -> None:
    await an_endpoint(post, events=FACTS)
    order, other = uuid4(), uuid4()
    await told(post, an_order(order), a_shipment(order, "SH-1"), a_shipment(order, "SH-2"))
    post.web.answers.append((500, b"out of order"))
    assert await swept(post) == (0, 1)
    await told(post, an_order(other, number="X"))
    assert await swept(post) == (1, 0)
    assert heard(post) == ["SO-1", "X"]
    first, second, third, _ = await shown(post)
    assert (first.state, first.error, first.held) == (DeliveryState.WAITING, "HTTP 500 out of order", False)
    assert [(one.held, one.attempts) for one in (second, third)] == [(True, 0), (True, 0)]
    assert first.due_at is not None
    assert (await post.sweep(first.due_at - timedelta(seconds=1))).more is False, "who waits keeps nobody awake"
    assert await swept(post, first.due_at) == (3, 0)
    assert [number for number in heard(post) if number != "X"] == ["SO-1", "SO-1", "SH-1", "SH-2"]


async def test_feature_116_facts_that_arrive_in_another_order_go_out_in_that_of_their_record(
    company: Company, post: Post
) -> None:
    await an_endpoint(post, events=FACTS)
    order, moment = uuid4(), clock.now()
    for sequence, fact in ((3, a_shipment(order, "SH-2")), (2, a_shipment(order, "SH-1")), (1, an_order(order))):
        await post.harness.deliver(fact, sequence=sequence, at=moment)
    assert await swept(post) == (3, 0)
    assert heard(post) == ["SO-1", "SH-1", "SH-2"]


async def test_feature_116_app_189_what_is_refused_is_stuck_until_somebody_sends_it_again(
    company: Company, post: Post, outbox: Any
) -> None:
    await an_endpoint(post, events=FACTS)
    order = uuid4()
    await told(post, an_order(order), a_shipment(order))
    post.web.answers.append((400, b"no such customer group"))
    assert await swept(post) == (0, 1)
    assert await swept(post, later(days=9)) == (0, 0), "it is not tried again, and the shipment stays behind it"
    stuck, held = await shown(post)
    assert (stuck.state, stuck.error, stuck.number) == ("GIVEN_UP", "HTTP 400 no such customer group", "SO-1")
    assert (held.state, held.held) == ("WAITING", True)
    [given_up] = await outbox(DeliveryGivenUp)
    assert (given_up.delivery_id, given_up.attempts) == (stuck.id, 1)
    notices = (await company.as_("root").get("/notices")).json()["items"]
    assert [(one["what"], one["about"]["number"]) for one in notices] == [("given_up", "SO-1")]
    client = post.harness.api.as_(DESK)
    assert (await client.post(f"/deliveries/{stuck.id}/resend")).json()["state"] == "WAITING"
    assert await swept(post) == (2, 0)
    assert heard(post) == ["SO-1", "SO-1", "SH-1"]


async def test_feature_116_app_190_what_is_refused_may_be_set_aside_with_a_reason(company: Company, post: Post) -> None:
    await an_endpoint(post, events=FACTS)
    order = uuid4()
    await told(post, an_order(order), a_shipment(order))
    post.web.answers.append((422, b"closed period"))
    await swept(post)
    stuck, held = await shown(post)
    client = post.harness.api.as_(DESK)
    why = {"reason": "entered by hand"}
    refused = await client.post(f"/deliveries/{held.id}/set-aside", json=why)
    assert (refused.status_code, refused.json()["rule"]) == (409, "APP-190")
    for _ in range(2):
        aside = (await client.post(f"/deliveries/{stuck.id}/set-aside", json=why)).json()
        assert aside["state"] == "DROPPED"
        assert "entered by hand (HTTP 422 closed period)" in aside["error"]
    assert await swept(post) == (1, 0)
    assert heard(post) == ["SO-1", "SH-1"]


async def test_feature_116_what_waits_for_a_program_that_is_gone_is_dropped(company: Company, post: Post) -> None:
    endpoint = await an_endpoint(post, events=FACTS)
    order = uuid4()
    await told(post, an_order(order), a_shipment(order))
    post.web.answers.append((400, b"no"))
    await swept(post)
    assert (await company.as_("root").delete(f"/endpoints/{endpoint['id']}")).status_code == 200
    assert await swept(post) == (0, 0)
    assert [one.state for one in await shown(post)] == ["DROPPED", "DROPPED"]


@pytest.mark.parametrize("status", [408, 425, 429, 503])
async def test_feature_116_app_189_too_early_too_often_and_too_slow_are_tried_again(
    company: Company, post: Post, status: int
) -> None:
    await an_endpoint(post, events=FACTS)
    await told(post, an_order(uuid4()))
    post.web.answers.append((status, b"later"))
    assert await swept(post) == (0, 1)
    assert await swept(post, later(minutes=2)) == (1, 0)


async def test_feature_116_app_188_a_program_that_has_it_already_has_taken_it(company: Company, post: Post) -> None:
    await an_endpoint(post, events=FACTS)
    await told(post, an_order(uuid4()))
    post.web.answers += [(500, b"taken, and the answer was lost"), (409, b"known")]
    await swept(post)
    assert await swept(post, later(minutes=2)) == (1, 0)
    await told(post, an_order(uuid4()))
    post.web.answers.append((409, b"period closed"))
    assert await swept(post, later(minutes=3)) == (0, 1), "at the first try it cannot have it"
    assert [one.state for one in await shown(post)] == ["SENT", "GIVEN_UP"]


async def test_feature_116_whoever_dies_while_sending_loses_nothing(company: Company, post: Post) -> None:
    """What was claimed and never written down as sent is sent again after the lease, under the same id."""
    await an_endpoint(post, events=FACTS)
    order = uuid4()
    await told(post, an_order(order), a_shipment(order))
    async with post.harness.uow().begin() as work:
        assert len(await claim_due(work, 40, LEASE)) == 1, "one of a record at a time"
    assert await swept(post) == (0, 0)
    assert await swept(post, later(seconds=LEASE.total_seconds() + 1)) == (2, 0)
    assert heard(post) == ["SO-1", "SH-1"]


async def test_feature_116_order_administration_sees_what_goes_to_programs_of_its_legal_entity(
    company: Company, post: Post
) -> None:
    await an_endpoint(post, events=FACTS)
    await told(post, an_order(uuid4()), an_order(uuid4(), number="DE", legal_entity_id="CS-DE"))
    assert [one.number for one in await shown(post)] == ["SO-1"]
    [other] = [one for one in await shown(post, an_actor("ops", legal_entities=("*",))) if one.number == "DE"]
    client = post.harness.api.as_(DESK)
    assert (await client.post(f"/deliveries/{other.id}/resend")).status_code == 404
    assert (await client.get("/deliveries", params={"everybody": True})).status_code == 403
    seller = post.harness.api.as_(an_actor("sales"))
    assert (await seller.get("/deliveries", params={"to_programs": True})).status_code == 403
    assert (await seller.post(f"/deliveries/{other.id}/resend")).status_code == 404
