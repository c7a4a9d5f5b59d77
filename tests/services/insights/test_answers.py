"""Who sees which sales, and do the sums tell how business stands?"""

from datetime import UTC, datetime, timedelta
from typing import Any

from chassis.base.clock import new_id
from chassis.testing.plugin import Api, an_actor
from messages.collections.receivables import ReceivableOpened, ReceivablePaid
from tests.services.insights.conftest import TOTAL, Sale, get


async def test_case_a10_timelines_of_ones_own_sales_of_the_unit_or_of_the_legal_entity(api: Api, sale: Sale) -> None:
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
            ("/timeline/events", {"id": str(sale.order)}),
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


async def test_case_a10_e17_the_funnel_counts_what_one_may_see(api: Api, sale: Sale) -> None:
    everything = await get(api, an_actor("director"), "/funnel")
    for actor, shown in (
        (an_actor("ops"), everything),
        (an_actor("sales_manager", unit="cs/east"), everything),
        (an_actor("ops", legal_entities=("CS-US",)), []),
        (an_actor("director", legal_entities=("CS-US",)), []),
        (an_actor("sales_manager", unit="cs/west"), []),
    ):
        assert await get(api, actor, "/funnel") == shown, (actor.roles, actor.unit, actor.legal_entities)
    assert everything


async def test_what_is_owed_is_aged_by_its_due_date(api: Api, deliver: Any) -> None:
    today = datetime.now(UTC).date()
    own = {"customer_id": new_id(), "owner_id": new_id(), "legal_entity_id": "CS-CN", "amount": TOTAL}
    for late, number in ((-5, "R1"), (10, "R2"), (100, "R3"), (100, "R4")):
        due = today - timedelta(days=late)
        id = new_id()
        await deliver(ReceivableOpened(receivable_id=id, number=number, due_on=due, version=1, **own))
        if number == "R4":
            await deliver(ReceivablePaid(receivable_id=id, number=number, settled_on=today, version=2, **own))
    rows = await get(api, an_actor("finance"), "/ageing")
    ageing = {row["bucket"]: (row["count"], row["amount"]["amount"]) for row in rows}
    assert ageing == {
        "undated": (0, "0.00"), "not_due": (1, "1000.00"), "1-30": (1, "1000.00"), "31-60": (0, "0.00"),
        "61-90": (0, "0.00"), "91+": (1, "1000.00"),
    }  # fmt: skip


async def test_feature_166_a_sellers_day_is_reported_in_his_own_time_zone(api: Api, sale: Sale) -> None:
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
