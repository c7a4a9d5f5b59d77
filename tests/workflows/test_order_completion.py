"""Does an order's process end as soon as nothing waits any more, and not before?"""

from datetime import datetime
from uuid import UUID

from temporalio import activity
from temporalio.testing import WorkflowEnvironment

from messages.orders.orders import OrderSnapshot, OrderStatus
from tests.workflows.fake_approvals import Approvers
from tests.workflows.fake_order_services import FakeOrderServices
from tests.workflows.process_run import Play, play, until
from tests.workflows.test_order_to_cash import approved
from workflows.triggers import signal_of


class PaidWhileCompleting(FakeOrderServices):
    """Money comes while the order is being completed: the server has the process do this task once more."""

    @activity.defn
    async def complete_order(self, as_of: datetime, id: UUID) -> OrderSnapshot:
        before = self.status
        done = await super().complete_order(as_of, id)
        if before is not self.status:
            handle = activity.client().get_workflow_handle(self.start.id)
            await handle.signal("told", signal_of(self.payment_recorded()))
        return done


async def all_but_the_invoice(process: Play, services: FakeOrderServices, approvers: Approvers) -> None:
    await delivered_and_paid(process, services, approvers)
    await process.receives(services.invoice_requested())
    await until(lambda: approvers.open_kinds == ["issue_invoice"])


async def delivered_and_paid(process: Play, services: FakeOrderServices, approvers: Approvers) -> None:
    await approved(process, services, approvers)
    await until(lambda: approvers.open_kinds == ["ship"])
    facts = [services.shipped(), services.received(), services.payment_recorded(), services.payment_confirmed()]
    await process.receives(*facts)
    await until(lambda: approvers.open_kinds == ["request_invoice"])


async def test_a_completed_order_ends_also_when_the_answer_to_its_completing_was_lost(env: WorkflowEnvironment) -> None:
    services = FakeOrderServices()
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox) as process:
        await all_but_the_invoice(process, services, inbox)
        issued = services.invoice_issued()
        services.status = OrderStatus.COMPLETED  # by a task of the process that did not come to its end
        await process.receives(issued)
        assert await process.ends() == "COMPLETED"
        assert inbox.open_kinds == []


async def test_money_that_comes_while_an_order_is_completed_is_somebodys(env: WorkflowEnvironment) -> None:
    services = PaidWhileCompleting()
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox) as process:
        await all_but_the_invoice(process, services, inbox)
        await process.receives(services.invoice_issued())
        await until(lambda: inbox.open_kinds == ["confirm_payment"])
        await process.receives(services.payment_confirmed())
        assert await process.ends() == "COMPLETED"


LOOKS = 4  # at the account, at least, of an order that is paid and invoiced


async def test_a_completed_order_waits_for_the_event_that_it_was_ahead_of(env: WorkflowEnvironment) -> None:
    """Ended before it, the server would have it do its last task once more."""
    services = FakeOrderServices()
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-ahead") as process:
        await delivered_and_paid(process, services, inbox)
        requested, issued = services.invoice_requested(), services.invoice_issued()
        await process.receives(requested)
        await until(lambda: services.status is OrderStatus.COMPLETED and inbox.open_kinds == [])
        await until(lambda: services.looks["account"] >= LOOKS)  # more, where the events came one by one
        looked = services.looks["account"]
        await process.receives(issued)
        assert await process.ends() == "COMPLETED"
        assert services.looks["account"] > looked


async def test_a_completed_order_does_not_wait_for_ever_for_an_event(env: WorkflowEnvironment) -> None:
    services = FakeOrderServices()
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox) as process:
        await delivered_and_paid(process, services, inbox)
        requested = services.invoice_requested()
        services.invoice_issued()  # and nobody hears of it
        await process.receives(requested)
        await until(lambda: services.status is OrderStatus.COMPLETED)
        await process.pass_time(seconds=6)
        assert await process.ends() == "COMPLETED"
