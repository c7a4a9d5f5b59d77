"""What does an event say of its record?"""

from decimal import Decimal
from typing import Any
from uuid import UUID

import pytest

from services.insights.domain.interpretation import NOBODY, Link, read

LEAD, OPPORTUNITY, CONTRACT, ORDER, PAYMENT, OWNER, CUSTOMER = (UUID(int=n) for n in range(1, 8))
TOTAL = {"amount": "10.50", "currency": "CNY"}


def reading(subject: str, id: UUID, **data: Any) -> Any:
    return read(subject, id, {name: str(v) if isinstance(v, UUID) else v for name, v in data.items()}, actor_id=None)


def test_a_contract_tells_its_number_state_money_owner_and_opportunity() -> None:
    told = reading(
        "deals.contract.effective.v1",
        CONTRACT,
        contract_id=CONTRACT,
        number="CT-1",
        opportunity_id=OPPORTUNITY,
        customer_id=CUSTOMER,
        customer_name="华为",
        owner_id=OWNER,
        legal_entity_id="CS-CN",
        total=TOTAL,
    )
    assert (told.service, told.kind, told.number, told.title) == ("deals", "contract", "CT-1", "华为")
    assert (told.status, told.amount, told.currency) == ("EFFECTIVE", Decimal("10.50"), "CNY")
    assert (told.owner_id, told.customer_id, told.legal_entity_id) == (OWNER, CUSTOMER, "CS-CN")
    assert told.links == (Link(CONTRACT, "contract", OPPORTUNITY, "opportunity"),)
    assert set(told.refs) == {CONTRACT, OPPORTUNITY, CUSTOMER, OWNER}


@pytest.mark.parametrize(
    ("subject", "data", "status"),
    [
        pytest.param("leads.lead.captured.v1", {"status": "DUPLICATE"}, "DUPLICATE", id="the state it is told with"),
        pytest.param("leads.lead.claimed.v1", {}, "OWNED", id="a verb that is no state"),
        pytest.param("leads.lead.followed_up.v1", {"kind": "CALL"}, None, id="what does not change the state"),
        pytest.param("deals.contract.submitted.v1", {}, "IN_APPROVAL", id="the words of the owner"),
        pytest.param("orders.order.cancel_requested.v1", {}, "CANCELLING", id="while it is undone"),
        pytest.param("deals.contract.cancel_requested.v1", {}, "CANCELLING", id="while orders is asked"),
        pytest.param("deals.contract.kept.v1", {"orders": ["SO-1"]}, "EFFECTIVE", id="as before"),
        pytest.param("deals.contract.file_attached.v1", {"file_name": "x"}, None, id="a file is no state"),
        pytest.param("collections.payment.released.v1", {"status": "RECORDED"}, "RECORDED", id="it waits as before"),
        pytest.param("approvals.request.settled.v1", {"outcome": "APPROVED"}, "APPROVED", id="an outcome"),
        pytest.param("approvals.person.changed.v1", {"name": "Li"}, None, id="what has no state"),
        pytest.param("orders.order.shipped.v2", {}, "SHIPPED", id="a version to come"),
    ],
)
def test_the_state_of_a_record_follows_from_what_happened(
    subject: str, data: dict[str, Any], status: str | None
) -> None:
    assert reading(subject, LEAD, **data).status == status


def test_a_reclaimed_lead_has_no_owner_but_somebodys_day_knows_it() -> None:
    told = reading("leads.lead.reclaimed.v1", LEAD, lead_id=LEAD, former_owner_id=OWNER)
    assert (told.owner_id, told.person_id) == (NOBODY, OWNER)


def test_only_an_opportunity_has_a_stage() -> None:
    assert reading("deals.opportunity.advanced.v1", OPPORTUNITY, stage="Proposing").stage == "Proposing"
    assert reading("orders.order.placed.v1", ORDER, stage="Proposing").stage is None


def test_a_payment_belongs_to_each_of_its_orders() -> None:
    told = reading("collections.payment.recorded.v1", PAYMENT, payment_id=PAYMENT, order_ids=[str(ORDER), str(LEAD)])
    assert {link.parent for link in told.links} == {ORDER, LEAD}


@pytest.mark.parametrize(
    ("verb", "status"),
    [
        ("issued", "ISSUED"), ("reduced", "REQUESTED"), ("reversal_due", "ISSUED"), ("filed", None),
        ("filing_failed", None), ("mail_requested", None), ("mail_given_up", None),
    ],
)  # fmt: skip
def test_an_invoice_stays_what_it_is_while_it_is_sent_and_asked_for(verb: str, status: str | None) -> None:
    told = reading(f"collections.invoice.{verb}.v1", PAYMENT, invoice_id=PAYMENT, order_ids=[str(ORDER), str(LEAD)])
    assert told.status == status
    assert {link.parent for link in told.links} == {ORDER, LEAD}


def test_a_conversion_links_the_lead_above_the_opportunity() -> None:
    told = reading("leads.lead.converted.v1", LEAD, lead_id=LEAD, opportunity_id=OPPORTUNITY, customer_id=CUSTOMER)
    assert told.links == (Link(OPPORTUNITY, "opportunity", LEAD, "lead"),)


def test_a_request_belongs_to_what_it_is_about() -> None:
    about = {"kind": "contract", "id": str(CONTRACT), "number": "CT-1", "title": "华为"}
    told = reading("approvals.request.opened.v1", LEAD, request_id=LEAD, about=about)
    assert told.links == (Link(LEAD, "request", CONTRACT, "contract"),)
    assert (told.number, told.numbers, told.title) == ("CT-1", (), "华为")


def test_an_event_of_an_unknown_kind_is_found_by_what_it_mentions() -> None:
    told = reading("moon.rocket.started.v1", LEAD, rocket_id=LEAD, order_id=ORDER, nested={"deep": [str(OWNER)]})
    assert (told.kind, told.status, told.links) == ("rocket", None, ())
    assert set(told.refs) == {LEAD, ORDER, OWNER}


@pytest.mark.parametrize("junk", [None, "x", 3, [], {}, {"amount": 1}])
def test_whatever_stands_in_a_field_an_event_is_never_rejected(junk: Any) -> None:
    names = ("number", "total", "due_on", "owner_id", "order_ids", "about", "stage", "legal_entity_id")
    assert read("orders.order.placed.v1", ORDER, dict.fromkeys(names, junk), actor_id=OWNER).record_id == ORDER
