"""Does an order's process believe what its events say of it, and ask where they do not say it?"""

from temporalio.testing import WorkflowEnvironment

from tests.workflows.fake_approvals import Approvers
from tests.workflows.fake_order_services import FakeOrderServices
from tests.workflows.process_run import play, until
from tests.workflows.standing.test_order_snapshots import handled, ready_to_ship


async def test_what_events_say_is_not_asked_for(env: WorkflowEnvironment) -> None:
    """Only once for its money: when all has arrived, collections may have opened more than was ever announced."""
    services = FakeOrderServices(tells=True)
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-told") as process:
        await ready_to_ship(process, services, inbox)
        await process.receives(services.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        assert services.looks == {}
        await process.receives(services.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        assert services.looks == {"account": 1}
        await process.receives(services.payment_recorded())
        await until(lambda: "confirm_payment" in inbox.open_kinds)
        await process.receives(services.payment_confirmed())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        await process.receives(services.invoice_requested())
        await until(lambda: inbox.open_kinds == ["issue_invoice"])
        await process.receives(services.invoice_issued())
        assert await process.ends() == "COMPLETED"
        assert services.looks == {"account": 1}


async def test_of_what_comes_late_or_twice_the_latest_version_counts(env: WorkflowEnvironment) -> None:
    services = FakeOrderServices(tells=True)
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox) as process:
        await ready_to_ship(process, services, inbox)
        sent, here = services.shipped(), services.received()
        await process.receives(here, sent, here)
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        recorded, confirmed = services.payment_recorded(), services.payment_confirmed()
        await process.receives(confirmed, recorded, confirmed)
        await handled(process)
        assert inbox.open_kinds == ["request_invoice"]
        assert services.looks == {"account": 1}


async def test_beside_an_event_that_does_not_say_what_stands_it_asks(env: WorkflowEnvironment) -> None:
    services = FakeOrderServices(tells=True)
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox) as process:
        await ready_to_ship(process, services, inbox)
        sent = services.shipped()
        await process.receives(services.goods_requested(), sent)
        await until(lambda: services.looks["order"] == 1)
        await process.receives(services.received())
        await until(lambda: services.looks == {"order": 1, "account": 1})
        services.payment_recorded()
        await process.receives(services.invoice_reversed(), services.payment_recorded())
        await until(lambda: services.looks == {"order": 1, "account": 2})
        await until(lambda: inbox.open_kinds.count("confirm_payment") == 2)


async def test_money_that_came_before_the_approval_is_asked_for(env: WorkflowEnvironment) -> None:
    services = FakeOrderServices(tells=True)
    inbox = Approvers(asked=services.asked)
    async with play(env, services.start, services, inbox) as process:
        await until(lambda: "submit 1" in services.asked)
        await process.receives(services.payment_recorded())
        await until(lambda: "confirm_payment" in inbox.open_kinds)
        assert services.looks == {"account": 1}
