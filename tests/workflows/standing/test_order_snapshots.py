"""Does an order's process ask what stands only when something may have changed it, and always then?"""

from temporalio.testing import WorkflowEnvironment

from messages.base import Event
from messages.orders.orders import OrderReserved
from tests.workflows.fake_approvals import Approvers
from tests.workflows.fake_order_services import FakeOrderServices
from tests.workflows.process_run import Play, play, until
from tests.workflows.test_order_to_cash import approved
from workflows.engine.signals import LOOK, EventSignal


def at_version(services: FakeOrderServices, version: int) -> Event:
    """What the order's own reserving announced."""
    return services.stock_counted().model_copy(update={"version": version})


async def ready_to_ship(process: Play, services: FakeOrderServices, approvers: Approvers) -> None:
    await approved(process, services, approvers)
    await until(lambda: approvers.open_kinds == ["ship"])


async def handled(process: Play) -> None:
    """Everything sent to the process so far has been looked at: it answers after the task that took it."""
    await process.waits()


async def test_each_event_has_the_one_looked_at_that_it_is_about(env: WorkflowEnvironment) -> None:
    services = FakeOrderServices()
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-kept") as process:
        await ready_to_ship(process, services, inbox)
        assert services.looks == {"order": 1, "account": 1}
        await process.receives(at_version(services, services.version))  # its own act, told again
        await process.receives(services.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        assert services.looks == {"order": 2, "account": 1}
        await process.receives(services.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        assert services.looks == {"order": 3, "account": 2}  # arrived: now its money is what counts
        await process.receives(services.payment_recorded())
        await until(lambda: "confirm_payment" in inbox.open_kinds)
        await process.receives(services.payment_confirmed())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        await process.receives(services.invoice_requested())
        await until(lambda: inbox.open_kinds == ["issue_invoice"])
        await process.receives(services.invoice_issued())
        assert await process.ends() == "COMPLETED"
        assert services.looks == {"order": 3, "account": 6}


async def test_what_says_no_version_or_a_newer_one_or_is_no_event_is_looked_at(env: WorkflowEnvironment) -> None:
    services = FakeOrderServices()
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox) as process:
        await ready_to_ship(process, services, inbox)
        for looks, event in enumerate((at_version(services, 0), at_version(services, services.version + 1)), start=2):
            assert isinstance(event, OrderReserved)
            await process.receives(event)
            await until(lambda looks=looks: services.looks["order"] == looks)
        assert services.looks["account"] == 1
        await process.receives(EventSignal(subject=LOOK))
        await until(lambda: services.looks == {"order": 4, "account": 2})
        await process.receives(at_version(services, services.version), at_version(services, 1))
        await handled(process)
        assert services.looks == {"order": 4, "account": 2}


async def test_other_events_do_not_keep_an_account_that_nobody_told_of(env: WorkflowEnvironment) -> None:
    """A payment that waits was moved here from another order's debt, and no event said so."""
    services = FakeOrderServices()
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox) as process:
        await ready_to_ship(process, services, inbox)
        services.payment_recorded()
        for _ in range(2):
            assert services.looks["account"] == 1
            await process.pass_time(days=4)
            await process.receives(at_version(services, services.version))
            await handled(process)
        await until(lambda: "confirm_payment" in inbox.open_kinds)
