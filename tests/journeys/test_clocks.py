"""Do leads come back and do late payers hear from us, by the clock and once?"""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from temporalio.client import Client, WorkflowHandle
from temporalio.service import RPCError, RPCStatusCode
from temporalio.testing import TimeSkipper

from deploy.cast.player import Player, until
from deploy.sample import goods
from messages.base import Page
from messages.collections.receivables import ReceivableView
from messages.imports import ImportReport
from messages.insights.views import TimelineEntry
from messages.leads.leads import LeadStatus, LeadView, PostLead
from messages.leads.pools import DefinePool, PoolView
from tests.whole_stack import SalesSoFar, keeper_of


async def test_a_lead_nobody_follows_up_returns_to_its_pool_once(
    sales: SalesSoFar, temporal: Client, skipper: TimeSkipper
) -> None:
    setup, seller = sales.cast.setup, await sales.cast.player("li.sales")
    pool, lead = await _a_pool_with_a_lead(setup)
    claimed = await seller.post("leads", f"/leads/{lead.id}/claim", None, LeadView)
    assert (claimed.pool_id, claimed.status) == (pool.id, LeadStatus.OWNED)
    keeper = temporal.get_workflow_handle(f"pool-reclaim/{pool.id}")
    await until(lambda: runs(keeper), what="the pool's keeper")
    await skipper.fast_forward(keeper, timedelta(days=6, hours=12))
    warned = await setup.get("leads", f"/leads/{lead.id}", LeadView)
    assert warned.status is LeadStatus.OWNED, "not before its time"
    await skipper.fast_forward(keeper, timedelta(days=1))

    async def back() -> LeadView | None:
        seen = await setup.get("leads", f"/leads/{lead.id}", LeadView)
        return seen if seen.status is LeadStatus.POOLED else None

    assert (await until(back, what="the lead to be in its pool")).owner_id is None
    ops = await sales.cast.player("ops")

    async def told() -> list[str] | None:
        history = await ops.get("insights", "/timeline", Page[TimelineEntry], id=lead.id, limit=100)
        subjects = [one.subject for one in history.items]
        return subjects if "leads.lead.reclaimed.v1" in subjects else None

    subjects = await until(told, what="the history of the lead")
    assert subjects.count("leads.lead.reclaimed.v1") == subjects.count("leads.lead.warned.v1") == 1


async def _a_pool_with_a_lead(setup: Player) -> tuple[PoolView, LeadView]:
    source, code = f"source {uuid4().hex[:8]}", f"P{uuid4().hex[:8]}"
    wanted = DefinePool(code=code, name=code, legal_entity_id=goods.ENTITY, unit="cs", sources=[source])
    pool = await setup.post("leads", "/pools", wanted, PoolView)
    said = PostLead(source=source, company=f"公司 {code}", legal_entity_id=goods.ENTITY)
    return pool, await setup.post("leads", "/leads", said, LeadView)


async def runs(keeper: WorkflowHandle[object, object]) -> bool | None:
    try:
        await keeper.describe()
    except RPCError as missing:
        if missing.status is RPCStatusCode.NOT_FOUND:
            return None
        raise
    return True


async def _due_in_ten_days(setup: Player) -> UUID:
    """A receivable that another system has sent; the clock of its customer's keeper is moved by nobody else."""
    due = (datetime.now(UTC) + timedelta(days=10)).date()
    row = {
        "line": 1,
        "external_id": f"INV-{uuid4().hex[:8]}",
        "customer": "C-DUE-SOON",
        "invoiced_on": (due - timedelta(days=30)).isoformat(),
        "due_on": due.isoformat(),
        "amount": "1000.00",
        "currency": "CNY",
        "live": True,
        "legal_entity_id": goods.ENTITY,
        "tz": "Asia/Shanghai",
    }
    report = await setup.post("collections", "/receivables/import", {"rows": [row], "source": "test"}, ImportReport)
    assert report.accepted == 1, report
    id = report.rows[0].id
    assert id is not None
    return id


async def test_an_unpaid_receivable_reaches_each_dunning_level_once(
    sales: SalesSoFar, temporal: Client, skipper: TimeSkipper
) -> None:
    setup = sales.cast.setup
    id = await _due_in_ten_days(setup)
    keeper = temporal.get_workflow_handle(await keeper_of(setup, id))

    async def move(by: timedelta) -> None:
        await skipper.fast_forward(keeper, by)

    async def reminded() -> bool | None:
        return (await setup.get("collections", f"/receivables/{id}", ReceivableView)).reminded or None

    await move(timedelta(days=8))  # not beyond its day at once: of one that is over nobody is reminded (COL-40)
    await until(reminded, what="the reminder, before its day")
    await move(timedelta(days=2 + 16))

    async def climbed() -> ReceivableView | None:
        seen = await setup.get("collections", f"/receivables/{id}", ReceivableView)
        return seen if seen.level == 15 else None

    assert (await until(climbed, what="the dunning level of 15 days")).reminded
    ops = await sales.cast.player("ops")

    async def told() -> list[str] | None:
        history = await ops.get("insights", "/timeline", Page[TimelineEntry], id=id, limit=100)
        subjects = [one.subject for one in history.items]
        return subjects if subjects.count("collections.receivable.overdue.v1") >= 3 else None

    subjects = await until(told, what="the history of the receivable")
    assert subjects.count("collections.receivable.overdue.v1") == 3, "1, 7 and 15 days, each once"
    assert subjects.count("collections.receivable.reminded.v1") == 1
