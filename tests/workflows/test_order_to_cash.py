"""Does an order go from its placing to the last payment, with the right people asked at the right time?"""

import pytest
from temporalio.testing import WorkflowEnvironment

from messages.approvals.states import Outcome
from messages.orders.orders import OrderStatus
from tests.workflows.approvers import Approvers
from tests.workflows.order_house import OrderHouse
from tests.workflows.stage import Play, play, until
from workflows.facts import LOOK, Told


def a_house(**how: object) -> tuple[OrderHouse, Approvers]:
    house = OrderHouse(**how)  # type: ignore[arg-type]
    return house, Approvers(asked=house.asked)


async def approved(process: Play, house: OrderHouse, approvers: Approvers) -> None:
    await until(lambda: f"submit {house.round}" in house.asked)
    await process.hears(approvers.decides(Outcome.APPROVED))


async def test_the_sale_goes_all_the_way(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox, saved_as="OrderToCash-completed") as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        assert house.asked == ["submit 1", "confirm", "reserve", "todo ship"]
        await process.hears(house.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        await process.hears(house.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        await process.hears(house.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "request_invoice"])
        await process.hears(house.payment_confirmed())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        await process.hears(house.invoice_requested())
        await until(lambda: inbox.open_kinds == ["issue_invoice"])
        await process.hears(house.invoice_issued())
        assert await process.ends() == "COMPLETED"
        assert inbox.open_kinds == []
        assert house.asked[-2:] == ["complete", "close issue_invoice"]


async def test_each_to_do_is_for_whoever_has_to_do_it(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox) as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.hears(house.shipped(), house.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "receive"])
        await process.hears(house.received())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "request_invoice"])
        roles = {todo.kind: (todo.role, todo.person_id) for todo in inbox.todos.values()}
        assert roles["confirm_payment"] == ("finance", None)
        assert roles["request_invoice"][0] is None
        assert roles["request_invoice"][1] is not None


async def test_facts_twice_and_in_any_order_lead_to_the_same_end(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox, saved_as="OrderToCash-reordered") as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        facts = [house.shipped(), house.received(), house.payment_recorded(), house.payment_confirmed()]
        facts += [house.invoice_requested(), house.invoice_issued()]
        await process.hears(*reversed(facts), *facts)
        assert await process.ends() == "COMPLETED"
        assert house.asked.count("complete") == 1
        assert inbox.open_kinds == []


async def test_several_shipments_are_received_one_by_one(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox) as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.hears(house.shipped(all=False))
        await until(lambda: inbox.open_kinds == ["receive", "ship"])
        await process.hears(house.shipped())
        await until(lambda: inbox.open_kinds == ["receive", "receive"])
        await process.hears(house.received())
        await until(lambda: inbox.open_kinds == ["receive"])
        await process.hears(house.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])


async def test_an_order_that_is_short_waits_for_stock_and_takes_prepayment_meanwhile(env: WorkflowEnvironment) -> None:
    house, inbox = a_house(stock=False)
    async with play(env, house.begin, house, inbox, saved_as="OrderToCash-short") as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["restock"])
        assert sorted(await process.waits()) == ["waits.payment", "waits.todo.restock"]
        await process.hears(house.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "restock"])
        await process.hears(house.stock_counted())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "ship"])


async def test_a_to_do_ticked_off_without_the_act_is_asked_again(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox) as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        first = set(inbox.todos)
        ticked = inbox.ticked_off("ship")
        await process.hears(ticked, ticked)
        await until(lambda: inbox.open_kinds == ["ship"])
        assert not first & set(inbox.todos)


async def test_a_returned_order_is_placed_again(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox, saved_as="OrderToCash-returned") as process:
        await until(lambda: house.asked)
        await process.hears(inbox.decides(Outcome.RETURNED, "fewer"))
        await until(lambda: "return: fewer" in house.asked)
        assert await process.waits() == ["waits.placing_again"]
        await process.hears(house.placed_again())
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        assert house.asked == ["submit 1", "return: fewer", "submit 2", "confirm", "reserve", "todo ship"]


async def test_a_returned_order_that_is_not_placed_again_in_thirty_days_is_cancelled(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox) as process:
        await until(lambda: house.asked)
        await process.hears(inbox.decides(Outcome.RETURNED, "fewer"))
        await until(lambda: "return: fewer" in house.asked)
        await process.pass_time(days=29, hours=23)
        assert house.asked[-1] == "return: fewer"
        await process.pass_time(hours=2)
        assert await process.ends() == "CANCELLED"
        assert house.asked[2:] == ["withdraw request", "cancel: not placed again", "cancelled"]


async def test_a_rejected_order_is_cancelled(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox, saved_as="OrderToCash-rejected") as process:
        await until(lambda: house.asked)
        await process.hears(inbox.decides(Outcome.REJECTED, "late payer"))
        assert await process.ends() == "CANCELLED"
        assert house.asked == ["submit 1", "cancel: late payer", "cancelled"]


async def cancelled(process: Play, house: OrderHouse) -> list[str]:
    """What is asked from the cancellation on."""
    before = len(house.asked)
    requested = house.cancel_requested()
    await process.hears(requested, requested)
    assert await process.ends() == "CANCELLED"
    return [asked for asked in house.asked[before:] if asked.startswith(("undo", "cancelled"))]


async def test_cancelled_before_approval_there_is_nothing_to_undo_but_the_request(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox, saved_as="OrderToCash-cancelled-early") as process:
        await until(lambda: house.asked)
        assert await cancelled(process, house) == ["cancelled"]
        assert "withdraw request" in house.asked


async def test_cancelled_while_short_the_newest_is_undone_first(env: WorkflowEnvironment) -> None:
    house, inbox = a_house(stock=False)
    async with play(env, house.begin, house, inbox) as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["restock"])
        undone = await cancelled(process, house)
        assert undone == ["undo stock", "undo invoices", "undo payments", "undo receivables", "cancelled"]
        assert inbox.open_kinds == []


async def test_cancelled_after_shipping_the_newest_is_undone_first(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox, saved_as="OrderToCash-cancelled-shipped") as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.hears(house.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        undone = await cancelled(process, house)
        assert undone[:3] == ["undo goods", "undo stock", "undo invoices"]
        assert undone[3:] == ["undo payments", "undo receivables", "cancelled"]


async def test_cancelled_after_a_payment_the_payment_is_undone_before_the_goods(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox, saved_as="OrderToCash-cancelled-paid") as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.hears(house.shipped(), house.received(), house.invoice_requested(), house.payment_recorded())
        await until(lambda: inbox.open_kinds == ["confirm_payment", "issue_invoice"])
        undone = await cancelled(process, house)
        assert undone[:3] == ["undo payments", "undo invoices", "undo goods"]
        assert undone[3:] == ["undo stock", "undo receivables", "cancelled"]


@pytest.mark.parametrize("told_first", ["approval", "cancellation"])
async def test_approved_and_cancelled_at_once_ends_cancelled(env: WorkflowEnvironment, told_first: str) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox) as process:
        await until(lambda: house.asked)
        facts = [inbox.decides(Outcome.APPROVED), house.cancel_requested()]
        await process.hears(*(facts if told_first == "approval" else reversed(facts)))
        assert await process.ends() == "CANCELLED"
        assert "confirm" not in house.asked


async def test_a_process_that_begins_again_while_cancelling_undoes_all_that_may_have_been_done(
    env: WorkflowEnvironment,
) -> None:
    house, inbox = a_house(status=OrderStatus.CANCELLING)
    async with play(env, house.begin, house, inbox) as process:
        assert await process.ends() == "CANCELLED"
        undone = ["undo invoices", "undo payments", "undo goods", "undo stock", "undo receivables", "cancelled"]
        assert house.asked == undone


async def test_a_process_that_begins_again_in_the_middle_asks_for_what_is_missing(env: WorkflowEnvironment) -> None:
    house, inbox = a_house(status=OrderStatus.SHIPPED)
    house.shipped()
    async with play(env, house.begin, house, inbox) as process:
        await until(lambda: inbox.open_kinds == ["receive"])
        await process.hears(house.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])


async def test_a_lost_fact_is_found_out_within_a_week(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox) as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        house.shipped()  # told to nobody
        await process.pass_time(days=6, hours=23)
        assert inbox.open_kinds == ["ship"]
        await process.pass_time(hours=2)
        await until(lambda: inbox.open_kinds == ["receive"])


async def test_a_long_history_begins_anew_and_forgets_nothing(env: WorkflowEnvironment) -> None:
    house, inbox = a_house()
    async with play(env, house.begin, house, inbox) as process:
        await approved(process, house, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        first = (await process.handle.describe()).run_id
        while (await process.handle.describe()).run_id == first:
            await process.hears(Told(fact=LOOK))
        await process.hears(house.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        undone = await cancelled(process, house)
        assert undone[:3] == ["undo goods", "undo stock", "undo invoices"]
        assert inbox.open_kinds == []
