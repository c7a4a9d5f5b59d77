"""Which facts go to other programs, in which line, and what do they say by their answers?"""

from uuid import uuid4

import pytest

from messages.deals.customers import CustomerChanged
from messages.errors import RuleViolation
from messages.orders.shipments import ShipmentReturned
from services.approvals.domain.notices import outgoing_facts as facts
from services.approvals.domain.notices.channels import Hook


def test_app_186_only_what_another_program_needs_goes_out() -> None:
    facts.must_go_out(["*", "approvals.request.opened.v1", *facts.KINDS])
    for subject in ("orders.order.placed.v1", "deals.contract.drafted.v1", "collections.dunning.sent.v1"):
        with pytest.raises(RuleViolation, match="APP-186"):
            facts.must_go_out(["*", subject])


def test_app_187_goods_stand_in_the_line_of_their_order_and_customers_in_their_own() -> None:
    order, customer = uuid4(), uuid4()
    returned = ShipmentReturned(shipment_id=uuid4(), number="SH-1", order_id=order, customer_id=customer)
    assert facts.record_of(returned) == order
    changed = CustomerChanged(customer_id=customer, number="CU-1", name="A", legal_entity_id="CS-CN")
    assert facts.record_of(changed) == customer


@pytest.mark.parametrize(
    ("status", "tries", "taken"),
    [(200, 1, True), (204, 1, True), (302, 1, False), (199, 1, False), (409, 1, False), (409, 2, True), (0, 2, False)],
)
def test_app_188_taken_is_success_or_known_from_before(status: int, tries: int, taken: bool) -> None:
    assert facts.is_taken(status, tries=tries) is taken


@pytest.mark.parametrize(
    ("status", "final"),
    [(0, False), (302, False), (400, True), (404, True), (408, False), (409, True), (425, False), (429, False),
     (499, True), (500, False), (503, False)],
)  # fmt: skip
def test_app_189_a_refusal_is_final_and_a_fault_is_not(status: int, final: bool) -> None:
    assert facts.is_refused_for_good(status) is final


@pytest.mark.parametrize(
    ("state", "to_program"), [("WAITING", True), ("SENT", True), ("DROPPED", True), ("GIVEN_UP", False)]
)
def test_app_190_only_what_a_program_refused_is_set_aside(state: str, to_program: bool) -> None:
    facts.must_be_stuck("GIVEN_UP", to_program=True)
    with pytest.raises(RuleViolation, match="APP-190"):
        facts.must_be_stuck(state, to_program=to_program)


def test_facts_of_other_services_are_named_one_by_one() -> None:
    every, named = Hook(uuid4(), frozenset({"*"}), None), Hook(uuid4(), frozenset(facts.KINDS), "CS-CN")
    subject = CustomerChanged.subject
    assert not every.wants(subject, "CS-CN"), "who heard of all approvals hears nothing else than before"
    assert (named.wants(subject, "CS-CN"), named.wants(subject, "CS-DE")) == (True, False)
