"""Does a contract become effective only when all branches have agreed?"""

from hashlib import sha256

import pytest

from deploy.cast.player import ProblemResponse, until
from deploy.cast.sale import task_about
from messages.approvals.requests import ApproveTask, RejectTask
from messages.base import Page
from messages.collections.plans import PaymentPlanView
from messages.deals.contracts import CancelContract, ContractStatus, ContractView
from tests.whole_stack import SalesSoFar


async def test_legal_and_finance_are_asked_at_the_same_time_and_the_plan_adds_up(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale, quantity=3, price="4333.33")
    await sale.seller.post("deals", f"/contracts/{contract.id}/submit", None, object)
    legal = await sales.cast.player("sun.legal")
    await task_about(legal, contract.id)
    request = await sale.request_of(contract.id)
    asked = {signer.name for step in request.steps if step.state == "OPEN" for signer in step.signers}
    assert len(asked) >= 2, "parallel branches are open at the same time"
    await sale.decide_all(contract.id)
    effective = await sale.contract_is(contract.id, ContractStatus.EFFECTIVE)

    async def plan() -> PaymentPlanView | None:
        found = await sale.seller.get("collections", "/payment-plans", Page[PaymentPlanView], contract_id=contract.id)
        return found.items[0] if found.items else None

    made = await until(plan, what="the payment plan")
    assert sum(one.amount.amount for one in made.instalments) == effective.total.amount


async def test_approvers_sign_the_attached_files_with_the_contract(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    terms = b"%PDF-1.7 terms of the customer"
    attached = await sale.seller.attach("deals", f"/contracts/{contract.id}/files", terms, ContractView, name="t.pdf")
    assert [one.sha256 for one in attached.files] == [sha256(terms).hexdigest()]
    await sale.seller.post("deals", f"/contracts/{contract.id}/submit", None, object)
    legal = await sales.cast.player("sun.legal")
    task = await task_about(legal, contract.id)
    assert task.request is not None
    assert [(one.name, one.sha256) for one in task.request.attachments] == [("t.pdf", sha256(terms).hexdigest())]


async def test_feature_91_one_no_closes_the_other_branches(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.seller.post("deals", f"/contracts/{contract.id}/submit", None, object)
    legal = await sales.cast.player("sun.legal")
    task = await task_about(legal, contract.id)
    assert task.request is not None
    said = RejectTask(content_hash=task.request.content_hash, comment="No")
    await legal.post("approvals", f"/tasks/{task.task_id}/reject", said, object)
    await sale.contract_is(contract.id, ContractStatus.REJECTED)
    request = await sale.request_settled(contract.id)
    assert not [signer for step in request.steps for signer in step.signers if signer.state == "OPEN"]


async def test_cancelling_while_it_is_being_approved_withdraws_the_request(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.seller.post("deals", f"/contracts/{contract.id}/submit", None, object)
    legal = await sales.cast.player("sun.legal")
    task = await task_about(legal, contract.id)
    cancel = CancelContract(reason="Customer changed his mind")
    await sale.seller.post("deals", f"/contracts/{contract.id}/cancel", cancel, object)
    request = await sale.request_settled(contract.id)
    assert request.outcome == "WITHDRAWN"
    assert task.request is not None
    said = ApproveTask(content_hash=task.request.content_hash)
    with pytest.raises(ProblemResponse) as refused:
        await legal.post("approvals", f"/tasks/{task.task_id}/approve", said, object)
    assert refused.value.status == 409
    assert (await sale.contract_is(contract.id, ContractStatus.CANCELLED)).status is ContractStatus.CANCELLED


async def test_an_effective_contract_is_cancelled_once_orders_has_none_under_it(sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.drafted(sale)
    await sale.seller.post("deals", f"/contracts/{contract.id}/submit", None, object)
    await sale.decide_all(contract.id)
    await sale.contract_is(contract.id, ContractStatus.EFFECTIVE)
    cancel = CancelContract(reason="The plant closes")
    asked = await sale.seller.post("deals", f"/contracts/{contract.id}/cancel", cancel, ContractView)
    assert asked.status is ContractStatus.CANCELLING
    await sale.contract_is(contract.id, ContractStatus.CANCELLED)
