"""Who works in the office of these tests, and how is something asked for there?"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskState
from messages.business_time import Calendar
from services.approvals.domain.acts import (
    added_signers,
    claims,
    comments,
    decisions,
    edits,
    questions,
    reassignment,
    rescue,
    returns,
    revocation,
    take_back,
    timeout,
    transfer,
)
from services.approvals.domain.acts.withdrawal import withdraw
from services.approvals.domain.people.directory import Absence, Directory, Person
from services.approvals.domain.policies.conditions import typed
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.policies.publication import read
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import Transition
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.routing import rounds

NAMES = UUID("00000000-0000-0000-0000-0000000000aa")
NOW = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)  # a Monday, 10:00 in Shanghai
PEOPLE = [  # login, unit, manager, roles, limit
    ("boss", "cs", None, "director", 10_000_000),
    ("east", "cs/east", "boss", "sales_manager", 200_000),
    ("ann", "cs/east/sales-1", "east", "sales", None),
    ("bob", "cs/east/sales-1", "east", "sales", None),
    ("lena", "cs/office", "boss", "legal", None),
    ("fang", "cs/office", "boss", "finance", None),
    ("fei", "cs/east/office", "boss", "finance", None),
    ("root", "cs/office", "boss", "admin", None),
]


def id_of(login: str) -> UUID:
    return uuid5(NAMES, login)


def a_person(login: str, unit: str, manager: str | None, role: str, limit: int | None) -> Person:
    manager_id = id_of(manager) if manager else None
    amount = Decimal(limit) if limit is not None else None
    return Person(id_of(login), login, login.title(), unit, manager_id, frozenset({role}), True, "CS", "CN", amount)


DIRECTORY = Directory(
    persons={id_of(row[0]): a_person(*row) for row in PEOPLE}, calendars={"CN": Calendar(tz="Asia/Shanghai")}
)


def without(*logins: str) -> Directory:
    """The directory after these have left."""
    gone = {id_of(login) for login in logins}
    return replace(
        DIRECTORY, persons={id: replace(one, active=id not in gone) for id, one in DIRECTORY.persons.items()}
    )


def away(*pairs: tuple[str, str]) -> Directory:
    """The directory with (who is away, substitute) today."""
    today = (NOW - timedelta(hours=1), NOW + timedelta(hours=1))
    return replace(DIRECTORY, absences=tuple(Absence(id_of(one), id_of(other), *today) for one, other in pairs))


def a_policy(*route: dict[str, Any], **more: Any) -> Policy:
    return read({"policy": "test", "facts": {"amount": "money"}, "route": list(route)} | more)


def a_step(key: str, *logins: str, **more: Any) -> dict[str, Any]:
    return {"step": key, "signers": [{"person": login} for login in logins]} | more


@dataclass(frozen=True)
class Desk:
    """One request and everything that can be done to it; each act gives the desk after it."""

    policy: Policy
    progress: RequestProgress
    people: Directory = DIRECTORY
    now: datetime = NOW
    last: Transition | None = None

    @property
    def context(self) -> Context:
        requester, progress = self.people.persons[self.progress.requester_id], self.progress
        return Context(self.policy, requester, progress.prepared_by, progress.facts, self.people, self.now)

    def seat(self, login: str, task: UUID | None = None) -> Seat:
        """The person at his open task, or at the one named."""
        return Seat(self.progress, self.context, task or self.task(login), id_of(login))

    def approve(self, login: str, comment: str = "") -> "Desk":
        return self._do(decisions.approve(self.seat(login), comment))

    def reject(self, login: str, comment: str = "no") -> "Desk":
        return self._do(decisions.reject(self.seat(login), comment))

    def return_(self, login: str, to: str | None = None, comment: str = "mend", then: str | None = None) -> "Desk":
        return self._do(returns.return_(self.seat(login), comment, to_step=to, then=then))

    def transfer(self, login: str, to: str) -> "Desk":
        return self._do(transfer.transfer(self.seat(login), id_of(to), ""))

    def withdraw(self, login: str = "ann", comment: str = "") -> "Desk":
        return self._do(withdraw(self.progress, self.context, id_of(login), comment))

    def revoke(self, login: str = "boss", comment: str = "no more") -> "Desk":
        return self._do(revocation.revoke(self.progress, self.context, id_of(login), comment))

    def reopen(self, login: str = "root", comment: str = "once more") -> "Desk":
        return self._do(revocation.reopen(self.progress, self.context, id_of(login), comment))

    def undone(self, undone: bool = True) -> "Desk":
        return self._do(revocation.note_undone(self.progress, undone=undone, comment=""))

    def resubmit(self, before: dict[str, Any], after: dict[str, Any]) -> "Desk":
        return self._do(rounds.resubmit(self.progress, self.context, before, after, ""))

    def add(self, login: str, *people: str, how: str = "beside", mode: str = "all") -> "Desk":
        ids = [id_of(one) for one in people]
        return self._do(added_signers.add_signers(self.seat(login), ids, how, mode, ""))

    def delegate(self, login: str, to: str) -> "Desk":
        return self._do(questions.delegate(self.seat(login), id_of(to), "please"))

    def ask(self, login: str, to: str) -> "Desk":
        return self._do(questions.ask(self.seat(login), id_of(to), "why?"))

    def answer(self, login: str, comment: str = "so") -> "Desk":
        return self._do(questions.answer(self.seat(login), comment))

    def remove(self, login: str, whom: str, task: UUID | None = None) -> "Desk":
        return self._do(added_signers.remove_signer(self.seat(login, task or self.task(whom)), ""))

    def claim(self, login: str) -> "Desk":
        return self._do(claims.claim(self.seat(login)))

    def unclaim(self, login: str) -> "Desk":
        return self._do(claims.unclaim(self.seat(login)))

    def take_back(self, login: str) -> "Desk":
        return self._do(take_back.take_back(self.seat(login), ""))

    def edit(self, login: str, hash: str = "changed", **values: Any) -> "Desk":
        content = {"note": "old", "amount": "150000.00", "terms": {"days": 30}}
        return self._do(edits.edit(self.seat(login), content, values, hash, ""))

    def comment(self, login: str, said: str = "hm") -> "Desk":
        return self._do(comments.comment(self.progress, self.context, id_of(login), said, []))

    def copy(self, login: str, to: str) -> "Desk":
        return self._do(comments.copy(self.progress, self.context, id_of(login), [id_of(to)], ""))

    def nudge(self) -> "Desk":
        return self._do(comments.nudge(self.progress, self.context, ""))

    def leave(self, login: str, to: str | None = None) -> "Desk":
        taker = id_of(to) if to else None
        return self._do(reassignment.reassign(self.progress, self.context, id_of(login), "handed_over", taker))

    def go_away(self, login: str, to: str) -> "Desk":
        desk = replace(self, people=away((login, to)))
        return desk._do(reassignment.substitute(desk.progress, desk.context, id_of(login)))

    def resolve(self, key: str, by: str = "root") -> "Desk":
        return self._do(rescue.resolve_again(self.progress, self.context, id_of(by), key, "stuck"))

    def move(self, key: str, by: str = "root") -> "Desk":
        return self._do(rescue.move(self.progress, self.context, id_of(by), key, "stuck"))

    def later(self, **by: float) -> "Desk":
        return replace(self, now=self.now + timedelta(**(by or {"minutes": 1})))

    def fire(self, key: str, level: int, at: datetime, round: int | None = None) -> "Desk":
        step = self.progress.step(key)
        entered = round or (step.round if step else 1)
        desk = replace(self, now=at)
        return desk._do(timeout.fire(self.progress, desk.context, key, entered, level))

    def _do(self, transition: Transition) -> "Desk":
        return replace(self, progress=transition.progress, last=transition)

    def task(self, login: str) -> UUID:
        """The open task of the person, else the last one there was."""
        mine = [s for step in self.progress.steps for s in step.signers if s.person_id == id_of(login)]
        return next((s.task_id for s in mine if s.state is TaskState.OPEN), mine[-1].task_id)

    def step(self, key: str) -> StepNow:
        found = self.progress.step(key)
        assert found is not None, f"{key} is not on the way"
        return found

    def states(self) -> dict[str, str]:
        return {step.key: step.state.value for step in self.progress.steps}

    def open_signers(self) -> list[str]:
        return [
            self.people.name_of(signer.person_id).lower()
            for step in self.progress.steps
            if step.state is StepState.OPEN
            for signer in step.open_signers()
        ]


def submitted(policy: Policy, people: Directory = DIRECTORY, by: str = "ann", **more: Any) -> Desk:
    prepared_by = frozenset(id_of(login) for login in more.pop("prepared_by", ()))
    facts = typed({"amount": 150_000} | more, policy.facts)
    progress = RequestProgress(
        request_id=id_of("request"), round=1, state=RequestState.PENDING, requester_id=id_of(by),
        prepared_by=prepared_by, facts=facts, content_hash="",
    )  # fmt: skip
    desk = Desk(policy, progress, people)
    return desk._do(rounds.submit(progress, desk.context))


def a_signer(state: TaskState = TaskState.OPEN, **more: Any) -> Signer:
    position = more.pop("position", 0)
    return Signer(uuid5(NAMES, str(position)), id_of("lena"), position, state, Why(code="x"), NOW, **more)
