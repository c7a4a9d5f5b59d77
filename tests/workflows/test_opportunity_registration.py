"""Does a registration go the right way, and does its clock end it on the day?"""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.deals.registrations import (
    RegistrationClosed,
    RegistrationFact,
    RegistrationStatus,
    RegistrationSubmitted,
    RegistrationWithdrawn,
)
from messages.errors import Refused
from tests.workflows.approvers import Approvers
from tests.workflows.stage import play, until
from workflows import starts
from workflows.activities.asking import refusal
from workflows.starts import Begin


@dataclass
class House:
    """Deals, as the process sees it."""

    asked: list[str] = field(default_factory=list)
    status: RegistrationStatus = RegistrationStatus.SUBMITTED
    round: int = 1
    protected_until: datetime | None = None
    id: UUID = field(default_factory=uuid4)

    @property
    def begin(self) -> Begin:
        return starts.registration(self.id, number="RG-1", opportunity_id=uuid4())

    @activity.defn
    async def registration_standing(self, as_of: datetime, id: UUID) -> dict[str, Any]:
        return {"status": self.status, "round": self.round, "protected_until": self.protected_until}

    @activity.defn
    async def protect_registration(self, as_of: datetime, id: UUID, round: int, days: int) -> dict[str, Any]:
        if self.status is not RegistrationStatus.SUBMITTED:
            raise refusal(Refused("DEA-4", status=self.status))
        self.protected_until = as_of + timedelta(days=days)
        return self._to("protect", RegistrationStatus.PROTECTED)

    @activity.defn
    async def refuse_registration(self, as_of: datetime, id: UUID, round: int, reason: str) -> dict[str, Any]:
        return self._to(f"refuse: {reason}", RegistrationStatus.REFUSED)

    @activity.defn
    async def return_registration(self, as_of: datetime, id: UUID, round: int, guidance: str) -> dict[str, Any]:
        return self._to(f"return: {guidance}", RegistrationStatus.RETURNED)

    @activity.defn
    async def withdraw_registration(self, as_of: datetime, id: UUID) -> dict[str, Any]:
        return self._to("withdraw", RegistrationStatus.WITHDRAWN)

    @activity.defn
    async def release_registration(self, as_of: datetime, id: UUID) -> dict[str, Any]:
        assert self.protected_until is not None
        assert as_of >= self.protected_until
        return self._to("release", RegistrationStatus.RELEASED)

    def resubmitted(self) -> RegistrationSubmitted:
        """The seller mends it and submits again."""
        self.status, self.round = RegistrationStatus.SUBMITTED, self.round + 1
        submitted: RegistrationSubmitted = self.fact(RegistrationSubmitted, project="Bridge")
        return submitted

    def fact(self, kind: type[RegistrationFact], **more: Any) -> Any:
        ids = {"registration_id": self.id, "opportunity_id": uuid4(), "customer_id": uuid4(), "owner_id": uuid4()}
        return kind(number="RG-1", round=self.round, **ids, **more)

    def _to(self, asked: str, status: RegistrationStatus) -> dict[str, Any]:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return {"status": self.status, "round": self.round, "protected_until": self.protected_until}


def a_house() -> tuple[House, Approvers]:
    house = House()
    return house, Approvers(asked=house.asked)


async def test_an_approved_registration_is_protected_for_ninety_days_then_released(
    env: WorkflowEnvironment,
) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers, saved_as="OpportunityRegistration-released") as process:
        await until(lambda: "submit 1" in house.asked)
        await process.hears(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in house.asked)
        await process.pass_time(days=89, hours=23)
        assert house.asked == ["submit 1", "protect"]
        assert await process.waits() == ["waits.protection"]
        await process.pass_time(hours=2)
        assert await process.ends() == "RELEASED"
        assert house.asked == ["submit 1", "protect", "release"]


async def test_a_sale_won_or_lost_ends_the_protection_at_once(env: WorkflowEnvironment) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers, saved_as="OpportunityRegistration-closed") as process:
        await until(lambda: house.asked)
        await process.hears(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in house.asked)
        house.status = RegistrationStatus.CLOSED
        closed = house.fact(RegistrationClosed)
        await process.hears(closed, closed)
        assert await process.ends() == "CLOSED"
        assert house.asked == ["submit 1", "protect"]


async def test_a_refused_registration_ends_with_the_reason(env: WorkflowEnvironment) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers, saved_as="OpportunityRegistration-refused") as process:
        await until(lambda: house.asked)
        await process.hears(approvers.decides(Outcome.REJECTED, "ours already"))
        assert await process.ends() == "REFUSED"
        assert house.asked == ["submit 1", "refuse: ours already"]


async def test_a_returned_registration_is_submitted_again_and_then_protected(env: WorkflowEnvironment) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers, saved_as="OpportunityRegistration-returned") as process:
        await until(lambda: house.asked)
        returned = approvers.decides(Outcome.RETURNED, "name the project")
        await process.hears(returned, returned)
        await until(lambda: "return: name the project" in house.asked)
        assert await process.waits() == ["waits.resubmission"]
        await process.hears(house.resubmitted())
        await until(lambda: "submit 2" in house.asked)
        await process.hears(returned)  # late, of the first round
        await process.hears(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in house.asked)
        assert house.asked == ["submit 1", "return: name the project", "submit 2", "protect"]


async def test_a_returned_registration_has_thirty_days_whatever_else_is_told(env: WorkflowEnvironment) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers, saved_as="OpportunityRegistration-given-up") as process:
        await until(lambda: house.asked)
        returned = approvers.decides(Outcome.RETURNED, "mend")
        await process.hears(returned)
        await until(lambda: "return: mend" in house.asked)
        await process.pass_time(days=29, hours=23)
        await process.hears(returned, house.fact(RegistrationSubmitted, project="Bridge"))
        assert house.asked == ["submit 1", "return: mend"]
        await process.pass_time(hours=2)
        assert await process.ends() == "WITHDRAWN"
        assert house.asked == ["submit 1", "return: mend", "withdraw request", "withdraw"]


async def test_a_seller_who_withdraws_takes_the_request_out_of_the_inboxes(env: WorkflowEnvironment) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers, saved_as="OpportunityRegistration-withdrawn") as process:
        await until(lambda: house.asked)
        house.status = RegistrationStatus.WITHDRAWN
        await process.hears(house.fact(RegistrationWithdrawn))
        assert await process.ends() == "WITHDRAWN"
        assert house.asked == ["submit 1", "withdraw request"]


async def test_a_request_withdrawn_in_the_inbox_withdraws_the_registration(env: WorkflowEnvironment) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers) as process:
        await until(lambda: house.asked)
        await process.hears(approvers.decides(Outcome.WITHDRAWN))
        assert await process.ends() == "WITHDRAWN"
        assert house.asked == ["submit 1", "withdraw"]


async def test_an_approval_that_comes_after_the_sale_was_lost_changes_nothing(env: WorkflowEnvironment) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers) as process:
        await until(lambda: house.asked)
        house.status = RegistrationStatus.CLOSED
        await process.hears(approvers.decides(Outcome.APPROVED), house.fact(RegistrationClosed))
        assert await process.ends() == "CLOSED"
        assert house.asked == ["submit 1"]


async def test_a_process_that_begins_again_under_protection_only_keeps_the_time(env: WorkflowEnvironment) -> None:
    house, approvers = a_house()
    async with play(env, house.begin, house, approvers) as process:
        await until(lambda: house.asked)
        await process.hears(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in house.asked)
    async with play(env, house.begin, house, approvers) as process:
        await process.pass_time(days=91)
        assert await process.ends() == "RELEASED"
        assert house.asked == ["submit 1", "protect", "release"]
