"""Is every event saved once, in any order, and does the timeline tell the sale as it was?"""

from datetime import timedelta
from itertools import permutations
from typing import Any

from sqlalchemy import text

from chassis.base.clock import new_id
from chassis.events.envelope import Envelope
from chassis.testing.plugin import Api, ServiceHarness, an_actor, assert_migrated
from messages.deals.opportunities import OpportunityAdvanced, OpportunityOpened, OpportunityWon
from tests.services.insights.conftest import AT, Sale, get
from tests.services.statement_log import statements


async def test_the_migrations_equal_the_tables(harness: ServiceHarness) -> None:
    await assert_migrated(harness)


async def test_events_that_come_twice_and_backwards_are_saved_once_and_in_their_order(api: Api, sale: Sale) -> None:
    page = await get(api, an_actor("ops"), "/timeline", number="ld-1", limit=100)
    told = [entry["subject"].split(".", 1)[1].removesuffix(".v1") for entry in page["items"]]
    assert told == [
        "lead.captured", "lead.claimed", "lead.followed_up", "lead.converted", "opportunity.opened",
        "opportunity.advanced", "opportunity.won", "contract.drafted", "request.opened", "contract.effective",
        "order.placed", "order.placed", "receivable.opened", "payment.recorded", "payment.confirmed",
    ]  # fmt: skip


async def test_the_state_does_not_depend_on_the_order_of_arrival(harness: ServiceHarness, deliver: Any) -> None:
    sale = Sale()
    events = [
        event for event in sale.events() if isinstance(event, OpportunityOpened | OpportunityAdvanced | OpportunityWon)
    ]
    seen = set()
    for order in permutations(range(3)):
        async with harness.database.session() as session, session.begin():
            await session.execute(text("TRUNCATE event, record, link, number_index, inbox"))
        for place in order:
            await deliver(events[place], at=AT + timedelta(minutes=place))
        async with harness.database.session() as session:
            row = await session.execute(text("SELECT status, stage, amount, title, number, owner_id FROM record"))
            seen.add(tuple(row.one()))
    assert len(seen) == 1
    assert seen.pop()[:2] == ("WON", "Proposal")


async def test_events_saved_together_leave_what_they_leave_one_by_one(harness: ServiceHarness) -> None:
    """All of a sale, several of one record among them, some of them twice; backwards, too."""
    subscriptions, tables = harness.service.subscriptions, ("event", "record", "link", "number_index")
    assert subscriptions is not None
    told = [
        Envelope.around(event, id=new_id(), time=AT + timedelta(minutes=n), sequence=n)
        for n, event in enumerate(Sale().events())
    ]
    left = []
    for sizes in (1, 7, len(told)):
        for order in (told, told[::-1]):
            batches = [order[at : at + sizes] for at in range(0, len(order), sizes)]
            for batch in [*batches, told[:5]]:
                if sizes == 1:
                    for envelope in batch:
                        await subscriptions.handle(envelope, harness.database)
                else:
                    taken = await subscriptions.handle_together(batch, harness.database)
                    assert len(taken) == len(batch) or len(batch) == 1
                    for envelope in batch if not taken else ():
                        await subscriptions.handle(envelope, harness.database)
            async with harness.database.session() as session, session.begin():
                rows = {}
                for table in tables:
                    found = await session.execute(text(f"SELECT to_jsonb(t)::text FROM {table} t"))
                    rows[table] = sorted(found.scalars())
                await session.execute(text("TRUNCATE event, record, link, number_index, inbox"))
            left.append(rows)
    assert len(left[0]["event"]) == len(told)
    assert all(rows == left[0] for rows in left)


async def test_events_that_come_together_are_saved_with_one_statement(harness: ServiceHarness) -> None:
    subscriptions = harness.service.subscriptions
    assert subscriptions is not None
    orders = [event for event in Sale().events() if event.service() == "deals"]
    told = [Envelope.around(event, id=new_id(), time=AT, sequence=n) for n, event in enumerate(orders)]
    assert len({envelope.subject for envelope in told}) < len(told)  # several are of one record
    with statements(harness) as said:
        assert len(await subscriptions.handle_together(told, harness.database)) == len(told)
    assert len(said) == 1, said


async def test_a_timeline_is_of_one_sale_and_not_of_the_contracts_other_orders(api: Api, sale: Sale) -> None:
    page = await get(api, an_actor("finance"), "/timeline", number="PA-1")
    numbers = {entry["number"] for entry in page["items"]}
    assert numbers == {"LD-1", "OP-1", "CT-2026-CS-CN-000001", "OR-1", "PA-1"}
    events = await get(api, an_actor("finance"), "/timeline/events", id=str(sale.order))
    assert str(sale.second) not in {event["record_id"] for event in events["items"]}
    assert str(sale.receivable) in {event["record_id"] for event in events["items"]}


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
