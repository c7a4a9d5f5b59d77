"""What does the page of a task or a request show?"""

from asyncio import gather
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from fastapi import Request, Response

from console.pages.approvals import task_actions
from console.pages.approvals.todo_work import is_to_act, work_of
from console.pages.parts.pending_approval import HOMES, waiting_signers
from console.pages.parts.responses import called, page
from console.service_gateway import ServiceGateway
from console.session import Person
from console.view_models import Record
from console.wording.org_unit_names import refresh_unit_names
from messages.approvals.parts import About
from messages.approvals.requests import AuditLine, RequestView, SignerView
from messages.approvals.states import TaskKind
from messages.approvals.tasks import TaskView

FIRST = (
    "total",
    "amount",
    "discount_percent",
    "customer",
    "oldest_days_late",
    "owed",
    "conflict_with",
    "conflict_owner",
)
MOST_FIRST = 4
TALK = ("audit.request.commented", "audit.task.ask", "audit.task.answer")


@dataclass(frozen=True)
class ApprovalPage:
    """One task or request as a page. `first` is what decides; `menu` what else the reader may do."""

    about: About
    requester: str
    task: TaskView | None = None
    request: RequestView | None = None
    history: Sequence[AuditLine] = ()
    menu: Sequence[tuple[str, str]] = ()  # the action, the address of its form
    work: Record | None = None  # of a to-do: what is needed for it, and the act itself

    @property
    def first(self) -> list[tuple[str, Any]]:
        """The few figures to look at before anything else, but what the title says."""
        if self.work:
            return [(name, value) for name, value in self.work.fields if name in ("total", "amount")][:1]
        content: Mapping[str, Any] = self.request.content if self.request else {}
        present = [(name, content[name]) for name in FIRST if content.get(name) not in (None, "", 0)]
        return [(name, value) for name, value in present if str(value) not in self.about.title][:MOST_FIRST]

    @property
    def others(self) -> list[str]:
        """Who still has to agree besides the reader."""
        return waiting_signers(self.request, but=self.task.task_id) if self.request and self.task else []

    @property
    def is_done_elsewhere(self) -> bool:
        """A process looks whether the thing itself was done, and closes the to-do then."""
        return self.task is not None and self.task.kind is TaskKind.TODO and self.task.process_id is not None

    @property
    def is_done_on_record(self) -> bool:
        """The page of the thing itself has the act, or the way to it."""
        if self.task is None or not is_to_act(self.task):
            return False
        return self.is_done_elsewhere or (self.has_record and "done" not in self.task.may)

    @property
    def changes(self) -> list[dict[str, Any]]:
        """What has changed since the reader's own last vote."""
        changed = self.task.changes if self.task else []
        return [{"field": one.field, "seen": one.before, "now": one.after} for one in changed]

    @property
    def has_record(self) -> bool:
        """Is there a page of the thing itself?"""
        return self.about.kind in HOMES

    @property
    def main(self) -> list[str]:
        return task_actions.main_of(self.task) if self.task else []

    @property
    def mine(self) -> SignerView | None:
        """The reader as a signer: why he is asked."""
        steps = self.request.steps if self.request else []
        signers = (signer for step in steps for signer in step.signers)
        return next((signer for signer in signers if self.task and signer.task_id == self.task.task_id), None)

    @property
    def talk(self) -> list[AuditLine]:
        return [one for one in self.history if one.act.code in TALK]

    @property
    def question(self) -> str:
        """What the reader was asked, if he was."""
        questions = [one for one in self.history if one.act.code in ("audit.task.ask", "audit.task.delegate")]
        return str(questions[-1].act.params.get("comment") or "") if questions else ""

    @property
    def fields(self) -> Mapping[str, Mapping[str, str]]:
        """What its policy calls the fields, by language."""
        return self.request.field_names if self.request else {}

    def names(self, lang: str) -> dict[str, str]:
        """Of the steps, by their keys."""
        if self.request is None:
            return {}
        return {key: name.get(lang) or name.get("en") or key for key, name in self.request.step_names.items()}


async def show_task(request: Request, task: TaskView, person: Person, gateway: ServiceGateway) -> Response:
    history, work, _ = await gather(
        _history(gateway, task.request_id), work_of(task, person, gateway), refresh_unit_names(gateway)
    )
    menu = [(name, _address(task, name)) for name in task_actions.on_task(task, person)]
    named = await called(gateway, work) if work else None
    shown = ApprovalPage(task.about, task.requester_name, task, task.request, history, menu, named)
    return page(request, "approvals/task.html", person, shown=shown)


async def show_request(
    request: Request, approval_request: RequestView, person: Person, gateway: ServiceGateway
) -> Response:
    history, _ = await gather(_history(gateway, approval_request.id), refresh_unit_names(gateway))
    offered = task_actions.on_request(
        approval_request, person, concerned=task_actions.takes_part(approval_request, person)
    )
    menu = [(name, f"/requests/{approval_request.id}/act/{name}") for name in offered]
    shown = ApprovalPage(
        approval_request.about, approval_request.requester_name, request=approval_request, history=history, menu=menu
    )
    return page(request, "approvals/task.html", person, shown=shown)


def _address(task: TaskView, name: str) -> str:
    of_request = name in task_actions.REQUEST_ACTIONS
    return f"/requests/{task.request_id}/act/{name}" if of_request else f"/tasks/{task.task_id}/act/{name}"


async def _history(gateway: ServiceGateway, request_id: UUID | None) -> list[AuditLine]:
    """Oldest first."""
    if request_id is None:
        return []
    return await gateway.find("approvals", f"/requests/{request_id}/history", list[AuditLine]) or []
