"""Does a late payment reach the people whom its levels name: in the inbox, in the app, and by mail?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from temporalio.client import Client
from temporalio.testing import TimeSkipper

from deploy.cast.player import Player, until
from deploy.sample import goods
from messages.approvals.notices import AddChannel, ChannelView, NoticeCount, NoticeView
from messages.approvals.tasks import InboxItem, InboxPage
from messages.base import Page
from messages.collections.dunning.dunnings import DunningView
from messages.collections.dunning.letters import LetterState
from messages.imports import ImportReport
from messages.leads.leads import AssignLeads, PostLead
from messages.leads.leads import LeadView as Lead
from tests.services.approvals.notices.receivers import Mailbox
from tests.whole_stack import SalesSoFar, keeper_of


async def test_case_e1_feature_188_an_imported_overdue_receivable_reaches_its_owner_his_manager_and_a_mailbox(
    sales: SalesSoFar, temporal: Client, skipper: TimeSkipper, mailbox: Mailbox
) -> None:
    setup = sales.cast.setup
    owner, manager = await sales.cast.player("li.sales"), await sales.cast.player("wang.manager")
    address = f"li.{uuid4().hex[:8]}@house.test"
    await owner.post("approvals", "/channels", AddChannel(kind="mail", address=address), ChannelView)
    id = await _imported(setup, owner="li.sales", days_late=3)
    mine = await until(lambda: _overdue(owner, id), what="the owner's to-do")
    assert mine.due_at is not None
    assert await _overdue(manager, id) is None, "not before his level"

    async def mailed() -> bool | None:
        return address in mailbox.to or None

    await until(mailed, what="the mail to the owner")
    keeper = temporal.get_workflow_handle(await keeper_of(setup, id))
    await skipper.fast_forward(keeper, timedelta(days=5))
    await until(lambda: _overdue(manager, id), what="the manager's to-do at the next level")
    finance = await sales.cast.player("qian.finance")

    async def confirmed() -> list[DunningView] | None:
        found = await finance.get("collections", "/dunnings", Page[DunningView], limit=100)
        written = [one for one in found.items if any(number in one.text_en for number in one.levels)]
        mine = [one for one in written if one.notified == ["owner"]]
        return mine or None

    for one in await until(confirmed, what="the dunning that says who was notified"):
        assert (one.sent_at is not None) is (one.letter_state is LetterState.SENT)


async def _imported(setup: Player, *, owner: str, days_late: int) -> UUID:
    due = (datetime.now(UTC) - timedelta(days=days_late)).date()
    row: dict[str, Any] = {
        "line": 1, "external_id": f"INV-{uuid4().hex[:8]}", "customer": "C-LATE",
        "invoiced_on": (due - timedelta(days=30)).isoformat(), "due_on": due.isoformat(), "amount": "1000.00",
        "currency": "CNY", "live": True, "legal_entity_id": goods.ENTITY, "tz": "Asia/Shanghai", "owner": owner,
    }  # fmt: skip
    report = await setup.post("collections", "/receivables/import", {"rows": [row], "source": "test"}, ImportReport)
    assert report.accepted == 1, report
    id = report.rows[0].id
    assert id is not None
    return id


async def _overdue(player: Player, id: UUID) -> InboxItem | None:
    found = await player.get("approvals", "/inbox", InboxPage, limit=100)
    return next((one for one in found.items if one.todo == "overdue" and one.about.id == id), None)


async def test_case_e2_an_assigned_lead_is_told_to_its_owner_in_the_app(sales: SalesSoFar) -> None:
    ops, seller = await sales.cast.player("ops"), await sales.cast.player("chen.sales")
    said = PostLead(source=f"source {uuid4().hex[:8]}", company=f"公司 {uuid4().hex[:8]}", legal_entity_id=goods.ENTITY)
    lead = await sales.cast.setup.post("leads", "/leads", said, Lead)
    await ops.post("leads", "/leads/assign", AssignLeads(lead_ids=[lead.id], owner_id=seller.id), object)

    async def told() -> NoticeView | None:
        found = await seller.get("approvals", "/notices", Page[NoticeView], limit=100)
        return next((one for one in found.items if one.about and one.about.id == lead.id), None)

    notice = await until(told, what="the notice")
    assert lead.number in notice.text
    before = (await seller.get("approvals", "/notices/count", NoticeCount)).unread
    await seller.post("approvals", f"/notices/{notice.id}/read", None, NoticeView)
    assert (await seller.get("approvals", "/notices/count", NoticeCount)).unread == before - 1
