"""Is every fact kept once, in any order, and does it tell how things stand?"""

from datetime import UTC, datetime, timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from chassis.clock import new_id
from chassis.testing import Api, House, an_actor, assert_migrated
from messages.approvals.events import PersonChanged, RequestOpened
from messages.approvals.parts import About
from messages.base import Event
from messages.collections.payments import PaymentConfirmed, PaymentRecorded
from messages.collections.receivables import ReceivableOpened, ReceivablePaid
from messages.deals.contracts import ContractDrafted, ContractEffective
from messages.deals.customers import CustomerAdded
from messages.deals.opportunities import OpportunityAdvanced, OpportunityOpened, OpportunityWon
from messages.leads.events import LeadCaptured, LeadClaimed, LeadConverted, LeadFollowedUp
from messages.leads.leads import FollowUpKind
from messages.money import Money
from messages.orders.orders import OrderPlaced

AT = datetime(2026, 3, 6, 2, tzinfo=UTC)
TOTAL = Money.of("1000.00", "CNY")


class Sale:
    """A sale of 王芳's to one customer, from lead to payment, and a second order of the same contract."""

    def __init__(self) -> None:
        self.owner = an_actor("sales", name="王芳", unit="cs/east/sales-1")
        self.lead, self.customer, self.opportunity, self.contract = new_id(), new_id(), new_id(), new_id()
        self.order, self.second, self.payment, self.receivable, self.request = (new_id() for _ in range(5))

    def facts(self) -> list[Event]:
        own: dict[str, Any] = {"owner_id": self.owner.id, "legal_entity_id": "CS-CN"}
        bought: dict[str, Any] = own | {"customer_id": self.customer}
        deal = bought | {"opportunity_id": self.opportunity, "contract_id": self.contract, "total": TOTAL}
        contract = deal | {"number": "CT-2026-CS-CN-000001"}
        order = bought | {"contract_id": self.contract, "total": TOTAL}
        paid = {"customer_id": self.customer, "order_ids": [self.order], "amount": TOTAL, "legal_entity_id": "CS-CN"}
        about = About(kind="contract", id=self.contract, number="CT-2026-CS-CN-000001", title="华为")
        return [
            LeadCaptured(lead_id=self.lead, number="LD-1", source="web", legal_entity_id="CS-CN", version=1),
            LeadClaimed(
                lead_id=self.lead, number="LD-1", pool_id=None, owner_id=self.owner.id, follow_up_due_at=AT, version=2
            ),
            LeadFollowedUp(
                lead_id=self.lead,
                number="LD-1",
                owner_id=self.owner.id,
                kind=FollowUpKind.CALL,
                follow_up_due_at=AT,
                version=3,
            ),
            LeadConverted(
                lead_id=self.lead,
                number="LD-1",
                customer_name="华为",
                opportunity_id=self.opportunity,
                project="CRM",
                version=4,
                **bought,
            ),
            CustomerAdded(customer_id=self.customer, number="CU-1", name="华为", version=1, **own),
            OpportunityOpened(
                opportunity_id=self.opportunity,
                number="OP-1",
                project="CRM",
                stage="Engaging",
                lead_id=self.lead,
                version=1,
                **bought,
            ),
            OpportunityAdvanced(opportunity_id=self.opportunity, number="OP-1", stage="Proposal", version=2),
            OpportunityWon(
                opportunity_id=self.opportunity,
                number="OP-1",
                customer_id=self.customer,
                owner_id=self.owner.id,
                amount=TOTAL,
                contract_id=self.contract,
                version=3,
            ),
            ContractDrafted(version=1, **contract),
            RequestOpened(
                request_id=self.request,
                process_id=f"contract-approval/{self.contract}",
                policy="contract",
                about=about,
                requester_id=self.owner.id,
                legal_entity_id="CS-CN",
                round=1,
                content_hash="x",
                version=1,
            ),
            ContractEffective(customer_name="华为", lines=[], terms=[], effective_at=AT, version=3, **contract),
            OrderPlaced(order_id=self.order, number="OR-1", version=1, **order),
            OrderPlaced(order_id=self.second, number="OR-2", version=1, **order),
            ReceivableOpened(
                receivable_id=self.receivable, number="RE-1", order_id=self.order, amount=TOTAL, version=1, **bought
            ),
            PaymentRecorded(payment_id=self.payment, number="PA-1", recorded_by=self.owner.id, version=1, **paid),
            PaymentConfirmed(
                payment_id=self.payment, number="PA-1", confirmed_by=new_id(), allocated=TOTAL, version=2, **paid
            ),
        ]

    def person(self) -> PersonChanged:
        return PersonChanged(
            person_id=self.owner.id,
            login="wang",
            name="王芳",
            unit=self.owner.unit,
            manager_id=None,
            roles=["sales"],
            active=True,
            tz="Asia/Shanghai",
            lang="zh",
            legal_entity_id="CS-CN",
            version=1,
        )


@pytest.fixture
async def sale(deliver: Any) -> Sale:
    """Every fact comes twice, the newest first."""
    told = Sale()
    await deliver(told.person(), twice=True)
    facts = told.facts()
    for place in reversed(range(len(facts))):
        await deliver(facts[place], twice=True, at=AT + timedelta(minutes=place), id=UUID(int=place + 1))
    return told


async def get(api: Api, actor: Any, path: str, **params: Any) -> Any:
    answer = await api.as_(actor).get(path, params=params)
    assert answer.status_code == 200, answer.text
    return answer.json()


async def test_the_migrations_equal_the_tables(house: House) -> None:
    await assert_migrated(house)


async def test_facts_that_come_twice_and_backwards_are_kept_once_and_in_their_order(api: Api, sale: Sale) -> None:
    page = await get(api, an_actor("ops"), "/timeline", number="ld-1", limit=100)
    told = [entry["subject"].split(".", 1)[1].removesuffix(".v1") for entry in page["items"]]
    assert told == [
        "lead.captured", "lead.claimed", "lead.followed_up", "lead.converted", "opportunity.opened",
        "opportunity.advanced", "opportunity.won", "contract.drafted", "request.opened", "contract.effective",
        "order.placed", "order.placed", "receivable.opened", "payment.recorded", "payment.confirmed",
    ]  # fmt: skip


async def test_the_state_does_not_depend_on_the_order_of_arrival(house: House, deliver: Any) -> None:
    sale = Sale()
    facts = [
        fact for fact in sale.facts() if isinstance(fact, OpportunityOpened | OpportunityAdvanced | OpportunityWon)
    ]
    seen = set()
    for order in permutations(range(3)):
        async with house.database.session() as session, session.begin():
            await session.execute(text("TRUNCATE fact, record, link, number_index, inbox"))
        for place in order:
            await deliver(facts[place], at=AT + timedelta(minutes=place))
        async with house.database.session() as session:
            row = await session.execute(text("SELECT status, stage, amount, title, number, owner_id FROM record"))
            seen.add(tuple(row.one()))
    assert len(seen) == 1
    assert seen.pop()[:2] == ("WON", "Proposal")


async def test_a_timeline_is_of_one_sale_and_not_of_the_contracts_other_orders(api: Api, sale: Sale) -> None:
    page = await get(api, an_actor("finance"), "/timeline", number="PA-1")
    numbers = {entry["number"] for entry in page["items"]}
    assert numbers == {"LD-1", "OP-1", "CT-2026-CS-CN-000001", "OR-1", "PA-1"}
    facts = await get(api, an_actor("finance"), "/timeline/facts", id=str(sale.order))
    assert str(sale.second) not in {fact["record_id"] for fact in facts["items"]}
    assert str(sale.receivable) in {fact["record_id"] for fact in facts["items"]}


async def test_a_timeline_reads_as_sentences_in_the_readers_language(api: Api, sale: Sale) -> None:
    page = await get(api, an_actor("ops"), "/timeline", id=str(sale.lead))
    assert page["items"][1]["text"] == "王芳 claimed lead LD-1; follow up until 2026-03-06 10:00"
    answer = await api.as_(an_actor("ops")).get(
        "/timeline", params={"id": str(sale.lead)}, headers={"accept-language": "zh"}
    )
    assert answer.json()["items"][1]["text"].startswith("王芳 领取线索 LD-1")
    first = await get(api, an_actor("ops"), "/timeline", id=str(sale.lead), limit=4)
    rest = await get(api, an_actor("ops"), "/timeline", id=str(sale.lead), limit=100, cursor=first["next"])
    assert [len(first["items"]), len(rest["items"])] == [4, 11]


async def test_a_number_in_any_case_leads_to_its_record_and_process(api: Api, sale: Sale) -> None:
    found = await get(api, an_actor("ops"), "/find", number=" ct-2026-cs-cn-000001 ")
    assert (found["kind"], found["id"], found["service"], found["title"]) == (
        "contract",
        str(sale.contract),
        "deals",
        "华为",
    )
    assert found["process_id"] == f"contract-approval/{sale.contract}"
    by_id = await get(api, an_actor("ops"), "/find", number=str(sale.order))
    assert by_id["number"] == "OR-1"
    assert (await api.as_(an_actor("ops")).get("/find", params={"number": "nothing"})).status_code == 404


async def test_sellers_see_the_sales_of_their_own_managers_their_units_others_their_legal_entities(
    api: Api, sale: Sale
) -> None:
    manager = an_actor("sales_manager", unit="cs/east")
    for actor, status in (
        (sale.owner, 200),
        (manager, 200),
        (an_actor("legal"), 200),
        (an_actor("sales"), 404),
        (an_actor("sales_manager", unit="cs/west"), 404),
        (an_actor("finance", legal_entities=("CS-US",)), 404),
    ):
        for path, params in (
            ("/timeline", {"number": "PA-1"}),
            ("/timeline/facts", {"id": str(sale.order)}),
            ("/find", {"number": "CT-2026-CS-CN-000001"}),
        ):
            assert (await api.as_(actor).get(path, params=params)).status_code == status, (actor.roles, path)
    assert (await api.anybody.get("/timeline", params={"number": "PA-1"})).status_code == 401


async def test_bad_questions_are_malformed(api: Api) -> None:
    client = api.as_(an_actor("ops"))
    for path in (
        "/timeline",
        "/timeline?id=7",
        "/timeline?number=%00",
        "/find",
        "/timeline?number=x&limit=0",
        "/daily-report?day=yesterday",
    ):
        assert (await client.get(path)).status_code == 422, path
    assert (await client.get("/timeline?number=x&cursor=xx")).status_code == 404


async def test_the_funnel_counts_each_record_once_where_it_stands_now(api: Api, sale: Sale) -> None:
    funnel = {row["stage"]: (row["count"], row["amount"]) for row in await get(api, an_actor("director"), "/funnel")}
    thousand = {"amount": "1000.00", "currency": "CNY"}
    assert funnel["lead.CONVERTED"] == (1, None)
    assert funnel["opportunity.WON"] == (1, thousand)
    assert funnel["contract.EFFECTIVE"] == (1, thousand)
    assert funnel["order.PLACED"] == (2, {"amount": "2000.00", "currency": "CNY"})
    assert funnel["payment.CONFIRMED"] == (1, thousand)
    assert await get(api, an_actor("sales"), "/funnel") == []
    assert await get(api, sale.owner, "/funnel") == await get(api, an_actor("director"), "/funnel")
    assert await get(api, an_actor("director"), "/funnel", history=True) == []


async def test_what_is_owed_is_aged_by_its_due_date(api: Api, deliver: Any) -> None:
    today = datetime.now(UTC).date()
    own = {"customer_id": new_id(), "owner_id": new_id(), "legal_entity_id": "CS-CN", "amount": TOTAL}
    for late, number in ((-5, "R1"), (10, "R2"), (100, "R3"), (100, "R4")):
        due = today - timedelta(days=late)
        id = new_id()
        await deliver(ReceivableOpened(receivable_id=id, number=number, due_on=due, version=1, **own))
        if number == "R4":
            await deliver(ReceivablePaid(receivable_id=id, number=number, settled_on=today, version=2, **own))
    ageing = {
        row["bucket"]: (row["count"], row["amount"]["amount"]) for row in await get(api, an_actor("finance"), "/ageing")
    }
    assert ageing == {
        "undated": (0, "0.00"), "not_due": (1, "1000.00"), "1-30": (1, "1000.00"), "31-60": (0, "0.00"),
        "61-90": (0, "0.00"), "91+": (1, "1000.00"),
    }  # fmt: skip


async def test_a_sellers_day_is_reported_in_his_own_time_zone(api: Api, sale: Sale) -> None:
    report = await get(api, sale.owner, "/daily-report", day="2026-03-06")
    assert (report["person_name"], report["leads_claimed"], report["follow_ups"]) == ("王芳", 1, 1)
    assert (report["payments"], report["payment_amount"]) == (1, [{"amount": "1000.00", "currency": "CNY"}])
    assert report["new_customers"] == ["华为"]
    before = await get(
        api, an_actor("sales_manager", unit="cs/east"), "/daily-report", day="2026-03-05", person_id=str(sale.owner.id)
    )
    assert before["leads_claimed"] == 0
    other = await api.as_(an_actor("sales")).get("/daily-report", params={"person_id": str(sale.owner.id)})
    assert other.status_code == 404
