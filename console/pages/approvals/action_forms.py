"""How is an action on a task or a request approval_request for: what will happen, who, why, and then done?"""

from asyncio import gather
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from console.pages.approvals import policy_steps, task_actions
from console.pages.approvals.request_files import uploaded_files
from console.pages.approvals.task_page import show_request, show_task
from console.pages.parts.colleagues import colleagues
from console.pages.parts.responses import Key, done, page
from console.service_gateway import Gateway, ServiceGateway
from console.session import Person, Reader
from messages.approvals.policies import PolicyView
from messages.approvals.requests import RequestView
from messages.approvals.states import StepState
from messages.approvals.tasks import TaskView
from messages.texts import text

router = APIRouter()


@router.get("/tasks/{task_id}/act/{name}")
async def task_action_form(request: Request, task_id: UUID, name: str, person: Reader, gateway: Gateway) -> Response:
    """The form of one action; where it is no longer possible, the task as it stands."""
    task = await gateway.get("approvals", f"/tasks/{task_id}", TaskView)
    if name not in (*task_actions.on_task(task, person), *task.may) or name not in task_actions.TASK_ACTIONS:
        return await show_task(request, task, person, gateway)
    action = task_actions.TASK_ACTIONS[name]
    path = f"/tasks/{task_id}/act/{name}"
    shown = await _form(gateway, person, action, task.request, task)
    values = {
        "action": action,
        "path": path,
        "about": task.about,
        "task": task,
        "approval_request": task.request,
        **shown,
    }
    return page(request, "approvals/action.html", person, **values, home=f"/tasks/{task_id}")


@router.get("/requests/{request_id}/act/{name}")
async def request_action_form(
    request: Request, request_id: UUID, name: str, person: Reader, gateway: Gateway
) -> Response:
    approval_request = await gateway.get("approvals", f"/requests/{request_id}", RequestView)
    if name not in task_actions.on_request(
        approval_request, person, concerned=task_actions.takes_part(approval_request, person)
    ):
        return await show_request(request, approval_request, person, gateway)
    action = task_actions.REQUEST_ACTIONS[name]
    path = f"/requests/{request_id}/act/{name}"
    shown = await _form(gateway, person, action, approval_request, None)
    values = {
        "action": action,
        "path": path,
        "about": approval_request.about,
        "task": None,
        "approval_request": approval_request,
        **shown,
    }
    return page(request, "approvals/action.html", person, **values, home=f"/requests/{request_id}")


@router.post("/tasks/{task_id}/act/{name}")
async def act_on_task(
    request: Request, task_id: UUID, name: str, person: Reader, gateway: Gateway, key: Key
) -> Response:
    action = _known(task_actions.TASK_ACTIONS, name)
    more: dict[str, Any] = {}
    if name == "edit":
        task = await gateway.get("approvals", f"/tasks/{task_id}", TaskView)
        more["changes"] = task_actions.changed_fields(task, await request.form())
        if not more["changes"]:  # nothing was typed anew
            return done(request, f"/tasks/{task_id}")
    command = await task_actions.read(request, action, more)
    whom = (await request.form()).get("whom")  # the task of the signer who is removed
    removed_task = UUID(str(whom)) if whom and name == "remove_signer" else task_id
    await gateway.post("approvals", f"/tasks/{removed_task}/{action.path}", command, key=f"{key}-{name}")
    return done(request, f"/tasks/{task_id}" if action.stays else "/", text(f"done.{name}", person.lang))


@router.post("/requests/{request_id}/act/{name}")
async def act_on_request(
    request: Request, request_id: UUID, name: str, person: Reader, gateway: Gateway, key: Key
) -> Response:
    action = _known(task_actions.REQUEST_ACTIONS, name)
    files = await uploaded_files(request, gateway, request_id, key) if name == "comment" else {}
    command = await task_actions.read(request, action, files)
    await gateway.post("approvals", f"/requests/{request_id}/{action.path}", command, key=f"{key}-{name}")
    home = str((await request.form()).get("home") or "")  # a task's page, where the form stood on one
    to = home if home.startswith("/tasks/") else f"/requests/{request_id}"
    return done(request, to, text(f"done.{name}", person.lang))


def _known(table: dict[str, task_actions.TaskAction], name: str) -> task_actions.TaskAction:
    if name not in table:
        raise HTTPException(404)
    return table[name]


async def _form(
    gateway: ServiceGateway,
    person: Person,
    action: task_actions.TaskAction,
    approval_request: RequestView | None,
    task: TaskView | None,
) -> dict[str, Any]:
    """What can be chosen in it."""
    people, policy = await gather(_people(gateway, person, action), _policy(gateway, action, approval_request))
    body = policy.body if policy else {}
    steps: list[tuple[str, Any]] = []
    if action.name == "return" and task:
        steps = policy_steps.earlier_steps(body, task.step)
    elif action.name == "move":
        steps = policy_steps.every_step(body)
    elif action.name == "resolve_again" and approval_request:
        steps = [(step.key, step.name) for step in approval_request.steps if step.state is StepState.OPEN]
    either = bool(task) and policy_steps.step_of(body, task.step if task else "").get("after_return") == "either"
    removable = task_actions.removable(task, person) if task and action.name == "remove_signer" else []
    return {"people": people, "steps": steps, "either": either, "removable": removable}


async def _people(gateway: ServiceGateway, person: Person, action: task_actions.TaskAction) -> list[Any]:
    return await colleagues(gateway, person) if action.people else []


async def _policy(
    gateway: ServiceGateway, action: task_actions.TaskAction, approval_request: RequestView | None
) -> PolicyView | None:
    if action.name not in ("return", "move") or approval_request is None:
        return None
    return await gateway.find(
        "approvals", f"/policies/{approval_request.policy}", PolicyView, version=approval_request.policy_version
    )
