"""What does a process ask of deals?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity

from messages.approvals.requests import RequestView
from messages.deals.contracts import ContractView, DecideContract, MakeEffective, RefuseContract, ReturnContract
from messages.deals.registrations import (
    DecideRegistration,
    ProtectRegistration,
    RefuseRegistration,
    RegistrationView,
    ReturnRegistration,
)
from workflows.activities.asking import Asking
from workflows.activities.standings import ContractStanding, RegistrationStanding


class Deals:
    """Registrations 报备 and contracts. Every verb bears a repeat."""

    def __init__(self, deals: Asking, approvals: Asking) -> None:
        self._deals = deals
        self._approvals = approvals

    @activity.defn
    async def registration_standing(self, as_of: datetime, id: UUID) -> RegistrationStanding:
        """Where a registration stands."""
        return _registration(await self._deals.get(f"/registrations/{id}", RegistrationView, as_of=as_of))

    @activity.defn
    async def protect_registration(self, as_of: datetime, id: UUID, round: int, days: int) -> RegistrationStanding:
        """Approved: nobody else may register this project for so many days."""
        command = ProtectRegistration(round=round, days=days)
        return _registration(await self._registration(as_of, id, "protect", command))

    @activity.defn
    async def refuse_registration(self, as_of: datetime, id: UUID, round: int, reason: str) -> RegistrationStanding:
        """Rejected, for good."""
        command = RefuseRegistration(round=round, reason=reason)
        return _registration(await self._registration(as_of, id, "refuse", command))

    @activity.defn
    async def return_registration(self, as_of: datetime, id: UUID, round: int, guidance: str) -> RegistrationStanding:
        """Back to the seller with guidance."""
        command = ReturnRegistration(round=round, guidance=guidance)
        return _registration(await self._registration(as_of, id, "return", command))

    @activity.defn
    async def withdraw_registration(self, as_of: datetime, id: UUID) -> RegistrationStanding:
        """Nobody asks for it any more."""
        return _registration(await self._registration(as_of, id, "withdraw", None))

    @activity.defn
    async def release_registration(self, as_of: datetime, id: UUID) -> RegistrationStanding:
        """Its protection is over: others may register the project."""
        return _registration(await self._registration(as_of, id, "release", None))

    @activity.defn
    async def contract_standing(self, as_of: datetime, id: UUID) -> ContractStanding:
        """Where a contract stands."""
        return _contract(await self._deals.get(f"/contracts/{id}", ContractView, as_of=as_of))

    @activity.defn
    async def make_contract_effective(
        self, as_of: datetime, id: UUID, round: int, request_id: UUID | None = None
    ) -> ContractStanding:
        """Approved: it binds from now, as it was signed in that request: with what signers have changed."""
        signed = await self._approvals.get(f"/requests/{request_id}", RequestView, as_of=as_of) if request_id else None
        command = MakeEffective.model_validate({"round": round, "edited": signed.edited if signed else {}})
        return _contract(await self._contract(as_of, id, "effective", command))

    @activity.defn
    async def refuse_contract(self, as_of: datetime, id: UUID, round: int, reason: str) -> ContractStanding:
        """Rejected, for good."""
        return _contract(await self._contract(as_of, id, "refuse", RefuseContract(round=round, reason=reason)))

    @activity.defn
    async def return_contract(self, as_of: datetime, id: UUID, round: int, guidance: str) -> ContractStanding:
        """Back to the seller with guidance."""
        return _contract(await self._contract(as_of, id, "return", ReturnContract(round=round, guidance=guidance)))

    @activity.defn
    async def withdraw_contract(self, as_of: datetime, id: UUID, round: int) -> ContractStanding:
        """A draft again."""
        return _contract(await self._contract(as_of, id, "withdraw", DecideContract(round=round)))

    async def _registration(
        self, as_of: datetime, id: UUID, verb: str, command: DecideRegistration | None
    ) -> RegistrationView:
        return await self._deals.post(f"/registrations/{id}/{verb}", RegistrationView, command, as_of=as_of)

    async def _contract(self, as_of: datetime, id: UUID, verb: str, command: DecideContract) -> ContractView:
        return await self._deals.post(f"/contracts/{id}/{verb}", ContractView, command, as_of=as_of)


def _registration(view: RegistrationView) -> RegistrationStanding:
    return RegistrationStanding(
        status=view.status, round=view.round, number=view.number, protected_until=view.protected_until
    )


def _contract(view: ContractView) -> ContractStanding:
    return ContractStanding(status=view.status, round=view.round, number=view.number)
