"""Can a signer change what is his to change, does a word carry its file, and is it told what has changed?"""

from collections.abc import Awaitable, Callable
from uuid import uuid4

import pytest

from deploy.cast.sale import task_about
from messages.approvals.parts import About
from messages.approvals.requests import RequestView, SubmitRequest
from messages.approvals.tasks import TaskView
from tests.console.conftest import Desk
from tests.console.forms import Seen
from tests.console.test_task_actions import now, submitted_expense
from tests.whole_stack import SalesSoFar

Sit = Callable[..., Awaitable[Desk]]

POLICY = """
policy: {key}
facts: {{amount: money}}
fields:
  pieces: {{zh: 间夜数, en: Room nights}}
route:
  - step: first
    name: {{zh: 初核, en: First look}}
    signers: {{manager: 1}}
    may_edit: [note, pieces]
    attachment_required: [reject]
  - step: second
    signers: {{person: zhou.director}}
"""


async def special(sales: SalesSoFar) -> tuple[RequestView, TaskView]:
    """Under a policy whose first signer may change fields, and has to attach a file to a no."""
    key = f"special-{uuid4().hex[:6]}"
    await sales.cast.setup.post("approvals", "/policies", {"yaml": POLICY.format(key=key)}, object)
    about = About(kind="expense", id=uuid4(), number=f"SP-{uuid4().hex[:6]}", title="Special")
    content = {"amount": "9.00 CNY", "note": "Two nights", "pieces": 2}
    said = SubmitRequest(policy=key, about=about, facts={"amount": "9.00"}, content=content)
    request = await (await sales.cast.player("li.sales")).post("approvals", "/requests", said, RequestView)
    return request, await task_about(await sales.cast.player("wang.manager"), about.id)


async def test_a_signer_changes_the_fields_that_are_his_to_change(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await special(sales)
    manager = await desk("wang.manager", "en")
    here = f"/tasks/{task.task_id}"
    form = (await manager.see(f"{here}/act/edit")).form("/act/edit")
    assert {name for name in form.fields if name.startswith("c_")} == {"c_note", "c_pieces"}
    await manager.act(f"{here}/act/edit", "/act/edit", c_note="One night", c_pieces="3")
    content = (await now(sales, request)).content
    assert (content["note"], content["pieces"], content["amount"]) == ("One night", 3, "9.00 CNY")
    again = await task_about(await sales.cast.player("wang.manager"), request.about.id)
    await manager.act(f"/tasks/{again.task_id}", "/decide/approve")
    director = await task_about(await sales.cast.player("zhou.director"), request.about.id)
    assert "One night" in (await (await desk("zhou.director", "en")).see(f"/tasks/{director.task_id}")).text


@pytest.mark.parametrize(
    ("lang", "name", "changed"), [("zh", "间夜数", "间夜数: 2 → 3"), ("en", "Room nights", "Room nights: 2 → 3")]
)
async def test_a_field_is_called_as_its_policy_calls_it(
    desk: Sit, sales: SalesSoFar, lang: str, name: str, changed: str
) -> None:
    request, task = await special(sales)
    manager = await desk("wang.manager", lang)
    form = await manager.see(f"/tasks/{task.task_id}/act/edit")
    assert name in form.text
    assert "Pieces" not in form.text
    await manager.act(f"/tasks/{task.task_id}/act/edit", "/act/edit", c_note="Two nights", c_pieces="3")
    page = await (await desk("li.sales", lang)).see(f"/requests/{request.id}")
    assert f"{name} 3" in page.text
    assert changed in page.text
    assert "pieces" not in page.text.lower()


async def test_a_no_carries_the_file_that_it_needs(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await special(sales)
    manager = await desk("wang.manager", "en")
    page = await manager.see(f"/tasks/{task.task_id}")
    without = await manager.send(page, "/decide/reject", comment="See the letter")
    assert without.status_code == 409
    told = Seen(without.text)
    assert "needs a file" in told.text
    form = told.form("/decide/reject")
    assert form.fields["comment"] == ["See the letter"]
    file = {"file": ("letter.pdf", b"%PDF-1.7 a letter", "application/pdf")}
    answer = await manager.client.post(form.action, data=form.fields, files=file)
    assert answer.status_code == 303, Seen(answer.text).text[:300]
    seen = await (await desk("li.sales", "en")).see(f"/requests/{request.id}")
    (link,) = {one for one in seen.links if "/files/" in one}
    read = await (await desk("li.sales", "en")).client.get(link)
    assert (read.content, read.headers["x-content-type-options"]) == (b"%PDF-1.7 a letter", "nosniff")
    assert (await (await desk("tom.sales", "en")).client.get(link)).status_code == 404


async def test_a_comment_carries_a_file(desk: Sit, sales: SalesSoFar) -> None:
    request, _ = await submitted_expense(sales)
    seller = await desk("li.sales", "en")
    form = (await seller.see(f"/requests/{request.id}/act/comment")).form("/act/comment")
    file = {"file": ("ticket.txt", b"Train 7", "text/plain")}
    answer = await seller.client.post(form.action, data=form.fields | {"comment": "The ticket"}, files=file)
    assert answer.status_code == 303
    page = await seller.see(f"/requests/{request.id}")
    assert "ticket.txt" in page.text


async def test_what_changed_since_ones_own_vote_is_shown(desk: Sit, sales: SalesSoFar) -> None:
    request, task = await submitted_expense(sales)
    await (await desk("wang.manager", "en")).act(f"/tasks/{task.task_id}/act/return", "/decide/return", comment="Less")
    seller = await sales.cast.player("li.sales")
    facts = {"amount": "700.00", "with_receipts": True}
    changed = {"facts": facts, "content": {"amount": "700.00 CNY", "note": "Train and hotel"}}
    await seller.post("approvals", f"/requests/{request.id}/resubmit", changed, RequestView)
    again = await task_about(await sales.cast.player("wang.manager"), request.about.id)
    page = await (await desk("wang.manager", "en")).see(f"/tasks/{again.task_id}")
    assert "What has changed since your last vote" in page.text
    assert "You saw CN¥900.00 Now it is CN¥700.00" in page.text
