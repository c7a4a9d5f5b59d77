"""What do processes ask of deals about prolonging a protection?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.deals.extensions import DecideExtension, ExtensionView
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import ExtensionSnapshot


class Extensions:
    """Of the owner of registrations."""

    def __init__(self, deals: ServiceCalls) -> None:
        self._deals = deals

    @activity.defn
    async def extension_snapshot(self, as_of: datetime, id: UUID) -> ExtensionSnapshot:
        """Where a request to prolong a protection stands."""
        return _extension(await self._deals.get(f"/extensions/{id}", ExtensionView, as_of=as_of))

    @activity.defn
    async def apply_extension(self, as_of: datetime, id: UUID, round: int) -> ExtensionSnapshot:
        """Approved: the protection ends later."""
        return await self._decide(as_of, id, "apply", DecideExtension(round=round))

    @activity.defn
    async def return_extension(self, as_of: datetime, id: UUID, round: int, guidance: str) -> ExtensionSnapshot:
        """Back to its seller, with guidance."""
        return await self._decide(as_of, id, "return", DecideExtension(round=round, comment=guidance))

    @activity.defn
    async def reject_extension(self, as_of: datetime, id: UUID, round: int, reason: str) -> ExtensionSnapshot:
        """The protection ends as it would have."""
        return await self._decide(as_of, id, "reject", DecideExtension(round=round, comment=reason))

    @activity.defn
    async def withdraw_extension(self, as_of: datetime, id: UUID) -> ExtensionSnapshot:
        """Nobody asks for it any more, or its approval was revoked."""
        return await self._decide(as_of, id, "withdraw", None)

    async def _decide(self, as_of: datetime, id: UUID, verb: str, command: DecideExtension | None) -> ExtensionSnapshot:
        path = f"/extensions/{id}/{verb}"
        return _extension(await self._deals.post(path, ExtensionView, command, as_of=as_of))


def _extension(view: ExtensionView) -> ExtensionSnapshot:
    return ExtensionSnapshot(status=view.status, round=view.round)
