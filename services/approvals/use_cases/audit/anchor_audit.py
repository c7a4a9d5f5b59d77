"""How are the audit chains anchored, and which anchors are there?"""

from datetime import UTC

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.audit import Anchored, AnchorView, AuditAnchored
from services.approvals.domain.audit.anchors import Anchor, anchor
from services.approvals.store.audit import anchors

MOST_HEADS = 20_000


async def anchor_audit(uow: UnitOfWork) -> Anchored:
    """Nothing has moved: no new anchor."""
    async with uow.begin() as work:
        last = await anchors.lock_last_anchor(work)
        heads = await anchors.list_moved(work, MOST_HEADS)
        if not heads:
            return Anchored(anchor=anchor_view(last) if last else None, made=0)
        made = anchor(last, work.now.astimezone(UTC), heads)
        await anchors.insert_anchor(work, made, heads)
        work.emit(AuditAnchored(**vars(made), version=made.number))
        return Anchored(anchor=anchor_view(made), made=len(heads), more=len(heads) == MOST_HEADS)


async def list_anchors(uow: UnitOfWork, *, before: int | None, limit: int) -> list[AnchorView]:
    """The newest first."""
    async with uow.begin() as work:
        return [anchor_view(one) for one in await anchors.list_anchors(work, before=before, limit=limit)]


def anchor_view(one: Anchor) -> AnchorView:
    return AnchorView(**vars(one))
