"""Is an order whose goods have left cancelled when they are back, by a second person?"""

from temporalio.testing import WorkflowEnvironment

from tests.workflows.process_run import play, until
from tests.workflows.test_order_to_cash import approved, fake_services


async def test_case_a6_a_shipper_confirms_that_the_goods_are_back_then_a_second_person_cancels(
    env: WorkflowEnvironment,
) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox, saved_as="OrderToCash-goods-back") as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.receives(services.shipped())
        await until(lambda: inbox.open_kinds == ["receive"])
        await process.receives(services.goods_requested())
        await until(lambda: inbox.open_kinds == ["confirm_goods_back", "receive"])
        roles = {todo.kind: todo.role for todo in inbox.todos.values()}
        assert roles["confirm_goods_back"] == "shipper"
        assert "waits.todo.confirm_goods_back" in await process.waits()
        back = services.goods_came_back()
        await process.receives(back, back)
        await until(lambda: inbox.open_kinds == ["cancel_order", "receive"])
        assert {todo.role for todo in inbox.todos.values()} == {"order_admin", "shipper"}
        await process.receives(services.cancel_requested())
        assert await process.ends() == "CANCELLED"
        assert inbox.open_kinds == []


async def test_case_a6_goods_that_do_not_come_may_be_asked_for_again(env: WorkflowEnvironment) -> None:
    services, inbox = fake_services()
    async with play(env, services.start, services, inbox) as process:
        await approved(process, services, inbox)
        await until(lambda: inbox.open_kinds == ["ship"])
        await process.receives(services.shipped(), services.goods_requested())
        await until(lambda: inbox.open_kinds == ["confirm_goods_back", "receive"])
        await process.receives(inbox.ticked_off("confirm_goods_back"))  # the customer keeps them
        await process.receives(services.received())
        await until(lambda: inbox.open_kinds == ["request_invoice"])
        await process.receives(services.goods_requested())
        await until(lambda: inbox.open_kinds == ["confirm_goods_back", "request_invoice"])
