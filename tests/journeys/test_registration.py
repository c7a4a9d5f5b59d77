"""Does a registration go the way its approver and its clock say?"""

from datetime import timedelta

import pytest
from temporalio.client import Client
from temporalio.testing import TimeSkipper

from deploy.cast.player import ProblemResponse
from deploy.cast.sale import task_about
from messages.approvals.requests import ReturnTask
from messages.deals.registrations import RegistrationStatus, RegistrationView, ResubmitRegistration
from tests.whole_stack import SalesSoFar


async def test_the_sellers_own_manager_approves_and_the_project_is_protected(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    asked = await sale.register((await sales.opened(sale)).id)
    manager = await sales.cast.player("wang.manager")
    task = await task_about(manager, asked.id)
    assert task.requester_id == sale.seller.id
    await sale.decide_all(asked.id)
    protected = await sale.registration_is(asked.id, RegistrationStatus.PROTECTED)
    assert protected.protected_until is not None


async def test_a_rejected_registration_may_be_resubmitted(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    opened = await sales.opened(sale)
    asked = await sale.register(opened.id)
    await sale.decide_all(asked.id, "reject", "not ours")
    await sale.registration_is(asked.id, RegistrationStatus.REJECTED)
    again = await sale.protect(opened.id)
    assert again.id != asked.id


async def test_a_returned_registration_is_mended_and_approved_in_the_second_round(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    asked = await sale.register((await sales.opened(sale)).id)
    manager = await sales.cast.player("wang.manager")
    task = await task_about(manager, asked.id)
    assert task.request is not None
    said = ReturnTask(content_hash=task.request.content_hash, comment="Add the budget")
    await manager.post("approvals", f"/tasks/{task.task_id}/return", said, object)
    returned = await sale.registration_is(asked.id, RegistrationStatus.RETURNED)
    assert returned.guidance == "Add the budget"
    said_again = ResubmitRegistration(note="Budget 1M")
    await sale.seller.post("deals", f"/registrations/{asked.id}/resubmit", said_again, RegistrationView)
    await task_about(manager, asked.id)
    await sale.decide_all(asked.id)
    protected = await sale.registration_is(asked.id, RegistrationStatus.PROTECTED)
    assert protected.round == 2


async def test_a_withdrawn_registration_leaves_no_task(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    asked = await sale.register((await sales.opened(sale)).id)
    manager = await sales.cast.player("wang.manager")
    task = await task_about(manager, asked.id)
    await sale.seller.post("deals", f"/registrations/{asked.id}/withdraw", None, object)
    await sale.registration_is(asked.id, RegistrationStatus.WITHDRAWN)
    request = await sale.request_settled(asked.id)
    assert request.outcome == "WITHDRAWN"
    assert task.request is not None
    said = {"content_hash": task.request.content_hash}
    with pytest.raises(ProblemResponse) as refused:
        await manager.post("approvals", f"/tasks/{task.task_id}/approve", said, object)
    assert refused.value.status == 409


async def test_the_same_project_cannot_be_registered_twice_while_it_is_protected(sales: SalesSoFar) -> None:
    sale, other = await sales.sale(), await sales.sale("chen.sales")
    customer_id = await sales.customer(sale)
    opened = await sales.opened(sale, customer_id, "一号线")
    await sale.protect(opened.id)
    again = await sales.opened(other, customer_id, "一号线 ")
    with pytest.raises(ProblemResponse) as refused:
        await other.register(again.id)
    assert refused.value.status == 409


async def test_protection_ends_by_the_clock(sales: SalesSoFar, temporal: Client, skipper: TimeSkipper) -> None:
    sale = await sales.sale()
    protected = await sale.protect((await sales.opened(sale)).id)
    process = temporal.get_workflow_handle(f"opportunity-registration/{protected.id}")
    await skipper.fast_forward(process, timedelta(days=200))
    await sale.registration_is(protected.id, RegistrationStatus.RELEASED)
