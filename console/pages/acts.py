"""How is an act on a task or a request asked for: what will happen, who, why, and then done?"""

from asyncio import gather
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from console.house import House, HouseClient
from console.pages import verbs
from console.pages.answer import Key, done, page
from console.pages.colleagues import colleagues
from console.pages.request_files import brought
from console.pages.tasks import show_request, show_task
from console.session import Person, Reader
from messages.approvals.policies import PolicyView
from messages.approvals.requests import RequestView
from messages.approvals.states import StepState
from messages.approvals.tasks import TaskView
from messages.texts import text

router = APIRouter()


@router.get("/tasks/{task_id}/act/{name}")
async def task_act(request: Request, task_id: UUID, name: str, person: Reader, house: House) -> Response:
    """The form of one verb; where it is no longer possible, the task as it stands."""
    task = await house.get("approvals", f"/tasks/{task_id}", TaskView)
    if name not in (*verbs.on_task(task, person), *task.may) or name not in verbs.ON_TASKS:
        return await show_task(request, task, person, house)
    verb = verbs.ON_TASKS[name]
    path = f"/tasks/{task_id}/act/{name}"
    shown = await _form(house, person, verb, task.request, task)
    values = {"verb": verb, "path": path, "about": task.about, "task": task, "asked": task.request, **shown}
    return page(request, "tasks/act.html", person, **values, home=f"/tasks/{task_id}")


@router.get("/requests/{request_id}/act/{name}")
async def request_act(request: Request, request_id: UUID, name: str, person: Reader, house: House) -> Response:
    asked = await house.get("approvals", f"/requests/{request_id}", RequestView)
    if name not in verbs.on_request(asked, person, concerned=verbs.takes_part(asked, person)):
        return await show_request(request, asked, person, house)
    verb = verbs.ON_REQUESTS[name]
    path = f"/requests/{request_id}/act/{name}"
    shown = await _form(house, person, verb, asked, None)
    values = {"verb": verb, "path": path, "about": asked.about, "task": None, "asked": asked, **shown}
    return page(request, "tasks/act.html", person, **values, home=f"/requests/{request_id}")


@router.post("/tasks/{task_id}/act/{name}")
async def act_on_task(request: Request, task_id: UUID, name: str, person: Reader, house: House, key: Key) -> Response:
    verb = _known(verbs.ON_TASKS, name)
    more: dict[str, Any] = {}
    if name == "edit":
        task = await house.get("approvals", f"/tasks/{task_id}", TaskView)
        more["changes"] = verbs.edited(task, await request.form())
        if not more["changes"]:  # nothing was typed anew
            return done(request, f"/tasks/{task_id}")
    said = await verbs.read(request, verb, more)
    whom = (await request.form()).get("whom")  # the task of the one who is sent away
    about = UUID(str(whom)) if whom and name == "remove_signer" else task_id
    await house.post("approvals", f"/tasks/{about}/{verb.path}", said, key=f"{key}-{name}")
    return done(request, f"/tasks/{task_id}" if verb.stays else "/", text(f"done.{name}", person.lang))


@router.post("/requests/{request_id}/act/{name}")
async def act_on_request(
    request: Request, request_id: UUID, name: str, person: Reader, house: House, key: Key
) -> Response:
    verb = _known(verbs.ON_REQUESTS, name)
    files = await brought(request, house, request_id, key) if name == "comment" else {}
    said = await verbs.read(request, verb, files)
    await house.post("approvals", f"/requests/{request_id}/{verb.path}", said, key=f"{key}-{name}")
    home = str((await request.form()).get("home") or "")  # a task's page, where the form stood on one
    to = home if home.startswith("/tasks/") else f"/requests/{request_id}"
    return done(request, to, text(f"done.{name}", person.lang))


def _known(table: dict[str, verbs.Verb], name: str) -> verbs.Verb:
    if name not in table:
        raise HTTPException(404)
    return table[name]


async def _form(
    house: HouseClient, person: Person, verb: verbs.Verb, asked: RequestView | None, task: TaskView | None
) -> dict[str, Any]:
    """What can be chosen in it."""
    people, policy = await gather(_people(house, person, verb), _policy(house, verb, asked))
    body = policy.body if policy else {}
    steps: list[tuple[str, Any]] = []
    if verb.name == "return" and task:
        steps = verbs.earlier_steps(body, task.step)
    elif verb.name == "move":
        steps = verbs.every_step(body)
    elif verb.name == "resolve_again" and asked:
        steps = [(step.key, step.name) for step in asked.steps if step.state is StepState.OPEN]
    either = bool(task) and verbs.step_of(body, task.step if task else "").get("after_return") == "either"
    removable = verbs.removable(task, person) if task and verb.name == "remove_signer" else []
    return {"people": people, "steps": steps, "either": either, "removable": removable}


async def _people(house: HouseClient, person: Person, verb: verbs.Verb) -> list[Any]:
    return await colleagues(house, person) if verb.people else []


async def _policy(house: HouseClient, verb: verbs.Verb, asked: RequestView | None) -> PolicyView | None:
    if verb.name not in ("return", "move") or asked is None:
        return None
    return await house.find("approvals", f"/policies/{asked.policy}", PolicyView, version=asked.policy_version)
