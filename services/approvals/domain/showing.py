"""How is a request shown?"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from messages.approvals.requests import ComingStep, FieldChange, PreviewView, RequestView, SignerView, StepView
from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.approvals.tasks import TaskView  # fmt: skip
from services.approvals.domain.avoiding import avoid
from services.approvals.domain.canonical import differences
from services.approvals.domain.clocks import next_clock, remind_at
from services.approvals.domain.people import Directory
from services.approvals.domain.policy import Mode, Policy, find_step, steps_of
from services.approvals.domain.preview import Preview
from services.approvals.domain.record import Case
from services.approvals.domain.standing import Signer, StepNow, StepSkipped, StepStarted
from services.approvals.domain.taking_back import may_take_back
from services.approvals.domain.todos import Todo
from services.approvals.domain.voting import places


def request_view(
    case: Case, coming: list[ComingStep] | None = None, before: Mapping[str, Any] | None = None
) -> RequestView:
    """`before`: what was signed in the round before this one."""
    record, standing = case.record, case.standing
    return RequestView(
        id=record.id, policy=record.policy, policy_version=record.policy_version, about=record.about,
        requester_id=record.requester_id, requester_name=case.people.name_of(record.requester_id),
        process_id=record.process_id, legal_entity_id=record.legal_entity_id, state=standing.state,
        round=standing.round, outcome=standing.outcome, comment=standing.comment,
        steps=[
            step_view(step, case.policy, case.people).model_copy(update=_avoidable(step, case, coming))
            for step in _in_route_order(case)
        ],
        coming=coming or [],
        content=record.content, content_hash=standing.content_hash, attachments=list(record.attachments),
        opened_at=record.opened_at, settled_at=standing.settled_at, version=record.version,
        changes=changes(before, record.signed), edited=dict(record.edited),
    )  # fmt: skip


def changes(before: Mapping[str, Any] | None, now: Mapping[str, Any]) -> list[FieldChange]:
    """Nothing, where there was nothing before."""
    found = differences(before, now) if before is not None else []
    return [FieldChange(field=one["field"], before=one["seen"], after=one["now"]) for one in found]


def _in_route_order(case: Case) -> list[StepNow]:
    order = {step.step: place for place, (_, step) in enumerate(steps_of(case.policy.route))}
    return sorted(case.standing.steps, key=lambda step: order[step.key])


def step_view(step: StepNow, policy: Policy, people: Directory) -> StepView:
    rule = find_step(policy, step.key)
    return StepView(
        step_id=step.step_id, key=step.key, name=dict(rule.name), branch=step.branch, round=step.round,
        state=step.state, mode=rule.mode.value, signers=[signer_view(s, people) for s in step.signers],
        opened_at=step.opened_at, due_at=step.due_at, remind_at=remind_at(step), next_clock=next_clock(step),
        settled_at=step.settled_at,
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
    return [_coming(act, branches, policy, people, preview.end.facts) for act in preview.coming]


def preview_view(preview: Preview, policy: Policy, version: int, hash: str, people: Directory) -> PreviewView:
    steps = coming_steps(preview, policy, people)
    asked = any(signer.state is not TaskState.DONE for step in steps for signer in step.signers)
    outcome = None if asked or preview.end.state is RequestState.PENDING else preview.end.outcome
    return PreviewView(policy=policy.policy, policy_version=version, policy_hash=hash, steps=steps, outcome=outcome)


def _avoidable(step: StepNow, case: Case, coming: list[ComingStep] | None) -> dict[str, Any]:
    """Only where one request is shown with what comes; a decision's answer does not wait for it."""
    told = coming is not None and step.state is StepState.OPEN
    return {"avoid": avoid(case.policy, step.key, case.standing.facts)} if told else {}


def _coming(
    act: StepStarted | StepSkipped,
    branches: dict[str, str],
    policy: Policy,
    people: Directory,
    facts: Mapping[str, Any],
) -> ComingStep:
    if isinstance(act, StepSkipped):
        rule = find_step(policy, act.key)
        return ComingStep(key=act.key, name=dict(rule.name), branch=branches[act.key], skipped=act.why)
    step, rule = act.step, find_step(policy, act.step.key)
    return ComingStep(
        key=step.key, name=dict(rule.name), branch=step.branch, mode=rule.mode.value, skipped=step.why,
        signers=[signer_view(s, people) for s in step.signers], passed_over=list(step.passed_over),
        due_at=step.due_at, avoid=avoid(policy, step.key, facts),
    )  # fmt: skip


def todo_view(todo: Todo) -> TaskView:
    return TaskView(
        task_id=todo.id, kind=TaskKind.TODO, todo=todo.kind, about=todo.about, process_id=todo.process_id,
        state=todo.state, verdict=todo.verdict, opened_at=todo.opened_at, due_at=todo.due_at, link=todo.link,
        comment=todo.comment, may=_todo_may(todo),
    )  # fmt: skip


def _todo_may(todo: Todo) -> list[str]:
    if todo.state is not TaskState.OPEN:
        return []
    return ["done"] if todo.person_id is not None else ["done", "unclaim" if todo.claimed_by else "claim"]


def task_view(
    row: Mapping[str, Any], case: Case, coming: list[ComingStep], actor: UUID, roles: frozenset[str],
    signed: Mapping[str, Any] | None = None,
) -> TaskView:  # fmt: skip
    """A task of any round; the step is shown while it is on the live route. `signed`: on what he decided last."""
    record, standing = case.record, case.standing
    step = next((step for step in standing.steps if step.step_id == row["step_id"]), None)
    may = _may(row, case, step, actor, roles)
    return TaskView(
        task_id=row["id"], kind=row["kind"], request_id=record.id, about=record.about, process_id=record.process_id,
        requester_id=record.requester_id, requester_name=case.people.name_of(record.requester_id),
        step=step.key if step else "", step_name=dict(find_step(case.policy, step.key).name) if step else {},
        round=step.round if step else standing.round, state=row["state"], verdict=row["verdict"],
        decided=sum(place.word is not None for place in places(step.signers)) if step else 0,
        asked=len(places(step.signers)) if step else 0, opened_at=row["opened_at"],
        due_at=row["due_at"], comment=row["comment"], may=may, comment_for=_comment_for(may, case, step),
        attachment_for=_attachment_for(may, case, step),
        request=request_view(case, coming), changes=changes(signed, record.signed),
        editable=editable(case, step) if "edit" in may and step else [],
    )  # fmt: skip


def _may(row: Mapping[str, Any], case: Case, step: StepNow | None, actor: UUID, roles: frozenset[str]) -> list[str]:
    """What this person may do with it now."""
    if step is None or case.standing.state is not RequestState.PENDING:
        return []
    if row["kind"] == TaskKind.RESCUE:
        return ["transfer"] if row["role"] in roles and row["state"] == TaskState.OPEN else []
    signer = next((one for one in step.signers if one.task_id == row["id"]), None)
    if signer is None or signer.person_id != actor:
        return []
    if signer.state is TaskState.DONE:
        asked = case.asked(case.record.opened_at)
        return ["take_back"] if may_take_back(case.standing, case.policy, asked, signer.task_id, actor) else []
    if signer.state is not TaskState.OPEN:
        return []
    return ["answer"] if signer.kind is TaskKind.QUESTION else _open_may(signer, step, case)


def _open_may(signer: Signer, step: StepNow, case: Case) -> list[str]:
    rule = find_step(case.policy, step.key)
    never = {"take_back"} if signer.added is None else {"take_back", "add_signer"}
    verbs: list[str] = [verb for verb in rule.may if verb not in never]
    if editable(case, step):
        verbs.append("edit")
    if rule.mode is Mode.ANY and (signer.claimed or len(step.open_signers()) > 1):
        verbs.append("unclaim" if signer.claimed else "claim")
    return verbs


def editable(case: Case, step: StepNow) -> list[str]:
    return [field for field in find_step(case.policy, step.key).may_edit if field in case.record.content]


def _attachment_for(may: list[str], case: Case, step: StepNow | None) -> list[str]:
    return [verb for verb in find_step(case.policy, step.key).attachment_required if verb in may] if step else []


def _comment_for(may: list[str], case: Case, step: StepNow | None) -> list[str]:
    return [verb for verb in find_step(case.policy, step.key).comment_required if verb in may] if step else []
