"""Do the figures of money say what stands? (cases E6, E14, E15, E17)"""

from datetime import UTC, date, datetime
from typing import Any

import pytest

from chassis.base.clock import new_id
from chassis.testing.plugin import Api, an_actor
from messages.approvals.events import PersonChanged
from messages.collections.payments import PaymentConfirmed, PaymentRecorded, PaymentRejected
from messages.collections.receivables import ReceivableBalanceChanged, ReceivableDue, ReceivableOpened, ReceivablePaid
from messages.collections.refunds import RefundConfirmed, RefundRequested
from messages.deals.registrations import RegistrationSubmitted
from messages.money import Money
from tests.services.insights.conftest import TOTAL, get

NOON = datetime(2026, 3, 6, 4, tzinfo=UTC)  # noon of the 6th in Shanghai, the evening of the 5th in Los Angeles
OWN = {"customer_id": new_id(), "owner_id": new_id(), "legal_entity_id": "CS-CN", "amount": TOTAL}


async def owing(api: Api) -> dict[str, str]:
    answer = await api.as_(an_actor("finance"), iat=0, exp=4_102_444_800).get("/ageing")  # whatever day it is
    rows = answer.json()
    return {row["bucket"]: row["amount"]["amount"] for row in rows if row["count"]}


async def test_case_e6_what_was_paid_in_part_is_owed_in_part(api: Api, deliver: Any, time_is: Any) -> None:
    time_is(NOON)
    own = OWN | {"receivable_id": new_id(), "number": "R1", "tz": "Asia/Shanghai"}
    left = Money.of("600.00", "CNY")
    await deliver(ReceivableOpened(**own, due_on=date(2026, 3, 1), open=TOTAL, version=1))
    await deliver(ReceivableBalanceChanged(**own, due_on=date(2026, 3, 1), open=left, version=3))
    assert await owing(api) == {"1-30": "600.00"}
    await deliver(ReceivableDue(**own, due_on=date(2026, 3, 8), open=left, version=4))
    assert await owing(api) == {"not_due": "600.00"}
    await deliver(ReceivablePaid(**own, settled_on=date(2026, 3, 6), open=Money.zero("CNY"), version=6))
    assert await owing(api) == {}
    await deliver(ReceivableBalanceChanged(**own, due_on=date(2026, 3, 8), open=left, version=7))
    assert await owing(api) == {"not_due": "600.00"}


@pytest.mark.parametrize(
    ("tz", "bucket"), [("America/Los_Angeles", "not_due"), ("Asia/Shanghai", "1-30"), ("Pacific/Kiritimati", "1-30")]
)
async def test_case_e6_it_is_late_by_the_customers_day(
    api: Api, deliver: Any, time_is: Any, tz: str, bucket: str
) -> None:
    time_is(NOON)
    own = OWN | {"receivable_id": new_id(), "number": "R1", "tz": tz}
    await deliver(ReceivableOpened(**own, due_on=date(2026, 3, 5), open=TOTAL, version=1))
    assert await owing(api) == {bucket: "1000.00"}


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
async def test_case_e15_what_one_act_opened_and_paid_owes_nothing(
    api: Api, deliver: Any, order: tuple[int, int]
) -> None:
    own = OWN | {"receivable_id": new_id(), "number": "AR-1", "version": 1}
    events = [ReceivableOpened(**own, history=True), ReceivablePaid(**own, history=True, settled_on=date(2026, 1, 1))]
    for place in order:
        await deliver(events[place], at=NOON, sequence=41 + place)
    assert await owing(api) == {}


async def test_case_e14_the_day_tells_confirmed_waiting_and_rejected_money_apart(api: Api, deliver: Any) -> None:
    seller = an_actor("sales", unit="cs/east/sales-1")
    await deliver(_person(seller, "CS-CN"))
    for number, amount in enumerate(("10.00", "200.00", "3000.00"), 1):
        own = {"payment_id": new_id(), "number": f"P{number}", "customer_id": new_id(), "legal_entity_id": "CS-CN"}
        money = Money.of(amount, "CNY")
        await deliver(PaymentRecorded(**own, amount=money, recorded_by=seller.id, version=1), at=NOON)
        if number == 1:
            said = PaymentConfirmed(**own, amount=money, confirmed_by=new_id(), allocated=money, version=2)
            await deliver(said, at=NOON)
        if number == 2:
            await deliver(PaymentRejected(**own, amount=money, reason="no", version=2), at=NOON)
    report = await get(api, seller, "/daily-report", day="2026-03-06")
    told = {name: [money["amount"] for money in report[name]] for name in report if name.startswith("payment")
            and name != "payments"}  # fmt: skip
    assert report["payments"] == 3
    assert told == {"payment_amount": ["10.00"], "payments_waiting": ["3000.00"], "payments_rejected": ["200.00"]}


async def test_feature_120_what_went_back_is_in_the_report_of_its_day(api: Api, deliver: Any) -> None:
    seller = an_actor("sales", unit="cs/east/sales-1")
    await deliver(_person(seller, "CS-CN"))
    own: dict[str, Any] = {
        "number": "RF-1", "payment_id": new_id(), "payment_number": "PM-1", "customer_id": new_id(),
        "owner_id": seller.id, "legal_entity_id": "CS-CN", "amount": Money.of("70.00", "CNY"), "reason": "too much",
    }  # fmt: skip
    first, second = new_id(), new_id()
    for id in (first, second):
        await deliver(RefundRequested(**own, refund_id=id, requested_by=seller.id, version=1), at=NOON)
    done = RefundConfirmed(**own, refund_id=first, confirmed_by=new_id(), paid_on=date(2026, 3, 6), version=2)
    await deliver(done, at=NOON)
    report = await get(api, seller, "/daily-report", day="2026-03-06")
    assert report["refunded"] == [{"amount": "70.00", "currency": "CNY"}], "what is only asked for has not gone"
    assert (await get(api, seller, "/daily-report", day="2026-03-07"))["refunded"] == []


async def test_case_e17_the_funnel_counts_what_is_of_ones_own_legal_entity(api: Api, deliver: Any) -> None:
    seller = an_actor("sales", unit="cs/east/sales-1")
    await deliver(_person(seller, "CS-CN"))
    own = {"registration_id": new_id(), "number": "RG-1", "opportunity_id": new_id(), "customer_id": new_id()}
    await deliver(RegistrationSubmitted(**own, owner_id=seller.id, project="CRM", version=1))
    ours, theirs = [
        await get(api, an_actor("ops", legal_entities=(entity,)), "/funnel") for entity in ("CS-CN", "CS-US")
    ]
    assert [(row["stage"], row["count"]) for row in ours] == [("registration.SUBMITTED", 1)]
    assert theirs == []


def _person(actor: Any, entity: str) -> PersonChanged:
    return PersonChanged(
        person_id=actor.id, login="li", name="Li", unit=actor.unit, manager_id=None, roles=["sales"], active=True,
        tz="Asia/Shanghai", lang="zh", legal_entity_id=entity, version=1,
    )  # fmt: skip
