"""What do processes ask of deals about the admission of customers?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.deals.customer_care.admissions import AdmissionView, DecideAdmission
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import AdmissionSnapshot


class Admissions:
    """Of the owner of customers."""

    def __init__(self, deals: ServiceCalls) -> None:
        self._deals = deals

    @activity.defn
    async def admission_snapshot(self, as_of: datetime, id: UUID) -> AdmissionSnapshot:
        """Where a claim for a customer stands."""
        return _admission(await self._deals.get(f"/admissions/{id}", AdmissionView, as_of=as_of))

    @activity.defn
    async def admit_customer(self, as_of: datetime, id: UUID, round: int) -> AdmissionSnapshot:
        """Approved: the claim is valid, and the better one has the customer."""
        return await self._decide(as_of, id, "admit", DecideAdmission(round=round))

    @activity.defn
    async def return_admission(self, as_of: datetime, id: UUID, round: int, guidance: str) -> AdmissionSnapshot:
        """Back to its seller, with guidance."""
        return await self._decide(as_of, id, "return", DecideAdmission(round=round, comment=guidance))

    @activity.defn
    async def reject_admission(self, as_of: datetime, id: UUID, round: int, reason: str) -> AdmissionSnapshot:
        """The claim is not valid."""
        return await self._decide(as_of, id, "reject", DecideAdmission(round=round, comment=reason))

    @activity.defn
    async def withdraw_admission(self, as_of: datetime, id: UUID) -> AdmissionSnapshot:
        """Nobody asks for it any more, or its approval was revoked."""
        return await self._decide(as_of, id, "withdraw", None)

    async def _decide(self, as_of: datetime, id: UUID, verb: str, command: DecideAdmission | None) -> AdmissionSnapshot:
        path = f"/admissions/{id}/{verb}"
        return _admission(await self._deals.post(path, AdmissionView, command, as_of=as_of))


def _admission(view: AdmissionView) -> AdmissionSnapshot:
    return AdmissionSnapshot(status=view.status, round=view.round)
