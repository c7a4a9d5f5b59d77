"""Does a copy of each anchor of the audit stand in this database too, where the verifier finds it?"""

from datetime import UTC, datetime

from chassis.testing import House
from messages.approvals.audit import AuditAnchored
from services.approvals.domain.anchoring import anchor
from services.approvals.store.chains import list_copies, reading

NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)


async def test_app_103_copies_of_anchors_are_kept_and_found(house: House) -> None:
    first = anchor(None, NOW, [])
    second = anchor(first, NOW, [])
    for one in (second, first):
        await house.deliver(AuditAnchored(**vars(one), version=one.number), twice=True)
    async with reading(house.database.url) as connection:
        assert await list_copies(connection) == {1: first.hash, 2: second.hash}
