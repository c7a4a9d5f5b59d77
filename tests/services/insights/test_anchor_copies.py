"""Does a copy of each anchor of the audit stand in this database too, where the verifier finds it?"""

from datetime import UTC, datetime

from chassis.testing.plugin import ServiceHarness
from messages.approvals.audit import AuditAnchored
from services.approvals.domain.audit.anchors import anchor
from services.approvals.store.audit.chains import list_copies, reading

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


async def test_app_103_copies_of_anchors_are_kept_and_found(harness: ServiceHarness) -> None:
    first = anchor(None, NOW, [])
    second = anchor(first, NOW, [])
    for one in (second, first):
        await harness.deliver(AuditAnchored(**vars(one), version=one.number), twice=True)
    async with reading(harness.database.url) as connection:
        assert await list_copies(connection) == {1: first.hash, 2: second.hash}
