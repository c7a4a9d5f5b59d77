"""How is a request shown?"""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from uuid import UUID

from messages.approvals.requests import ComingStep, FieldChange, PreviewView, RequestView, SignerView, StepView
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.approvals.tasks import TaskView  # fmt: skip
from services.approvals.domain.acts.take_back import may_take_back
from services.approvals.domain.canonical import differences
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.policy import Mode, Policy, find_step, steps_of
from services.approvals.domain.requests.events import StepSkipped, StepStarted
from services.approvals.domain.requests.progress import Signer, StepNow
from services.approvals.domain.requests.request import Request
from services.approvals.domain.requests.timers import next_clock, remind_at
from services.approvals.domain.requests.todos import RESUBMIT, Todo
from services.approvals.domain.requests.voting import positions
from services.approvals.domain.routing.avoidance import asked_because, avoid
from services.approvals.domain.routing.preview import Preview
from services.approvals.domain.views.conflicts import may_hear_names, unnamed
from services.approvals.domain.views.glance import glance_at_todo


def request_view(
    request: Request,
    coming: list[ComingStep] | None = None,
    before: Mapping[str, Any] | None = None,
    *,
    reader: UUID | None = None,
) -> RequestView:
    """`before`: what was signed in the round before this one; `reader`: who may not hear all names."""
    header, progress = request.header, request.progress
    shown = dict if may_hear_names(progress, reader) else unnamed
    return RequestView(
        id=header.id, policy=header.policy, policy_version=header.policy_version, about=header.about,
        requester_id=header.requester_id, requester_name=request.people.name_of(header.requester_id),
        process_id=header.process_id, legal_entity_id=header.legal_entity_id, state=progress.state,
        round=progress.round, outcome=progress.outcome, comment=progress.comment,
        steps=[
            step_view(step, request.policy, request.people).model_copy(update=_avoidable(step, request, coming))
            for step in _in_route_order(request)
        ],
        coming=coming or [],
        content=shown(header.content), content_hash=progress.content_hash, attachments=list(header.attachments),
        opened_at=header.opened_at, settled_at=progress.settled_at, version=header.version,
        changes=changes(before and shown(before), shown(header.signed)), edited=dict(header.edited),
        step_names={step.step: dict(step.name) for _, step in steps_of(request.policy.route)},
        field_names={field: dict(names) for field, names in request.policy.fields.items()},
    )  # fmt: skip


def answer_view(request: Request) -> RequestView:
    """To an act: with those who have said something, or are asked now or later. Whom nobody asks any more, which may be
    many, is shown with the request."""
    steps = tuple(
        replace(step, signers=tuple(filter(_is_of_interest, step.signers))) for step in request.progress.steps
    )
    return request_view(replace(request, progress=replace(request.progress, steps=steps)))


def _is_of_interest(signer: Signer) -> bool:
    return signer.state is not TaskState.CLOSED or signer.verdict is not None


def changes(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[FieldChange]:
    """Nothing, where there was nothing before."""
    found = differences(before, now) if before is not None else []
    return [FieldChange(field=one["field"], before=one["seen"], after=one["now"]) for one in found]


def _in_route_order(request: Request) -> list[StepNow]:
    order = {step.step: place for place, (_, step) in enumerate(steps_of(request.policy.route))}
    return sorted(request.progress.steps, key=lambda step: order[step.key])


def step_view(step: StepNow, policy: Policy, people: Directory) -> StepView:
    rule = find_step(policy, step.key)
    return StepView(
        step_id=step.step_id, key=step.key, name=dict(rule.name), branch=step.branch, round=step.round,
        state=step.state, mode=rule.mode.value, signers=[signer_view(s, people) for s in step.signers],
        opened_at=step.opened_at, due_at=step.due_at, remind_at=remind_at(step), next_clock=next_clock(step),
        settled_at=step.settled_at, why=step.why,
    )  # fmt: skip


def signer_view(signer: Signer, people: Directory) -> SignerView:
    return SignerView(
        task_id=signer.task_id, person_id=signer.person_id, name=people.name_of(signer.person_id),
        on_behalf_of=signer.on_behalf_of, kind=signer.kind, added=signer.added.how if signer.added else "",
        claimed=signer.claimed, state=signer.state, verdict=signer.verdict, comment=signer.comment,
        decided_at=signer.decided_at, why=signer.why, attachments=list(signer.files),
    )  # fmt: skip


def coming_steps(preview: Preview, policy: Policy, people: Directory) -> list[ComingStep]:
    branches = {step.step: branch for branch, step in steps_of(policy.route)}
    return [_coming(event, branches, policy, people, preview.end.facts) for event in preview.coming]


def preview_view(preview: Preview, policy: Policy, version: int, hash: str, people: Directory) -> PreviewView:
    steps = coming_steps(preview, policy, people)
    asked = any(signer.state is not TaskState.DONE for step in steps for signer in step.signers)
    outcome = None if asked or preview.end.state is RequestState.PENDING else preview.end.outcome
    return PreviewView(policy=policy.policy, policy_version=version, policy_hash=hash, steps=steps, outcome=outcome)


def _avoidable(step: StepNow, request: Request, coming: list[ComingStep] | None) -> dict[str, Any]:
    """Only where one request is shown with what comes; a decision's answer does not wait for it."""
    told = coming is not None and step.state is StepState.OPEN
    facts = request.progress.facts
    nobody = [why for why in step.skipped if why.code == "signer.no_limit"]
    because = [*asked_because(request.policy, step.key, facts), *nobody] if told else []
    return {"avoid": avoid(request.policy, step.key, facts), "because": because} if told else {}


def _coming(
    event: StepStarted | StepSkipped,
    branches: dict[str, str],
    policy: Policy,
    people: Directory,
    facts: Mapping[str, Any],
) -> ComingStep:
    if isinstance(event, StepSkipped):
        rule = find_step(policy, event.key)
        return ComingStep(key=event.key, name=dict(rule.name), branch=branches[event.key], skipped=event.why)
    step, rule = event.step, find_step(policy, event.step.key)
    return ComingStep(
        key=step.key, name=dict(rule.name), branch=step.branch, mode=rule.mode.value, skipped=step.why,
        signers=[signer_view(s, people) for s in step.signers], skipped_people=list(step.skipped),
        due_at=step.due_at, avoid=avoid(policy, step.key, facts), because=asked_because(policy, step.key, facts),
    )  # fmt: skip


def todo_view(todo: Todo) -> TaskView:
    return TaskView(
        task_id=todo.id, kind=TaskKind.TODO, todo=todo.kind, about=todo.about, process_id=todo.process_id,
        state=todo.state, verdict=todo.verdict, opened_at=todo.opened_at, due_at=todo.due_at, link=todo.link,
        comment=todo.comment, may=_todo_may(todo), glance=glance_at_todo(str(todo.amount or "")),
    )  # fmt: skip


def _todo_may(todo: Todo) -> list[str]:
    if todo.state is not TaskState.OPEN or todo.kind == RESUBMIT:
        return []
    return ["done"] if todo.person_id is not None else ["done", "unclaim" if todo.claimed_by else "claim"]


def task_view(
    row: Mapping[str, Any], request: Request, coming: list[ComingStep], signed: Mapping[str, Any] | None = None,
    *, viewer_id: UUID, roles: frozenset[str],
) -> TaskView:  # fmt: skip
    """A task of any round; the step is shown while it is on the live route. `signed`: on what he decided last."""
    header, progress = request.header, request.progress
    step = next((step for step in progress.steps if step.step_id == row["step_id"]), None)
    may = _may(row, request, step, viewer_id, roles)
    shown = dict if may_hear_names(progress, viewer_id) else unnamed
    return TaskView(
        task_id=row["id"], kind=row["kind"], request_id=header.id, about=header.about, process_id=header.process_id,
        requester_id=header.requester_id, requester_name=request.people.name_of(header.requester_id),
        step=step.key if step else "", step_name=dict(find_step(request.policy, step.key).name) if step else {},
        round=step.round if step else progress.round, state=row["state"], verdict=row["verdict"],
        decided=sum(position.vote is not None for position in positions(step.signers)) if step else 0,
        positions=len(positions(step.signers)) if step else 0, opened_at=row["opened_at"],
        due_at=row["due_at"], comment=row["comment"], may=may, comment_for=_comment_for(may, request, step),
        attachment_for=_attachment_for(may, request, step),
        request=request_view(request, coming, reader=viewer_id),
        changes=changes(signed and shown(signed), shown(header.signed)),
        editable=editable(request, step) if "edit" in may and step else [],
    )  # fmt: skip


def _may(
    row: Mapping[str, Any], request: Request, step: StepNow | None, actor: UUID, roles: frozenset[str]
) -> list[str]:
    """What this person may do with it now."""
    if step is None or request.progress.state is not RequestState.PENDING:
        return []
    if row["kind"] == TaskKind.RESCUE:
        return ["transfer"] if row["role"] in roles and row["state"] == TaskState.OPEN else []
    signer = next((signer for signer in step.signers if signer.task_id == row["id"]), None)
    if signer is None or signer.person_id != actor:
        return []
    if signer.state is TaskState.DONE:
        seat = request.seat(signer.task_id, actor, request.header.opened_at)
        return ["take_back"] if may_take_back(seat) else []
    if signer.state is not TaskState.OPEN:
        return []
    return ["answer"] if signer.kind is TaskKind.QUESTION else _open_may(signer, step, request)


def _open_may(signer: Signer, step: StepNow, request: Request) -> list[str]:
    rule = find_step(request.policy, step.key)
    never = {"take_back"} if signer.added is None else {"take_back", "add_signer"}
    verbs: list[str] = [verb for verb in rule.may if verb not in never]
    if editable(request, step):
        verbs.append("edit")
    if rule.mode is Mode.ANY and (signer.claimed or len(step.open_signers()) > 1):
        verbs.append("unclaim" if signer.claimed else "claim")
    return verbs


def editable(request: Request, step: StepNow) -> list[str]:
    return [field for field in find_step(request.policy, step.key).may_edit if field in request.header.content]


def _attachment_for(may: list[str], request: Request, step: StepNow | None) -> list[str]:
    return [verb for verb in find_step(request.policy, step.key).attachment_required if verb in may] if step else []


def _comment_for(may: list[str], request: Request, step: StepNow | None) -> list[str]:
    return [verb for verb in find_step(request.policy, step.key).comment_required if verb in may] if step else []
