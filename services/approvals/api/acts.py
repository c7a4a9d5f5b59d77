"""How are the verbs beside deciding asked for: on tasks, on requests, by those who leave, by operators?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.identity import needs
from chassis.web import Uow
from messages.approvals.acts import (
    AddSigners,
    AnswerTask,
    AskAbout,
    ClaimTask,
    CommentRequest,
    CopyRequest,
    DecidedItem,
    DecideMany,
    DelegateTask,
    HandedOver,
    HandOver,
    MoveRequest,
    NudgeRequest,
    RemoveSigner,
    ResolveAgain,
    TakeBack,
)
from messages.approvals.requests import EditTask, RequestView
from messages.approvals.tasks import TaskView
from services.approvals.use_cases import bring_in, claim_task, hand_over_tasks, rescue_request, talk_about_request
from services.approvals.use_cases.decide_many import decide_many
from services.approvals.use_cases.edit_task import edit_task
from services.approvals.use_cases.take_back import take_back

router = APIRouter(tags=["acts"])
OPERATORS = ("admin", "ops")


@router.post("/tasks/decide", dependencies=[needs()])
async def many(command: DecideMany, uow: Uow) -> list[DecidedItem]:
    return await decide_many(command, uow)


@router.post("/tasks/{task_id}/claim", dependencies=[needs()])
async def claim(task_id: UUID, command: ClaimTask, uow: Uow) -> TaskView:
    return await claim_task.claim_task(task_id, uow)


@router.post("/tasks/{task_id}/unclaim", dependencies=[needs()])
async def unclaim(task_id: UUID, command: ClaimTask, uow: Uow) -> TaskView:
    return await claim_task.unclaim_task(task_id, uow)


@router.post("/tasks/{task_id}/edit", dependencies=[needs()])
async def edit(task_id: UUID, command: EditTask, uow: Uow) -> RequestView:
    return await edit_task(task_id, command, uow)


@router.post("/tasks/{task_id}/take-back", dependencies=[needs()])
async def back(task_id: UUID, command: TakeBack, uow: Uow) -> RequestView:
    return await take_back(task_id, command, uow)


@router.post("/tasks/{task_id}/delegate", dependencies=[needs()])
async def delegate(task_id: UUID, command: DelegateTask, uow: Uow) -> RequestView:
    return await bring_in.delegate_task(task_id, command, uow)


@router.post("/tasks/{task_id}/add-signers", dependencies=[needs()])
async def add(task_id: UUID, command: AddSigners, uow: Uow) -> RequestView:
    return await bring_in.add_signers(task_id, command, uow)


@router.post("/tasks/{task_id}/remove", dependencies=[needs()])
async def remove(task_id: UUID, command: RemoveSigner, uow: Uow) -> RequestView:
    return await bring_in.remove_signer(task_id, command, uow)


@router.post("/tasks/{task_id}/ask", dependencies=[needs()])
async def ask(task_id: UUID, command: AskAbout, uow: Uow) -> RequestView:
    return await bring_in.ask_about(task_id, command, uow)


@router.post("/tasks/{task_id}/answer", dependencies=[needs()])
async def answer(task_id: UUID, command: AnswerTask, uow: Uow) -> RequestView:
    return await bring_in.answer_task(task_id, command, uow)


@router.post("/requests/{request_id}/comments", dependencies=[needs()])
async def comment(request_id: UUID, command: CommentRequest, uow: Uow) -> RequestView:
    return await talk_about_request.comment_request(request_id, command, uow)


@router.post("/requests/{request_id}/nudge", dependencies=[needs()])
async def nudge(request_id: UUID, command: NudgeRequest, uow: Uow) -> RequestView:
    return await talk_about_request.nudge_request(request_id, command, uow)


@router.post("/requests/{request_id}/copies", dependencies=[needs()])
async def copy(request_id: UUID, command: CopyRequest, uow: Uow) -> RequestView:
    return await talk_about_request.copy_request(request_id, command, uow)


@router.post("/requests/{request_id}/resolve-again", dependencies=[needs(*OPERATORS)])
async def resolve(request_id: UUID, command: ResolveAgain, uow: Uow) -> RequestView:
    return await rescue_request.resolve_again(request_id, command, uow)


@router.post("/requests/{request_id}/move", dependencies=[needs(*OPERATORS)])
async def move(request_id: UUID, command: MoveRequest, uow: Uow) -> RequestView:
    return await rescue_request.move_request(request_id, command, uow)


@router.post("/people/{person_id}/hand-over", dependencies=[needs("process", *OPERATORS)])
async def hand_over(person_id: UUID, command: HandOver, uow: Uow) -> HandedOver:
    return await hand_over_tasks.hand_over_tasks(person_id, command, uow)


@router.post("/people/sweep", dependencies=[needs("process")])
async def sweep(uow: Uow) -> HandedOver:
    return await hand_over_tasks.move_due_tasks(uow)
