"""Whom does an act concern, and of what is he told?"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from messages.approvals.notices import Notice
from messages.approvals.states import StepState, TaskKind
from services.approvals.domain.policy import find_step
from services.approvals.domain.record import Case
from services.approvals.domain.resolving import people_named
from services.approvals.domain.standing import (
    BroughtIn,
    Commented,
    Handed,
    Nudged,
    Reminded,
    RoundEnded,
    Ruling,
    Signer,
    Standing,
    StepNow,
)  # fmt: skip

GROUP_AT_MOST = 20  # of those who share a role, so many are told


@dataclass(frozen=True)
class Telling:
    """One thing to tell one person. `key` is the same for the same occasion, and another each time it comes anew."""

    person_id: UUID
    what: Notice
    key: str
    said: dict[str, Any] = field(default_factory=dict)
    task_id: UUID | None = None


def tellings(before: Case, after: Case, ruling: Ruling, actor: UUID) -> list[Telling]:
    """APP-88: told is who has to act now, once each time it is his turn; who asked; who is named. Nobody of his own
    acts, and nobody before his turn."""
    teller = _Teller(after, actor)
    found = [*teller.turns(before.standing, ruling), *(one for act in ruling.acts for one in teller.of(act))]
    return [one for one in found if one.person_id != actor or one.what is Notice.REMINDED]


class _Teller:
    def __init__(self, case: Case, actor: UUID) -> None:
        self.case, self.people, self.actor = case, case.people, actor
        record = case.record
        self.about = {
            "about": record.about.model_dump(mode="json"), "requester": self.people.name_of(record.requester_id),
            "actor": self.people.name_of(actor),
        }  # fmt: skip

    def turns(self, before: Standing, ruling: Ruling) -> Iterator[Telling]:
        """Whose task is open now and was not before."""
        was = {one.task_id for step in before.steps for one in step.open_signers()}
        handed = {act.after.task_id: act for act in ruling.acts if isinstance(act, Handed)}
        brought = {one.task_id: act for act in ruling.acts if isinstance(act, BroughtIn) for one in act.signers}
        for step in ruling.standing.steps:
            for signer in step.open_signers() if step.state is StepState.OPEN else ():
                if signer.task_id in was:
                    continue
                hand, brings = handed.get(signer.task_id), brought.get(signer.task_id)
                comment = hand.before.comment if hand else brings.comment if brings else ""
                what = Notice.HANDED if hand else _asked(signer)
                yield from self._each(step, signer, what, f"{what}/{signer.task_id}/{signer.opened_at}", comment)

    def of(self, act: object) -> Iterator[Telling]:
        version = self.case.record.version
        match act:
            case Reminded(step, rung, signers):
                for one in signers:
                    yield from self._each(step, one, Notice.REMINDED, f"reminded/{one.task_id}/{rung}")
            case Nudged(step, signers, comment):
                for one in signers:
                    yield from self._each(step, one, Notice.NUDGED, f"nudged/{one.task_id}/{version}", comment)
            case BroughtIn(step, "copy", signers, comment):
                for one in signers:
                    yield from self._each(step, one, Notice.COPIED, f"copied/{one.task_id}", comment)
            case Commented(_, comment, mentions):
                said = self.about | {"comment": comment}
                for person in mentions:
                    yield Telling(person, Notice.MENTIONED, f"mentioned/{self._request}/{version}", said)
            case RoundEnded(outcome, comment):
                said = self.about | {"outcome": outcome.value, "comment": comment}
                yield Telling(self.case.record.requester_id, Notice.SETTLED, f"settled/{self._request}/{version}", said)
                yield from self._by_policy(outcome.value, said)

    def _by_policy(self, outcome: str, said: dict[str, Any]) -> Iterator[Telling]:
        """APP-110: whom the policy names for this end, each rule in its own words; the requester hears it anyway."""
        asked = self.case.asked(self.case.standing.settled_at or self.case.record.opened_at)
        for number, rule in enumerate(self.case.policy.notify):
            key = f"informed/{self._request}/{self.case.record.version}/{number}"
            for person in people_named(rule.to, asked) if outcome.lower() in rule.outcome else ():
                yield Telling(person, Notice.INFORMED, key, said | {"words": dict(rule.text)})

    @property
    def _request(self) -> UUID:
        return self.case.record.id

    def _each(self, step: StepNow, signer: Signer, what: Notice, key: str, comment: str = "") -> Iterator[Telling]:
        """The signer, or everybody of the role that is to rescue it."""
        named = dict(find_step(self.case.policy, step.key).name)
        due = step.due_at.isoformat() if step.due_at else None
        said = self.about | {"step": step.key, "step_name": named, "due_at": due, "comment": comment}
        for person in [signer.person_id] if signer.person_id else self._of_role(signer.role):
            yield Telling(person, what, key, said, signer.task_id)

    def _of_role(self, role: str | None) -> list[UUID]:
        return [one.id for one in self.people.by_role.get(role or "", ())][:GROUP_AT_MOST]


def _asked(signer: Signer) -> Notice:
    return Notice.QUESTION if signer.kind is TaskKind.QUESTION else Notice.ASKED
