"""Is every fact kept once, in any order, and does it tell the sale as it was?"""

from datetime import timedelta
from itertools import permutations
from typing import Any

from sqlalchemy import text

from chassis.testing import Api, House, an_actor, assert_migrated
from messages.deals.opportunities import OpportunityAdvanced, OpportunityOpened, OpportunityWon
from tests.services.insights.conftest import AT, Sale, get


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
