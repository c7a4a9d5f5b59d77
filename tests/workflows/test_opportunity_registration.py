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
    RegistrationEvent,
    RegistrationStatus,
    RegistrationSubmitted,
    RegistrationWithdrawn,
)
from messages.errors import RuleViolation
from tests.workflows.fake_approvals import Approvers
from tests.workflows.process_run import play, until
from workflows import workflow_registry
from workflows.activities.service_calls import rule_violation_error
from workflows.workflow_registry import WorkflowStart


@dataclass
class FakeServices:
    """Deals, as the process sees it."""

    asked: list[str] = field(default_factory=list)
    status: RegistrationStatus = RegistrationStatus.SUBMITTED
    round: int = 1
    protected_until: datetime | None = None
    warn_before: timedelta | None = None
    warned_of: datetime | None = None
    id: UUID = field(default_factory=uuid4)

    @property
    def start(self) -> WorkflowStart:
        return workflow_registry.registration(self.id, number="RG-1", opportunity_id=uuid4())

    @activity.defn(name="registration_standing")
    async def registration_snapshot(self, as_of: datetime, id: UUID) -> dict[str, Any]:
        found = {"status": self.status, "round": self.round, "protected_until": self.protected_until}
        if self.warn_before is None or self.protected_until is None:
            return found
        due = as_of < self.protected_until != self.warned_of
        return found | {"warn_at": self.protected_until - self.warn_before if due else None}

    @activity.defn
    async def warn_registration(self, as_of: datetime, id: UUID) -> dict[str, Any]:
        assert self.protected_until is not None
        self.asked.append(f"warn {(self.protected_until - as_of).days}")
        self.warned_of = self.protected_until
        return self._to("", self.status)

    @activity.defn
    async def protect_registration(self, as_of: datetime, id: UUID, round: int, days: int) -> dict[str, Any]:
        if self.status is not RegistrationStatus.SUBMITTED:
            raise rule_violation_error(RuleViolation("DEA-4", status=self.status))
        self.protected_until = as_of + timedelta(days=days)
        return self._to("protect", RegistrationStatus.PROTECTED)

    @activity.defn(name="refuse_registration")
    async def reject_registration(self, as_of: datetime, id: UUID, round: int, reason: str) -> dict[str, Any]:
        return self._to(f"reject: {reason}", RegistrationStatus.REJECTED)

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

    def fact(self, kind: type[RegistrationEvent], **more: Any) -> Any:
        ids = {"registration_id": self.id, "opportunity_id": uuid4(), "customer_id": uuid4(), "owner_id": uuid4()}
        return kind(number="RG-1", round=self.round, **ids, **more)

    def _to(self, asked: str, status: RegistrationStatus) -> dict[str, Any]:
        if self.status is not status:  # a repeat changes nothing
            self.asked.append(asked)
        self.status = status
        return {"status": self.status, "round": self.round, "protected_until": self.protected_until}


def fake_services() -> tuple[FakeServices, Approvers]:
    services = FakeServices()
    return services, Approvers(asked=services.asked)


async def test_an_approved_registration_is_protected_for_ninety_days_then_released(
    env: WorkflowEnvironment,
) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="OpportunityRegistration-released") as process:
        await until(lambda: "submit 1" in services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in services.asked)
        await process.pass_time(days=89, hours=23)
        assert services.asked == ["submit 1", "protect"]
        assert await process.waits() == ["waits.protection"]
        await process.pass_time(hours=2)
        assert await process.ends() == "RELEASED"
        assert services.asked == ["submit 1", "protect", "release"]


async def test_a_sale_won_or_lost_ends_the_protection_at_once(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="OpportunityRegistration-closed") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in services.asked)
        services.status = RegistrationStatus.CLOSED
        closed = services.fact(RegistrationClosed)
        await process.receives(closed, closed)
        assert await process.ends() == "CLOSED"
        assert services.asked == ["submit 1", "protect"]


async def test_a_refused_registration_ends_with_the_reason(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="OpportunityRegistration-refused") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.REJECTED, "ours already"))
        assert await process.ends() == "REJECTED"
        assert services.asked == ["submit 1", "reject: ours already"]


async def test_a_returned_registration_is_submitted_again_and_then_protected(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="OpportunityRegistration-returned") as process:
        await until(lambda: services.asked)
        returned = approvers.decides(Outcome.RETURNED, "name the project")
        await process.receives(returned, returned)
        await until(lambda: "return: name the project" in services.asked)
        assert await process.waits() == ["waits.resubmission"]
        await process.receives(services.resubmitted())
        await until(lambda: "submit 2" in services.asked)
        await process.receives(returned)  # late, of the first round
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in services.asked)
        assert services.asked == ["submit 1", "return: name the project", "submit 2", "protect"]


async def test_a_returned_registration_has_thirty_days_whatever_else_is_told(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="OpportunityRegistration-given-up") as process:
        await until(lambda: services.asked)
        returned = approvers.decides(Outcome.RETURNED, "mend")
        await process.receives(returned)
        await until(lambda: "return: mend" in services.asked)
        await process.pass_time(days=29, hours=23)
        await process.receives(returned, services.fact(RegistrationSubmitted, project="Bridge"))
        assert services.asked == ["submit 1", "return: mend"]
        await process.pass_time(hours=2)
        assert await process.ends() == "WITHDRAWN"
        assert services.asked == ["submit 1", "return: mend", "withdraw request", "withdraw"]


async def test_a_seller_who_withdraws_takes_the_request_out_of_the_inboxes(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers, saved_as="OpportunityRegistration-withdrawn") as process:
        await until(lambda: services.asked)
        services.status = RegistrationStatus.WITHDRAWN
        await process.receives(services.fact(RegistrationWithdrawn))
        assert await process.ends() == "WITHDRAWN"
        assert services.asked == ["submit 1", "withdraw request"]


async def test_a_request_withdrawn_in_the_inbox_withdraws_the_registration(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.WITHDRAWN))
        assert await process.ends() == "WITHDRAWN"
        assert services.asked == ["submit 1", "withdraw"]


async def test_an_approval_that_comes_after_the_sale_was_lost_changes_nothing(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: services.asked)
        services.status = RegistrationStatus.CLOSED
        await process.receives(approvers.decides(Outcome.APPROVED), services.fact(RegistrationClosed))
        assert await process.ends() == "CLOSED"
        assert services.asked == ["submit 1"]


async def test_a_process_that_begins_again_under_protection_only_keeps_the_time(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in services.asked)
    async with play(env, services.start, services, approvers) as process:
        await process.pass_time(days=91)
        assert await process.ends() == "RELEASED"
        assert services.asked == ["submit 1", "protect", "release"]


async def test_case_e2_its_owner_is_warned_once_before_the_protection_ends(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    services.warn_before = timedelta(days=7)
    async with play(env, services.start, services, approvers, saved_as="OpportunityRegistration-warned") as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in services.asked)
        await process.pass_time(days=82, hours=23)
        assert services.asked == ["submit 1", "protect"]
        await process.pass_time(hours=2)
        await until(lambda: "warn 7" in services.asked or "warn 6" in services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))  # late, for the second time
        await process.pass_time(days=7)
        assert await process.ends() == "RELEASED"
        assert [one.split()[0] for one in services.asked] == ["submit", "protect", "warn", "release"]


async def test_case_e2_nobody_is_warned_of_what_was_won_before(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    services.warn_before = timedelta(days=7)
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: "protect" in services.asked)
        await process.pass_time(days=50)
        services.status = RegistrationStatus.CLOSED
        await process.receives(services.fact(RegistrationClosed))
        assert await process.ends() == "CLOSED"
        assert services.asked == ["submit 1", "protect"]


async def test_case_e2_one_that_was_extended_is_warned_of_its_new_end(env: WorkflowEnvironment) -> None:
    services, approvers = fake_services()
    services.warn_before = timedelta(days=7)
    async with play(env, services.start, services, approvers) as process:
        await until(lambda: services.asked)
        await process.receives(approvers.decides(Outcome.APPROVED))
        await until(lambda: services.protected_until)
        await process.pass_time(days=80)
        services.protected_until = services.protected_until and services.protected_until + timedelta(days=30)
        await process.receives(services.fact(RegistrationSubmitted, project="Bridge"))
        await process.pass_time(days=30)
        assert services.asked == ["submit 1", "protect"], "not seven days before the old end"
        await process.pass_time(days=4)
        await until(lambda: len(services.asked) == 3)
        assert services.asked[2].startswith("warn")
