"""How does somebody ask, delegate or answer without deciding?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Form, Request, Response

from console.house import House
from console.pages.answer import Key, done
from console.session import Reader
from messages.approvals.acts import AnswerTask, AskAbout, DelegateTask
from messages.texts import text

router = APIRouter(prefix="/tasks")


@router.post("/{task_id}/ask")
async def ask(
    request: Request,
    task_id: UUID,
    person: Reader,
    house: House,
    to: Annotated[UUID, Form()],
    key: Key,
    comment: Annotated[str, Form()] = "",
) -> Response:
    await house.post("approvals", f"/tasks/{task_id}/ask", AskAbout(to=to, comment=comment), key=key)
    return done(request, f"/tasks/{task_id}", text("told.ask", person.lang))


@router.post("/{task_id}/delegate")
async def delegate(
    request: Request,
    task_id: UUID,
    person: Reader,
    house: House,
    to: Annotated[UUID, Form()],
    key: Key,
    comment: Annotated[str, Form()] = "",
) -> Response:
    await house.post("approvals", f"/tasks/{task_id}/delegate", DelegateTask(to=to, comment=comment), key=key)
    return done(request, "/", text("told.delegate", person.lang))


@router.post("/{task_id}/answer")
async def answer(
    request: Request, task_id: UUID, person: Reader, house: House, key: Key, comment: Annotated[str, Form()] = ""
) -> Response:
    """What was asked, or what was handled and is given back."""
    await house.post("approvals", f"/tasks/{task_id}/answer", AnswerTask(comment=comment), key=key)
    return done(request, "/", text("told.answer", person.lang))
