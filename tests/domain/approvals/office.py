"""Who works in the office of these tests, and how is something asked for there?"""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid5

from messages.approvals.parts import Why
from messages.approvals.states import RequestState, StepState, TaskState
from messages.business_time import Calendar
from services.approvals.domain import adding, editing, rescuing, ringing, rounds, taking_back, talking, verbs
from services.approvals.domain.conditions import typed
from services.approvals.domain.people import Absence, Directory, Person
from services.approvals.domain.policy import Policy
from services.approvals.domain.publishing import read
from services.approvals.domain.resolving import Asked
from services.approvals.domain.standing import Ruling, Signer, Standing, StepNow

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
    standing: Standing
    people: Directory = DIRECTORY
    now: datetime = NOW
    last: Ruling | None = None

    @property
    def asked(self) -> Asked:
        requester = self.people.persons[self.standing.requester_id]
        return Asked(requester, self.standing.prepared_by, self.standing.facts, self.people, self.now)

    def approve(self, login: str, comment: str = "") -> "Desk":
        return self._do(verbs.approve(self.standing, self.policy, self.asked, self.task(login), id_of(login), comment))

    def reject(self, login: str, comment: str = "no") -> "Desk":
        return self._do(verbs.reject(self.standing, self.policy, self.asked, self.task(login), id_of(login), comment))

    def return_(self, login: str, to: str | None = None, comment: str = "mend", then: str | None = None) -> "Desk":
        return self._by(verbs.return_, login, comment, to, then)

    def transfer(self, login: str, to: str) -> "Desk":
        task = self.task(login)
        return self._do(verbs.transfer(self.standing, self.policy, self.asked, task, id_of(login), id_of(to), ""))

    def withdraw(self, login: str = "ann") -> "Desk":
        return self._do(verbs.withdraw(self.standing, self.asked, id_of(login), ""))

    def resubmit(self, before: dict[str, Any], after: dict[str, Any]) -> "Desk":
        return self._do(rounds.resubmit(self.standing, self.policy, self.asked, before, after, ""))

    def add(self, login: str, *people: str, how: str = "beside", mode: str = "all") -> "Desk":
        ids = [id_of(one) for one in people]
        return self._do(
            adding.add_signers(
                self.standing, self.policy, self.asked, self.task(login), id_of(login), ids, how, mode, ""
            )
        )

    def delegate(self, login: str, to: str) -> "Desk":
        return self._by(adding.delegate, login, id_of(to), "please")

    def ask(self, login: str, to: str) -> "Desk":
        return self._by(adding.ask, login, id_of(to), "why?")

    def answer(self, login: str, comment: str = "so") -> "Desk":
        return self._by(adding.answer, login, comment)

    def remove(self, login: str, whom: str, task: UUID | None = None) -> "Desk":
        task = task or self.task(whom)
        return self._do(adding.remove_signer(self.standing, self.policy, self.asked, task, id_of(login), ""))

    def claim(self, login: str) -> "Desk":
        return self._by(adding.claim, login)

    def unclaim(self, login: str) -> "Desk":
        return self._by(adding.unclaim, login)

    def take_back(self, login: str) -> "Desk":
        return self._by(taking_back.take_back, login, "")

    def edit(self, login: str, hash: str = "changed", **values: Any) -> "Desk":
        content = {"note": "old", "amount": "150000.00", "terms": {"days": 30}}
        return self._by(editing.edit, login, content, values, hash, "")

    def comment(self, login: str, said: str = "hm") -> "Desk":
        return self._do(talking.comment(self.standing, self.asked, id_of(login), said, []))

    def copy(self, login: str, to: str) -> "Desk":
        return self._do(talking.copy(self.standing, self.asked, id_of(login), [id_of(to)], ""))

    def nudge(self) -> "Desk":
        return self._do(talking.nudge(self.standing, self.asked, ""))

    def leave(self, login: str, to: str | None = None) -> "Desk":
        taker = id_of(to) if to else None
        return self._do(rescuing.relieve(self.standing, self.policy, self.asked, id_of(login), "handed_over", taker))

    def go_away(self, login: str, to: str) -> "Desk":
        desk = replace(self, people=away((login, to)))
        return desk._do(rescuing.substitute(desk.standing, desk.policy, desk.asked, id_of(login)))

    def resolve(self, key: str, by: str = "root") -> "Desk":
        return self._do(rescuing.resolve_again(self.standing, self.policy, self.asked, id_of(by), key, "stuck"))

    def move(self, key: str, by: str = "root") -> "Desk":
        return self._do(rescuing.move(self.standing, self.policy, self.asked, id_of(by), key, "stuck"))

    def later(self, **by: float) -> "Desk":
        return replace(self, now=self.now + timedelta(**(by or {"minutes": 1})))

    def _by(self, verb: Any, login: str, *more: Any) -> "Desk":
        return self._do(verb(self.standing, self.policy, self.asked, self.task(login), id_of(login), *more))

    def ring(self, key: str, rung: int, at: datetime, round: int | None = None) -> "Desk":
        step = self.standing.step(key)
        entered = round or (step.round if step else 1)
        desk = replace(self, now=at)
        return desk._do(ringing.ring(self.standing, self.policy, desk.asked, key, entered, rung))

    def _do(self, ruling: Ruling) -> "Desk":
        return replace(self, standing=ruling.standing, last=ruling)

    def task(self, login: str) -> UUID:
        """The open task of the person, else the last one there was."""
        mine = [s for step in self.standing.steps for s in step.signers if s.person_id == id_of(login)]
        return next((s.task_id for s in mine if s.state is TaskState.OPEN), mine[-1].task_id)

    def step(self, key: str) -> StepNow:
        found = self.standing.step(key)
        assert found is not None, f"{key} is not on the way"
        return found

    def states(self) -> dict[str, str]:
        return {step.key: step.state.value for step in self.standing.steps}

    def open_signers(self) -> list[str]:
        return [
            self.people.name_of(signer.person_id).lower()
            for step in self.standing.steps
            if step.state is StepState.OPEN
            for signer in step.open_signers()
        ]


def submitted(policy: Policy, people: Directory = DIRECTORY, by: str = "ann", **more: Any) -> Desk:
    prepared_by = frozenset(id_of(login) for login in more.pop("prepared_by", ()))
    facts = typed({"amount": 150_000} | more, policy.facts)
    standing = Standing(
        request_id=id_of("request"), round=1, state=RequestState.PENDING, requester_id=id_of(by),
        prepared_by=prepared_by, facts=facts, content_hash="",
    )  # fmt: skip
    desk = Desk(policy, standing, people)
    return desk._do(rounds.submit(standing, policy, desk.asked))


def a_signer(state: TaskState = TaskState.OPEN, **more: Any) -> Signer:
    position = more.pop("position", 0)
    return Signer(uuid5(NAMES, str(position)), id_of("lena"), position, state, Why(code="x"), NOW, **more)
