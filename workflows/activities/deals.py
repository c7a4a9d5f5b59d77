"""What does a process do in deals?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.approvals.requests import RequestView
from messages.business_time import days_before
from messages.deals.contracts import (
    CancelContract,
    ContractView,
    DecideContract,
    MakeEffective,
    RejectContract,
    ReturnContract,
)
from messages.deals.registrations import (
    DecideRegistration,
    ProtectRegistration,
    RegistrationStatus,
    RegistrationView,
    RejectRegistration,
    ReturnRegistration,
)
from messages.deals.reminders import ProcessDueReminders, ProcessedReminders
from workflows.activities.service_calls import ServiceCalls
from workflows.activities.snapshots import ContractSnapshot, KeeperProgress, RegistrationSnapshot
from workflows.activities.working_time import calendar_of


class Deals:
    """Registrations 报备 and contracts. Every verb bears a repeat."""

    def __init__(self, deals: ServiceCalls, approvals: ServiceCalls, *, warning_days: int = 0) -> None:
        self._deals = deals
        self._approvals = approvals
        self._warning_days = warning_days

    @activity.defn(name="registration_standing")
    async def registration_snapshot(self, as_of: datetime, id: UUID) -> RegistrationSnapshot:
        """Where a registration stands, and when its owner has to be warned of the end of its protection."""
        view = await self._deals.get(f"/registrations/{id}", RegistrationView, as_of=as_of)
        return _registration(view).model_copy(update={"warn_at": await self._warn_at(as_of, view)})

    @activity.defn
    async def protect_registration(self, as_of: datetime, id: UUID, round: int, days: int) -> RegistrationSnapshot:
        """Approved: nobody else may register this project for so many days."""
        command = ProtectRegistration(round=round, days=days)
        return _registration(await self._registration(as_of, id, "protect", command))

    @activity.defn(name="refuse_registration")
    async def reject_registration(self, as_of: datetime, id: UUID, round: int, reason: str) -> RegistrationSnapshot:
        """Rejected, for good."""
        command = RejectRegistration(round=round, reason=reason)
        return _registration(await self._registration(as_of, id, "reject", command))

    @activity.defn
    async def return_registration(self, as_of: datetime, id: UUID, round: int, guidance: str) -> RegistrationSnapshot:
        """Back to the seller with guidance."""
        command = ReturnRegistration(round=round, guidance=guidance)
        return _registration(await self._registration(as_of, id, "return", command))

    @activity.defn
    async def withdraw_registration(self, as_of: datetime, id: UUID) -> RegistrationSnapshot:
        """Nobody asks for it any more."""
        return _registration(await self._registration(as_of, id, "withdraw", None))

    @activity.defn
    async def release_registration(self, as_of: datetime, id: UUID) -> RegistrationSnapshot:
        """Its protection is over: others may register the project."""
        return _registration(await self._registration(as_of, id, "release", None))

    @activity.defn
    async def warn_registration(self, as_of: datetime, id: UUID) -> RegistrationSnapshot:
        """Its protection ends soon: its owner is told, once."""
        return _registration(await self._registration(as_of, id, "warn", None))

    @activity.defn(name="contract_standing")
    async def contract_snapshot(self, as_of: datetime, id: UUID) -> ContractSnapshot:
        """Where a contract stands."""
        return _contract(await self._deals.get(f"/contracts/{id}", ContractView, as_of=as_of))

    @activity.defn
    async def make_contract_effective(
        self, as_of: datetime, id: UUID, round: int, request_id: UUID | None = None
    ) -> ContractSnapshot:
        """Approved: it binds from now, as it was signed in that request: with what signers have changed."""
        signed = await self._approvals.get(f"/requests/{request_id}", RequestView, as_of=as_of) if request_id else None
        command = MakeEffective.model_validate({"round": round, "edited": signed.edited if signed else {}})
        return _contract(await self._contract(as_of, id, "make-effective", command))

    @activity.defn(name="refuse_contract")
    async def reject_contract(self, as_of: datetime, id: UUID, round: int, reason: str) -> ContractSnapshot:
        """Rejected, for good."""
        return _contract(await self._contract(as_of, id, "reject", RejectContract(round=round, reason=reason)))

    @activity.defn
    async def return_contract(self, as_of: datetime, id: UUID, round: int, guidance: str) -> ContractSnapshot:
        """Back to the seller with guidance."""
        return _contract(await self._contract(as_of, id, "return", ReturnContract(round=round, guidance=guidance)))

    @activity.defn
    async def cancel_contract(self, as_of: datetime, id: UUID, reason: str) -> ContractSnapshot:
        """Its approval was revoked: it is cancelled as if its owner gave it up."""
        cancel = CancelContract(reason=reason)
        return _contract(await self._deals.post(f"/contracts/{id}/cancel", ContractView, cancel, as_of=as_of))

    @activity.defn
    async def withdraw_contract(self, as_of: datetime, id: UUID, round: int) -> ContractSnapshot:
        """A draft again."""
        return _contract(await self._contract(as_of, id, "withdraw", DecideContract(round=round)))

    @activity.defn
    async def process_due_reminders(self, as_of: datetime) -> KeeperProgress:
        """Say what is due by now, in one batch."""
        done = await self._deals.post("/reminders/process-due", ProcessedReminders, ProcessDueReminders(), as_of=as_of)
        return KeeperProgress(handled=done.handled, next_due_at=done.next_due_at, more=done.more)

    async def _warn_at(self, as_of: datetime, view: RegistrationView) -> datetime | None:
        """So many of the owner's working days before; None when he was warned, or it has ended."""
        until = view.protected_until
        if not self._warning_days or view.status is not RegistrationStatus.PROTECTED or until is None:
            return None
        if view.warned_of == until or as_of >= until:
            return None
        return days_before(until, self._warning_days, await calendar_of(self._approvals, view.owner_id, as_of=as_of))

    async def _registration(
        self, as_of: datetime, id: UUID, verb: str, command: DecideRegistration | None
    ) -> RegistrationView:
        return await self._deals.post(f"/registrations/{id}/{verb}", RegistrationView, command, as_of=as_of)

    async def _contract(self, as_of: datetime, id: UUID, verb: str, command: DecideContract) -> ContractView:
        return await self._deals.post(f"/contracts/{id}/{verb}", ContractView, command, as_of=as_of)


def _registration(view: RegistrationView) -> RegistrationSnapshot:
    return RegistrationSnapshot(
        status=view.status, round=view.round, number=view.number, protected_until=view.protected_until
    )


def _contract(view: ContractView) -> ContractSnapshot:
    return ContractSnapshot(status=view.status, round=view.round, number=view.number)
