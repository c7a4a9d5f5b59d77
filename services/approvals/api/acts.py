"""How are the verbs beside deciding asked for: on tasks, on requests, by those who leave, by operators?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
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
    HandOverReport,
    MoveRequest,
    NoteUndone,
    NudgeRequest,
    RemoveSigner,
    ReopenRequest,
    ResolveAgain,
    RevokeRequest,
    TakeBack,
)
from messages.approvals.requests import EditTask, RequestView
from messages.approvals.tasks import TaskView
from messages.roles import Role
from services.approvals.use_cases.acts import claim_task
from services.approvals.use_cases.acts.add_signers import add_signers
from services.approvals.use_cases.acts.answer_task import answer_task
from services.approvals.use_cases.acts.ask_about import ask_about
from services.approvals.use_cases.acts.comment_request import comment_request
from services.approvals.use_cases.acts.copy_request import copy_request
from services.approvals.use_cases.acts.decide_tasks import decide_tasks
from services.approvals.use_cases.acts.delegate_task import delegate_task
from services.approvals.use_cases.acts.edit_task import edit_task
from services.approvals.use_cases.acts.move_request import move_request
from services.approvals.use_cases.acts.note_undone import note_undone
from services.approvals.use_cases.acts.nudge_request import nudge_request
from services.approvals.use_cases.acts.remove_signer import remove_signer
from services.approvals.use_cases.acts.reopen_request import reopen_request
from services.approvals.use_cases.acts.resolve_again import resolve_again
from services.approvals.use_cases.acts.revoke_request import revoke_request
from services.approvals.use_cases.acts.take_back_vote import take_back_vote
from services.approvals.use_cases.people import hand_over_tasks, report_hand_over

router = APIRouter(tags=["acts"])
OPERATORS = (Role.ADMIN, Role.OPS)


@router.post("/tasks/decide", dependencies=[needs()])
async def many(command: DecideMany, uow: Uow) -> list[DecidedItem]:
    return await decide_tasks(command, uow)


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
    return await take_back_vote(task_id, command, uow)


@router.post("/tasks/{task_id}/delegate", dependencies=[needs()])
async def delegate(task_id: UUID, command: DelegateTask, uow: Uow) -> RequestView:
    return await delegate_task(task_id, command, uow)


@router.post("/tasks/{task_id}/add-signers", dependencies=[needs()])
async def add(task_id: UUID, command: AddSigners, uow: Uow) -> RequestView:
    return await add_signers(task_id, command, uow)


@router.post("/tasks/{task_id}/remove", dependencies=[needs()])
async def remove(task_id: UUID, command: RemoveSigner, uow: Uow) -> RequestView:
    return await remove_signer(task_id, command, uow)


@router.post("/tasks/{task_id}/ask", dependencies=[needs()])
async def ask(task_id: UUID, command: AskAbout, uow: Uow) -> RequestView:
    return await ask_about(task_id, command, uow)


@router.post("/tasks/{task_id}/answer", dependencies=[needs()])
async def answer(task_id: UUID, command: AnswerTask, uow: Uow) -> RequestView:
    return await answer_task(task_id, command, uow)


@router.post("/requests/{request_id}/comments", dependencies=[needs()])
async def comment(request_id: UUID, command: CommentRequest, uow: Uow) -> RequestView:
    return await comment_request(request_id, command, uow)


@router.post("/requests/{request_id}/nudge", dependencies=[needs()])
async def nudge(request_id: UUID, command: NudgeRequest, uow: Uow) -> RequestView:
    return await nudge_request(request_id, command, uow)


@router.post("/requests/{request_id}/copies", dependencies=[needs()])
async def copy(request_id: UUID, command: CopyRequest, uow: Uow) -> RequestView:
    return await copy_request(request_id, command, uow)


@router.post("/requests/{request_id}/revoke", dependencies=[needs()])
async def revoke(request_id: UUID, command: RevokeRequest, uow: Uow) -> RequestView:
    return await revoke_request(request_id, command, uow)


@router.post("/requests/{request_id}/reopen", dependencies=[needs()])
async def reopen(request_id: UUID, command: ReopenRequest, uow: Uow) -> RequestView:
    return await reopen_request(request_id, command, uow)


@router.post("/requests/{request_id}/undone", dependencies=[needs(Role.PROCESS)])
async def undone(request_id: UUID, command: NoteUndone, uow: Uow) -> RequestView:
    return await note_undone(request_id, command, uow)


@router.post("/requests/{request_id}/resolve-again", dependencies=[needs(*OPERATORS)])
async def resolve(request_id: UUID, command: ResolveAgain, uow: Uow) -> RequestView:
    return await resolve_again(request_id, command, uow)


@router.post("/requests/{request_id}/move", dependencies=[needs(*OPERATORS)])
async def move(request_id: UUID, command: MoveRequest, uow: Uow) -> RequestView:
    return await move_request(request_id, command, uow)


@router.post("/people/{person_id}/hand-over", dependencies=[needs(Role.PROCESS, *OPERATORS)])
async def hand_over(person_id: UUID, command: HandOver, uow: Uow) -> HandedOver:
    return await hand_over_tasks.hand_over_tasks(person_id, command, uow)


@router.get("/people/{person_id}/hand-overs", dependencies=[needs(*OPERATORS)])
async def hand_overs(person_id: UUID, uow: Uow) -> list[HandOverReport]:
    return await report_hand_over.list_hand_overs(person_id, uow)


@router.post("/people/process-due", dependencies=[needs(Role.PROCESS)])
async def process_due_absences(uow: Uow) -> HandedOver:
    return await hand_over_tasks.process_due_absences(uow)
