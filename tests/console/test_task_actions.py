"""Can everything be done on the pages that a signer, a requester and an operator may do, and nothing else?"""

from collections.abc import Awaitable, Callable

import pytest

from deploy.cast.sale import task_about
from messages.approvals.requests import RequestView
from messages.approvals.states import RequestState, TaskKind, Verdict
from messages.approvals.tasks import TaskView
from tests.console.conftest import Desk
from tests.console.expense_requests import expense
from tests.console.forms import Seen
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]


async def submitted_expense(sales: SalesSoFar, amount: str = "900.00") -> tuple[RequestView, TaskView]:
    """An expense of li.sales, and his manager's task about it."""
    request = await expense(await sales.cast.player("li.sales"), amount)
    return request, await task_about(await sales.cast.player("wang.manager"), request.about.id)


async def now(sales: SalesSoFar, request: RequestView) -> RequestView:
    return await (await sales.cast.player("ops")).get("approvals", f"/requests/{request.id}", RequestView)


def offers(page: Seen) -> set[str]:
    """The verbs in the menu."""
    return {link.rpartition("/")[2] for link in page.links if "/act/" in link}


async def test_a_task_offers_just_what_its_signer_may_do(desk: Sit, sales: SalesSoFar) -> None:
    _, task = await submitted_expense(sales)
    page = await (await desk("wang.manager", "en")).see(f"/tasks/{task.task_id}")
    main = {form.action.rpartition("/")[2] for form in page.forms if "/decide/" in form.action}
    assert main == {"approve", "reject"}
    assert offers(page) == (set(task.may) - main) | {"comment", "copy", "nudge"}


async def test_somebody_who_only_looks_is_offered_only_to_speak(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    director = await (await desk("zhou.director", "en")).see(f"/requests/{request.id}")
    assert offers(director) == {"comment"}
    assert not [form for form in director.forms if "/tasks/" in form.action]
    boss = await (await desk("zhou.director", "en")).see(f"/tasks/{task.task_id}")
    assert not [form for form in boss.forms if "/decide/" in form.action]


@pytest.mark.parametrize("lang", ["zh", "en"])
async def test_each_form_says_in_a_sentence_what_will_happen(desk: Sit, sales: SalesSoFar, lang: str) -> None:
    request, task = await submitted_expense(sales)
    manager = await desk("wang.manager", lang)
    page = await manager.see(f"/tasks/{task.task_id}")
    for link in [one for one in page.links if "/act/" in one]:
        form = await manager.see(link)
        assert not form.codes, (link, form.codes)
        assert request.about.number in form.text


async def test_a_signer_adds_signers_and_removes_one(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    manager = await desk("wang.manager", "en")
    anna, chen = await sales.cast.player("anna.manager"), await sales.cast.player("chen.sales")
    people = [str(anna.id), str(chen.id)]
    here = f"/tasks/{task.task_id}"
    page = await manager.act(f"{here}/act/add_signer", "/act/add_signer", people=people, how="before", mode="all")
    assert "approve" not in offers(page)  # her own turn comes later
    brought = [one for step in (await now(sales, request)).steps for one in step.signers if one.added == "before"]
    assert {one.person_id for one in brought} == {anna.id, chen.id}
    gone = next(one for one in brought if one.person_id == chen.id)
    await manager.act(f"{here}/act/remove_signer", "/act/remove_signer", whom=str(gone.task_id))
    left = await task_about(anna, request.about.id)
    await (await desk("anna.manager", "en")).act(f"/tasks/{left.task_id}", "/decide/approve")
    await manager.act(here, "/decide/approve")
    assert (await now(sales, request)).state is RequestState.APPROVED


async def test_a_signer_added_beside_is_removed_by_who_added_him(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    manager = await desk("wang.manager", "en")
    anna = await sales.cast.player("anna.manager")
    here = f"/tasks/{task.task_id}"
    page = await manager.act(f"{here}/act/add_signer", "/act/add_signer", people=[str(anna.id)], how="beside")
    assert "remove_signer" in offers(page)
    other = await task_about(anna, request.about.id)
    page = await manager.act(f"{here}/act/remove_signer", "/act/remove_signer", whom=str(other.task_id))
    assert "remove_signer" not in offers(page)
    await manager.act(here, "/decide/approve")
    assert (await now(sales, request)).state is RequestState.APPROVED


async def test_one_of_several_claims_it_and_lets_it_go(desk: Sit, sales: SalesSoFar) -> None:
    sale = await sales.sale()
    contract = await sales.submitted(sale)
    qian, fiona = await sales.cast.player("qian.finance"), await sales.cast.player("fiona.finance")
    mine, hers = await task_about(qian, contract.id), await task_about(fiona, contract.id)
    finance, other = await desk("qian.finance", "en"), await desk("fiona.finance", "en")
    page = await finance.act(f"/tasks/{mine.task_id}/act/claim", "/act/claim")
    assert "unclaim" in offers(page)
    assert "claim" not in offers(page)
    seen = await other.see(f"/tasks/{hers.task_id}")
    assert not [form for form in seen.forms if "/decide/" in form.action]
    assert "claimed" in seen.text
    await finance.act(f"/tasks/{mine.task_id}/act/unclaim", "/act/unclaim")
    assert [f for f in (await other.see(f"/tasks/{hers.task_id}")).forms if "/decide/" in f.action]


async def test_a_vote_is_taken_back_while_nobody_decided_after_it(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales, "9000.00")  # the line comes after
    manager = await desk("wang.manager", "en")
    await manager.act(f"/tasks/{task.task_id}", "/decide/approve", comment="Too fast")
    page = await manager.see(f"/tasks/{task.task_id}")
    assert "You said" in page.text
    assert "take_back" in offers(page)
    await manager.act(f"/tasks/{task.task_id}/act/take_back", "/act/take_back")
    again = await task_about(await sales.cast.player("wang.manager"), request.about.id)
    assert "approve" in again.may


async def test_it_is_returned_with_a_reason_and_the_requester_is_notified(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    manager = await desk("wang.manager", "en")
    await manager.act(f"/tasks/{task.task_id}/act/return", "/decide/return", comment="Which hotel?")
    page = await (await desk("li.sales", "en")).see(f"/requests/{request.id}")
    assert "Guidance: Which hotel?" in page.text


async def test_it_is_reassigned_and_decided_by_another(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    manager, anna = await desk("wang.manager", "en"), await sales.cast.player("anna.manager")
    await manager.act(f"/tasks/{task.task_id}/act/delegate", "/act/delegate", to=str(anna.id), comment="Look at it")
    question = await task_about(anna, request.about.id)
    page = await (await desk("anna.manager", "en")).see(f"/tasks/{question.task_id}")
    assert "You were asked: Look at it" in page.text
    await (await desk("anna.manager", "en")).act(f"/tasks/{question.task_id}", "/act/answer", comment="It is fine")
    back = await task_about(await sales.cast.player("wang.manager"), request.about.id)
    assert "It is fine" in (await manager.see(f"/tasks/{back.task_id}")).text
    await manager.act(f"/tasks/{back.task_id}/act/transfer", "/act/transfer", to=str(anna.id))
    assert "approve" in (await task_about(anna, request.about.id)).may


async def test_a_comment_mentions_somebody_and_everybody_reads_it(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    seller, wang = await desk("li.sales", "en"), await sales.cast.player("wang.manager")
    page = f"/requests/{request.id}"
    await seller.act(f"{page}/act/comment", "/act/comment", comment="It was <b>late</b>", mentions=[str(wang.id)])
    seen = await (await desk("wang.manager", "en")).see(f"/tasks/{task.task_id}")
    assert "It was <b>late</b>" in seen.text
    assert f"to {wang.name}" in seen.text
    answered = await (await desk("wang.manager", "en")).act(f"/tasks/{task.task_id}", "/act/comment", comment="I see")
    assert "I see" in answered.text


async def test_the_requester_nudges_once_and_is_told_when_he_may_again(desk: Sit, sales: SalesSoFar) -> None:
    request, _ = await submitted_expense(sales)
    seller = await desk("li.sales", "en")
    form = f"/requests/{request.id}/act/nudge"
    assert "Reminded" in (await seller.act(form, "/act/nudge", comment="Please")).text
    again = await seller.send(await seller.see(form), "/act/nudge", comment="Please, please")
    assert again.status_code == 409
    page = Seen(again.text)
    assert "again after" in page.text
    assert page.form("/act/nudge").fields["comment"] == ["Please, please"]


async def test_a_copy_is_there_to_read_and_offers_no_decision(desk: Sit, sales: SalesSoFar) -> None:
    request, _ = await submitted_expense(sales)
    chen = await sales.cast.player("chen.sales")
    seller = await desk("li.sales", "en")
    await seller.act(f"/requests/{request.id}/act/copy", "/act/copy", people=[str(chen.id)])
    reader = await desk("chen.sales", "en")
    inbox = await reader.see(f"/?show=copied&q={request.about.number}")
    (task,) = {link for link in inbox.links if link.startswith("/tasks/")}
    page = await reader.see(task)
    assert "This is a copy for you to read" in page.text
    assert offers(page) == {"comment"}
    assert not [form for form in page.forms if "/decide/" in form.action]


async def test_the_requester_withdraws_his_own(desk: Sit, sales: SalesSoFar) -> None:
    request, _ = await submitted_expense(sales)
    seller = await desk("li.sales", "en")
    await seller.act(f"/requests/{request.id}/act/withdraw", "/act/withdraw", comment="Paid privately")
    assert (await now(sales, request)).state is RequestState.WITHDRAWN
    assert "withdraw" not in offers(await seller.see(f"/requests/{request.id}"))


async def test_an_operator_finds_the_signers_again_and_moves_what_is_stuck(desk: Sit, sales: SalesSoFar) -> None:
    request, _ = await submitted_expense(sales, "9000.00")
    ops = await desk("ops", "en")
    page = f"/requests/{request.id}"
    assert {"resolve_again", "move"} <= offers(await ops.see(page))
    await ops.act(f"{page}/act/resolve_again", "/act/resolve_again", step="manager", comment="She is back")
    refused = await ops.send(await ops.see(f"{page}/act/move"), "/act/move", step="finance", comment="")
    assert refused.status_code == 422
    seen = await ops.act(f"{page}/act/move", "/act/move", step="finance", comment="Agreed by telephone")
    assert "Agreed by telephone" in seen.text
    assert [step.key for step in (await now(sales, request)).steps if step.state == "OPEN"] == ["finance"]


async def test_what_is_no_longer_possible_shows_what_stands(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    manager = await desk("wang.manager", "en")
    form = await manager.see(f"/tasks/{task.task_id}/act/ask")
    await manager.act(f"/tasks/{task.task_id}", "/decide/approve")
    late = await manager.send(form, "/act/ask", to=str((await sales.cast.player("anna.manager")).id), comment="Why?")
    assert late.status_code == 409
    page = Seen(late.text)
    assert "no longer open" in page.text
    assert "Below you see its present state" in page.text
    assert "You said: approved" in page.text
    assert request.about.number in page.text


async def test_an_answer_without_words_keeps_the_page_and_says_so(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    manager, anna = await desk("wang.manager", "en"), await sales.cast.player("anna.manager")
    refused = await manager.send(await manager.see(f"/tasks/{task.task_id}/act/ask"), "/act/ask", comment="Why?")
    assert refused.status_code == 422
    assert Seen(refused.text).form("/act/ask").fields["comment"] == ["Why?"]
    await manager.act(f"/tasks/{task.task_id}/act/ask", "/act/ask", to=str(anna.id), comment="Why?")
    question = await task_about(anna, request.about.id)
    assert question.kind is TaskKind.QUESTION


async def test_a_request_is_found_by_its_number_and_tells_its_history(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    await (await desk("wang.manager", "en")).act(f"/tasks/{task.task_id}", "/decide/approve", comment="Fine")
    page = await (await desk("ops", "en")).see(f"/requests?q={request.about.number}")
    assert "approved Manager “Fine”" in page.text
    assert "cs/" not in page.text
    assert (await now(sales, request)).steps[0].signers[0].verdict is Verdict.APPROVE
