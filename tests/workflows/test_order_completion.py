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
    await approved(process, services, approvers)
    await until(lambda: approvers.open_kinds == ["ship"])
    facts = [services.shipped(), services.received(), services.payment_recorded(), services.payment_confirmed()]
    await process.receives(*facts, services.invoice_requested())
    await until(lambda: approvers.open_kinds == ["issue_invoice"])


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
