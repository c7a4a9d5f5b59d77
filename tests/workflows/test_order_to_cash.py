"""Does an order go from its placing to the last payment, with the right people asked at the right time?"""

import pytest
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.orders.orders import OrderStatus
from tests.workflows.fake_approvals import Approvers
from tests.workflows.fake_order_services import FakeOrderServices
from tests.workflows.process_run import Play, play, until
from workflows.engine.signals import LOOK, EventSignal


def fake_services(**how: object) -> tuple[FakeOrderServices, Approvers]:
    services = FakeOrderServices(**how)  # type: ignore[arg-type]
    return services, Approvers(asked=services.asked)


async def approved(process: Play, services: FakeOrderServices, approvers: Approvers) -> None:
    await until(lambda: f"submit {services.round}" in services.asked)
    await process.receives(approvers.decides(Outcome.APPROVED))


async def test_the_sale_goes_all_the_way(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-completed") as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        assert services.asked == ["submit 1", "confirm", "reserve", "todo ship"]
        await process.receives(services.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        await process.receives(services.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        await process.receives(services.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "request_invoice"])
        await process.receives(services.payment_confirmed())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        await process.receives(services.invoice_requested())
        await until(lambda: inbox.open_kinds == ["issue_invoice"])
        await process.receives(services.invoice_issued())
        assert await process.ends() == "COMPLETED"
        assert inbox.open_kinds == []
        assert services.asked[-2:] == ["complete", "close issue_invoice"]


async def test_each_to_do_is_for_whoever_has_to_do_it(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.receives(services.shipped(), services.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "receive"])
        await process.receives(services.received())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "request_invoice"])
        roles = {todo.kind: (todo.role, todo.person_id) for todo in inbox.todos.values()}
        assert roles["confirm_payment"] == ("finance", None)
        assert roles["request_invoice"][0] is None
        assert roles["request_invoice"][1] is not None


async def test_feature_113_each_step_asks_the_department_whose_step_comes_next(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services(stock=False)
    asked: list[tuple[str, str | None]] = []

    async def next_is(kind: str) -> None:
        await until(lambda: kind in inbox.open_kinds)
        todo = next(one for one in inbox.todos.values() if one.kind == kind)
        asked.append((kind, todo.role or ("owner" if todo.person_id else None)))

    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await next_is("restock")
        await process.receives(services.stock_counted())
        await next_is("ship")
        await process.receives(services.shipped())
        await next_is("receive")
        await process.receives(services.received())
        await next_is("request_invoice")
        await process.receives(services.invoice_requested())
        await next_is("issue_invoice")
        await process.receives(services.payment_recorded())
        await next_is("confirm_payment")
    assert asked == [
        ("restock", "order_admin"), ("ship", "shipper"), ("receive", "shipper"), ("request_invoice", "owner"),
        ("issue_invoice", "finance"), ("confirm_payment", "finance"),
    ]  # fmt: skip


async def test_events_twice_and_in_any_order_lead_to_the_same_end(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-reordered") as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        facts = [services.shipped(), services.received(), services.payment_recorded(), services.payment_confirmed()]
        facts += [services.invoice_requested(), services.invoice_issued()]
        await process.receives(*reversed(facts), *facts)
        assert await process.ends() == "COMPLETED"
        assert services.asked.count("complete") == 1
        assert inbox.open_kinds == []


async def test_several_shipments_are_received_one_by_one(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.receives(services.shipped(all=False))
        await until(lambda: inbox.open_kinds == ["receive", "ship"])
        await process.receives(services.shipped())
        await until(lambda: inbox.open_kinds == ["receive", "receive"])
        await process.receives(services.received())
        await until(lambda: inbox.open_kinds == ["receive"])
        await process.receives(services.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])


async def test_an_order_that_is_short_waits_for_stock_and_takes_prepayment_meanwhile(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services(stock=False)
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-short") as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["restock"])
        assert sorted(await process.waits()) == ["waits.payment", "waits.todo.restock"]
        await process.receives(services.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "restock"])
        await process.receives(services.stock_counted())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "ship"])


async def test_a_to_do_ticked_off_without_the_act_is_asked_again(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        first = set(inbox.todos)
        ticked = inbox.ticked_off("ship")
        await process.receives(ticked, ticked)
        await until(lambda: inbox.open_kinds == ["ship"])
        assert not first & set(inbox.todos)


@pytest.mark.parametrize("lost", [False, True], ids=["heard", "the answer is lost"])
async def test_case_c5_an_order_over_the_limit_by_now_is_submitted_again(env: WorkflowEnvironment, lost: bool) -> None:
    services, inbox = fake_services(over_limit_at_confirm=True, answer_lost=lost)
    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await until(lambda: "submit 2" in services.asked)
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        assert services.asked == ["submit 1", "confirm: asked again", "submit 2", "confirm", "reserve", "todo ship"]


async def test_a_returned_order_is_placed_again(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-returned") as process:
        await until(lambda: services.asked)
        await process.receives(inbox.decides(Outcome.RETURNED, "fewer"))
        await until(lambda: "return: fewer" in services.asked)
        assert await process.waits() == ["waits.placing_again"]
        await process.receives(services.placed_again())
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        assert services.asked == ["submit 1", "return: fewer", "submit 2", "confirm", "reserve", "todo ship"]


async def test_a_returned_order_that_is_not_placed_again_in_thirty_days_is_cancelled(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox) as process:
        await until(lambda: services.asked)
        await process.receives(inbox.decides(Outcome.RETURNED, "fewer"))
        await until(lambda: "return: fewer" in services.asked)
        await process.pass_time(days=29, hours=23)
        assert services.asked[-1] == "return: fewer"
        await process.pass_time(hours=2)
        assert await process.ends() == "CANCELLED"
        assert services.asked[2:] == ["withdraw request", "cancel: reason.not_resubmitted", "cancelled"]


async def test_a_rejected_order_is_cancelled(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-rejected") as process:
        await until(lambda: services.asked)
        await process.receives(inbox.decides(Outcome.REJECTED, "late payer"))
        assert await process.ends() == "CANCELLED"
        assert services.asked == ["submit 1", "cancel: late payer", "cancelled"]


async def cancelled(process: Play, services: FakeOrderServices) -> list[str]:
    """What is asked from the cancellation on."""
    before = len(services.asked)
    requested = services.cancel_requested()
    await process.receives(requested, requested)
    assert await process.ends() == "CANCELLED"
    return [asked for asked in services.asked[before:] if asked.startswith(("undo", "cancelled"))]


async def test_cancelled_before_approval_there_is_nothing_to_undo_but_the_request(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-cancelled-early") as process:
        await until(lambda: services.asked)
        assert await cancelled(process, services) == ["cancelled"]
        assert "withdraw request" in services.asked


async def test_cancelled_while_short_the_newest_is_undone_first(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services(stock=False)
    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["restock"])
        undone = await cancelled(process, services)
        assert undone == ["undo stock", "undo invoices", "undo payments", "undo receivables", "cancelled"]
        assert inbox.open_kinds == []


async def test_cancelled_after_shipping_the_newest_is_undone_first(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-cancelled-shipped") as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.receives(services.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        undone = await cancelled(process, services)
        assert undone[:3] == ["undo goods", "undo stock", "undo invoices"]
        assert undone[3:] == ["undo payments", "undo receivables", "cancelled"]


async def test_cancelled_after_a_payment_the_payment_is_undone_before_the_goods(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-cancelled-paid") as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.receives(
            services.shipped(), services.received(), services.invoice_requested(), services.payment_recorded()
        )
        await until(lambda: inbox.open_kinds == ["confirm_payment", "issue_invoice"])
        undone = await cancelled(process, services)
        assert undone[:3] == ["undo payments", "undo invoices", "undo goods"]
        assert undone[3:] == ["undo stock", "undo receivables", "cancelled"]


@pytest.mark.parametrize("told_first", ["approval", "cancellation"])
async def test_approved_and_cancelled_at_once_ends_cancelled(env: WorkflowEnvironment, told_first: str) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox) as process:
        await until(lambda: services.asked)
        facts = [inbox.decides(Outcome.APPROVED), services.cancel_requested()]
        await process.receives(*(facts if told_first == "approval" else reversed(facts)))
        assert await process.ends() == "CANCELLED"
        assert "confirm" not in services.asked


async def test_a_process_that_begins_again_while_cancelling_undoes_all_that_may_have_been_done(
    env: WorkflowEnvironment,
) -> None:
    services, inbox = fake_services(status=OrderStatus.CANCELLING)
    async with play(env, services.start, services, inbox) as process:
        assert await process.ends() == "CANCELLED"
        undone = ["undo invoices", "undo payments", "undo goods", "undo stock", "undo receivables", "cancelled"]
        assert services.asked == undone


async def test_a_process_that_begins_again_in_the_middle_asks_for_what_is_missing(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services(status=OrderStatus.SHIPPED)
    services.shipped()
    async with play(env, services.start, services, inbox) as process:
        await until(lambda: inbox.open_kinds == ["receive"])
        await process.receives(services.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])


async def test_a_lost_event_is_found_out_within_a_week(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        services.shipped()  # told to nobody
        await process.pass_time(days=6, hours=23)
        assert inbox.open_kinds == ["ship"]
        await process.pass_time(hours=2)
        await until(lambda: inbox.open_kinds == ["receive"])


async def test_a_long_history_begins_anew_and_forgets_nothing(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        first = (await process.handle.describe()).run_id
        while (await process.handle.describe()).run_id == first:
            await process.receives(EventSignal(subject=LOOK))
        await process.receives(services.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        undone = await cancelled(process, services)
        assert undone[:3] == ["undo goods", "undo stock", "undo invoices"]
        assert inbox.open_kinds == []
