"""Does an order wait for whoever decides about short or damaged goods, and go on as they decide?"""

import pytest
from temporalio.testing import WorkflowEnvironment

from messages.orders.shipments import DifferenceDecision
from tests.workflows.process_run import play, until
from tests.workflows.test_order_to_cash import approved, fake_services


@pytest.mark.parametrize("decision", DifferenceDecision)
async def test_feature_195_what_is_short_is_sent_again_or_credited(
    env: WorkflowEnvironment, decision: DifferenceDecision
) -> None:
    services, inbox = fake_services()
    name = f"OrderToCash-{decision.lower()}"
    async with play(env, services.start, services, inbox, saved_as=name) as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.receives(services.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        told = services.differed()
        await process.receives(told, told)
        await until(lambda: inbox.open_kinds == ["decide_difference"])
        assert [todo.role for todo in inbox.todos.values()] == ["order_admin"]
        assert "waits.todo.decide_difference" in await process.waits()
        decided = services.difference_decided(decision)
        await process.receives(decided, decided)
        if decision is DifferenceDecision.RESEND:
            await until(lambda: inbox.open_kinds == ["ship"])
            assert services.asked.count("reserve") == 2
            await process.receives(services.shipped())
            await until(lambda: inbox.open_kinds == ["receive"])
            await process.receives(services.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        await process.receives(services.invoice_requested(), services.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "issue_invoice"])
        await process.receives(services.invoice_issued(), services.payment_confirmed())
        assert await process.ends() == "COMPLETED"


async def test_feature_196_an_order_that_owes_less_has_its_invoice_reversed(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.receives(services.shipped(), services.received(), services.allowance_granted())
        await until(lambda: inbox.open_kinds == ["request_invoice", "reverse_invoice"])
        services.to_correct.clear()
        await process.receives(services.invoice_reversed())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
