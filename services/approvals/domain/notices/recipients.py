"""Whom does an act concern, and of what is he notified?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from messages.approvals.notices import Notice
from messages.approvals.states import Outcome, StepState, TaskKind
from services.approvals.domain.policies.policy import find_step
from services.approvals.domain.requests.events import (
    Commented,
    Nudged,
    Reassigned,
    Reminded,
    Revoked,
    RoundEnded,
    SignersAdded,
    Transition,
)
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow
from services.approvals.domain.requests.request import Request
from services.approvals.domain.routing.signers import people_named

GROUP_AT_MOST = 20  # of those who share a role, so many are notified


@dataclass(frozen=True)
class Notification:
    """One notice for one person. `key` is the same for the same occasion, and another each time it comes anew."""

    person_id: UUID
    what: Notice
    key: str
    content: dict[str, Any] = field(default_factory=dict)
    task_id: UUID | None = None


def notifications(before: Request, after: Request, transition: Transition, actor: UUID) -> list[Notification]:
    """APP-88: notified is who has to act now, once each time it is his turn; who asked; who is named. Nobody of his own
    acts, nobody before his turn, and nobody who has left."""
    notifier = _Notifier(after, actor)
    turns = [turn for turn in notifier.turns(before.progress, transition) if _is_for(turn, after, actor)]
    return [*turns, *notifications_of_events(after, transition, actor)]


def notifications_of_events(after: Request, transition: Transition, actor: UUID) -> list[Notification]:
    """All but whose turn it is: most acts have none."""
    notifier = _Notifier(after, actor)
    return [one for event in transition.events for one in notifier.of(event) if _is_for(one, after, actor)]


def _is_for(one: Notification, request: Request, actor: UUID) -> bool:
    return (one.person_id != actor or one.what is Notice.REMINDED) and request.people.is_here(one.person_id)


class _Notifier:
    def __init__(self, request: Request, actor: UUID) -> None:
        self.request, self.people, self.actor = request, request.people, actor
        header = request.header
        self.about = {
            "about": header.about.model_dump(mode="json"), "requester": self.people.name_of(header.requester_id),
            "actor": self.people.name_of(actor),
        }  # fmt: skip

    def turns(self, before: RequestProgress, transition: Transition) -> Iterator[Notification]:
        """Whose task is open now and was not before."""
        was = {signer.task_id for step in before.steps for signer in step.open_signers()}
        reassigned = {event.after.task_id: event for event in transition.events if isinstance(event, Reassigned)}
        added = {
            signer.task_id: event
            for event in transition.events
            if isinstance(event, SignersAdded)
            for signer in event.signers
        }
        for step in transition.progress.steps:
            for signer in step.open_signers() if step.state is StepState.OPEN else ():
                if signer.task_id in was:
                    continue
                reassignment, addition = reassigned.get(signer.task_id), added.get(signer.task_id)
                source = reassignment.before if reassignment else addition
                comment = source.comment if source else ""
                what = Notice.REASSIGNED if reassignment else _notice_for(signer)
                yield from self._to_each(step, signer, what, f"{what}/{signer.task_id}/{signer.opened_at}", comment)

    def of(self, event: object) -> Iterator[Notification]:
        version = self.request.header.version
        match event:
            case Reminded(step, level, signers):
                for one in signers:
                    yield from self._to_each(step, one, Notice.REMINDED, f"reminded/{one.task_id}/{level}")
            case Nudged(step, signers, comment):
                for one in signers:
                    yield from self._to_each(step, one, Notice.NUDGED, f"nudged/{one.task_id}/{version}", comment)
            case SignersAdded(step, "copy", signers, comment):
                for one in signers:
                    yield from self._to_each(step, one, Notice.COPIED, f"copied/{one.task_id}", comment)
            case Commented(_, comment, mentions):
                content = self.about | {"comment": comment}
                for person in mentions:
                    yield Notification(person, Notice.MENTIONED, f"mentioned/{self._request}/{version}", content)
            case RoundEnded() | Revoked():
                outcome = event.outcome if isinstance(event, RoundEnded) else Outcome.REVOKED
                content = self.about | {"outcome": outcome.value, "comment": event.comment}
                yield Notification(
                    self.request.header.requester_id, Notice.SETTLED, f"settled/{self._request}/{version}", content
                )
                yield from self._by_policy(outcome.value, content)

    def _by_policy(self, outcome: str, content: dict[str, Any]) -> Iterator[Notification]:
        """APP-110: whom the policy names for this end, each rule in its own words; the requester is notified anyway."""
        context = self.request.context(self.request.progress.settled_at or self.request.header.opened_at)
        for number, rule in enumerate(self.request.policy.notify):
            key = f"informed/{self._request}/{self.request.header.version}/{number}"
            for person in people_named(rule.to, context) if outcome.lower() in rule.outcome else ():
                yield Notification(person, Notice.INFORMED, key, content | {"words": dict(rule.text)})

    @property
    def _request(self) -> UUID:
        return self.request.header.id

    def _to_each(
        self, step: StepNow, signer: Signer, what: Notice, key: str, comment: str = ""
    ) -> Iterator[Notification]:
        """The signer, or everybody of the role that is to rescue it."""
        named = dict(find_step(self.request.policy, step.key).name)
        due = step.due_at.isoformat() if step.due_at else None
        content = self.about | {"step": step.key, "step_name": named, "due_at": due, "comment": comment}
        for person in [signer.person_id] if signer.person_id else self._of_role(signer.role):
            yield Notification(person, what, key, content, signer.task_id)

    def _of_role(self, role: str | None) -> list[UUID]:
        return [row.id for row in self.people.by_role.get(role or "", ())][:GROUP_AT_MOST]


def _notice_for(signer: Signer) -> Notice:
    return Notice.QUESTION if signer.kind is TaskKind.QUESTION else Notice.ASKED
