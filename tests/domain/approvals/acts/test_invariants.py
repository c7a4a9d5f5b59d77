"""Do the invariants of an approval hold, whatever people do in whatever order?"""

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from messages.approvals.states import RequestState, StepState, TaskKind, TaskState
from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts import (
    added_signers,
    claims,
    decisions,
    edits,
    questions,
    reassignment,
    returns,
    take_back,
    transfer,
)
from services.approvals.domain.people.directory import Absence
from services.approvals.domain.policies.policy import Policy, steps_of
from services.approvals.domain.requests.events import Reminded, Reopened, Revoked, RoundEnded, StepStarted, Voted
from services.approvals.domain.requests.progress import YES
from services.approvals.domain.requests.seat import Seat
from services.approvals.domain.requests.voting import VOTED
from services.approvals.domain.routing.preview import preview
from tests.domain.approvals.generated import policies
from tests.domain.approvals.office import DIRECTORY, PEOPLE, Desk, id_of, submitted

LOGINS = [row[0] for row in PEOPLE]
LIVE = (TaskState.OPEN, TaskState.WAITING)
ENDED = (RequestState.APPROVED, RequestState.REJECTED, RequestState.WITHDRAWN, RequestState.REVOKED)
# What a policy may let a role do about an end, and nobody else: no other way leads out of one.
UNDONE = {RequestState.APPROVED: Revoked, RequestState.WITHDRAWN: Reopened}
NO = (RuleViolation, Forbidden)
who = st.sampled_from(LOGINS)
chance = st.integers(0, 99)


class Request(RuleBasedStateMachine):
    """One request; anybody tries anything with any task; what is refused changes nothing."""

    desk: Desk

    @initialize(policy=policies(), prepared_by=st.lists(who, max_size=1))
    def submit(self, policy: Policy, prepared_by: list[str]) -> None:
        self.votes: Counter[tuple[int, UUID | None]] = Counter()
        self.reminded: Counter[tuple[UUID, int, UUID]] = Counter()
        self.outcomes = 0
        self.before: Desk | None = None
        self.seen(submitted(policy, prepared_by=prepared_by))

    # ---- what people do ----

    def task(self, n: int, *, live: bool = True) -> tuple[UUID, UUID]:
        """Some task, mostly one that is open, and whose it is."""
        every = [one for step in self.desk.progress.steps for one in step.signers]
        found = [one for one in every if one.state is TaskState.OPEN] if live and n % 10 else every
        if not found:
            raise RuleViolation("APP-3")
        signer = found[n % len(found)]
        return signer.task_id, signer.person_id or id_of("root")

    def act(self, n: int, verb: Callable[..., Any], *more: Any, live: bool = True) -> None:
        def do() -> Desk:
            task, actor = self.task(n, live=live)
            desk = self.desk
            return desk._do(verb(Seat(desk.progress, desk.context, task, actor), *more))

        self.attempt(do)

    def attempt(self, do: Callable[[], Desk]) -> None:
        self.before = self.desk
        try:
            self.seen(do())
        except NO:
            return

    def seen(self, desk: Desk) -> None:
        round = self.before.progress.round if self.before else 1
        self.desk = desk.later(minutes=1)
        for act in desk.last.events if desk.last else ():
            self.outcomes += isinstance(act, RoundEnded) and act.outcome != "RETURNED"
            self.outcomes -= isinstance(act, Reopened)
            if isinstance(act, Voted):
                self.voted(act, round)
            if isinstance(act, Reminded):
                self.reminded.update((act.step.step_id, act.level, signer.task_id) for signer in act.signers)

    def voted(self, act: Voted, round: int) -> None:
        assert act.signer.person_id is not None
        person = self.desk.people.persons[act.signer.person_id]
        assert person.active, "3: who has left decides nothing"
        assert person.id != self.desk.progress.requester_id, "3: nor does the requester"
        assert person.id not in self.desk.progress.prepared_by, "3: nor who prepared it"
        self.votes[round, person.id] += not act.again

    @rule(n=chance)
    def approve(self, n: int) -> None:
        self.act(n, decisions.approve, "")

    @rule(n=chance)
    def approve_too(self, n: int) -> None:
        self.act(n, decisions.approve, "")

    @rule(n=chance)
    def reject(self, n: int) -> None:
        self.act(n, decisions.reject, "no")

    @rule(n=chance, to=st.sampled_from([None, "a", "b", "c", "d"]), then=st.sampled_from([None, "back"]))
    def return_(self, n: int, to: str | None, then: str | None) -> None:
        self.act(n, returns.return_, "mend", (), to, then)

    @rule(n=chance, to=who)
    def transfer(self, n: int, to: str) -> None:
        self.act(n, transfer.transfer, id_of(to), "")

    @rule(n=chance, to=who, verb=st.sampled_from([questions.delegate, questions.ask]))
    def delegate_or_ask(self, n: int, to: str, verb: Callable[..., Any]) -> None:
        self.act(n, verb, id_of(to), "?")

    @rule(
        n=chance, people=st.lists(who, min_size=1, max_size=3), how=st.sampled_from(["before", "after", "beside"]),
        mode=st.sampled_from(["all", "any", "sequence"]),
    )  # fmt: skip
    def add(self, n: int, people: list[str], how: str, mode: str) -> None:
        self.act(n, added_signers.add_signers, [id_of(one) for one in people], how, mode, "")

    @rule(n=chance, by=who)
    def remove(self, n: int, by: str) -> None:
        desk = self.desk
        self.attempt(lambda: desk.remove(by, "", task=self.task(n, live=False)[0]))

    @rule(n=chance, verb=st.sampled_from([claims.claim, claims.unclaim]))
    def claim(self, n: int, verb: Callable[..., Any]) -> None:
        self.act(n, verb)

    @rule(n=chance)
    def answer(self, n: int) -> None:
        self.act(n, questions.answer, "so")

    @rule(n=chance, values=st.sampled_from([{"note": "new"}, {"amount": "250000.00"}, {"note": "new", "amount": "9"}]))
    def edit(self, n: int, values: dict[str, str]) -> None:
        self.act(n, edits.edit, {"note": "old", "amount": "150000.00"}, values, "changed", "")

    @rule(n=chance)
    def take_back(self, n: int) -> None:
        self.act(n, take_back.take_back, "", live=False)

    @rule(by=who)
    def withdraw(self, by: str) -> None:
        self.attempt(lambda: self.desk.withdraw(by, "he is ill"))

    @rule(by=who, verb=st.sampled_from(["revoke", "reopen"]))
    def revoke_or_reopen(self, by: str, verb: str) -> None:
        self.attempt(lambda: getattr(self.desk, verb)(by))

    @rule(amount=st.integers(1, 2))
    def submit_again(self, amount: int) -> None:
        self.attempt(lambda: self.desk.resubmit({"amount": 1}, {"amount": amount}))

    @rule(by=who, to=who)
    def copy_and_comment(self, by: str, to: str) -> None:
        self.attempt(lambda: self.desk.copy(by, to))
        self.attempt(lambda: self.desk.comment(by))

    @rule(n=chance, days=st.integers(0, 4))
    def ring(self, n: int, days: int) -> None:
        key = self.some_step(n)
        self.attempt(lambda: self.desk.fire(key, n % 4, self.desk.now + timedelta(days=days)))

    @rule(n=chance)
    def operate(self, n: int) -> None:
        key = self.some_step(n)
        self.attempt(lambda: self.desk.resolve(key) if n % 2 else self.desk.move(key))

    def some_step(self, n: int) -> str:
        keys = [step.step for _, step in steps_of(self.desk.policy.route)]
        return keys[n % len(keys)]

    # ---- what becomes of people; their tasks move at once, as the service does it ----

    @rule(login=st.sampled_from(["lena", "fang", "fei", "bob", "east"]))
    def leave(self, login: str) -> None:
        persons = self.desk.people.persons
        gone = replace(persons[id_of(login)], active=False)
        desk = replace(self.desk, people=replace(self.desk.people, persons={**persons, gone.id: gone}))
        self.attempt(lambda: desk.leave(login))

    @rule(login=who, substitute=who)
    def go_away(self, login: str, substitute: str) -> None:
        if login == substitute:
            return
        now = self.desk.now
        absence = Absence(id_of(login), id_of(substitute), now, now + timedelta(days=2))
        people = replace(self.desk.people, absences=(*self.desk.people.absences, absence))
        desk = replace(self.desk, people=people)
        self.attempt(lambda: desk._do(reassignment.substitute(desk.progress, desk.context, id_of(login))))

    # ---- what always holds ----

    @invariant()
    def never_stuck(self) -> None:
        """1: every open step waits for somebody who works here and may act, or for the rescue."""
        progress = self.desk.progress
        open_ = [step for step in progress.steps if step.state is StepState.OPEN]
        assert bool(open_) == (progress.state is RequestState.PENDING)
        for step in open_:
            waited = [s for s in step.open_signers() if not (s.added and s.added.how == "ask")]
            assert waited, f"{step.key} waits for nobody"
            for signer in waited:
                assert signer.kind is TaskKind.RESCUE or self.desk.people.persons[signer.person_id or id_of("")].active

    @invariant()
    def what_is_closed_is_closed(self) -> None:
        """2 and 5: only an open step of a pending request has live tasks; no step is of a round to come."""
        for step in self.desk.progress.steps:
            assert step.round <= self.desk.progress.round
            if step.state is not StepState.OPEN:
                assert not [signer for signer in step.signers if signer.state in LIVE]
            assert not [s for s in step.signers if s.kind is TaskKind.QUESTION and s.state is TaskState.WAITING]
        ids = [signer.task_id for step in self.desk.progress.steps for signer in step.signers]
        assert len(ids) == len(set(ids)), "a task's id is its own"

    @invariant()
    def one_decision_a_round(self) -> None:
        assert all(count <= 1 for count in self.votes.values()), "3"

    @invariant()
    def nobody_signs_two_steps_where_duties_are_kept_apart(self) -> None:
        if self.desk.policy.segregate:
            live = [s for s in self.desk.progress.steps if s.state in YES or s.state is StepState.OPEN]
            said = [
                {one.person_id for one in step.signers if one.verdict in VOTED and one.state is TaskState.DONE}
                for step in live
            ]
            assert sum(len(people) for people in said) == len({one for people in said for one in people}), "APP-77"

    @invariant()
    def the_end_is_the_end(self) -> None:
        assert self.outcomes <= 1, "4: one outcome"
        if self.before is None or self.before.progress.state not in ENDED:
            return
        way_out = UNDONE.get(self.before.progress.state)
        acts = self.desk.last.events if self.desk.last and self.desk.progress != self.before.progress else ()
        if way_out is None or not any(isinstance(act, way_out) for act in acts):
            assert self.desk.progress.outcome == self.before.progress.outcome, "4: and it stays"

    @invariant()
    def bells_ring_once(self) -> None:
        assert all(count == 1 for count in self.reminded.values()), "6"
        for step in self.desk.progress.steps:
            assert all(timer.at >= step.opened_at for timer in step.timers), "5: re-armed when it is entered"


QUIET: dict[str, Any] = {"deadline": None, "suppress_health_check": list(HealthCheck)}


def test_the_invariants_hold_whatever_people_do() -> None:
    run_state_machine_as_test(Request, settings=settings(max_examples=120, stateful_step_count=25, **QUIET))


@pytest.mark.long
@pytest.mark.timeout(1200)
def test_the_invariants_hold_for_long() -> None:
    run_state_machine_as_test(Request, settings=settings(max_examples=5000, stateful_step_count=50, **QUIET))


def preview_is_the_way_taken(policy: Policy) -> None:
    desk = submitted(policy)
    first = replace(desk.progress, steps=(), state=RequestState.PENDING, outcome=None, settled_at=None)
    ahead = preview(first, desk.context)
    seen = [act.step for act in ahead.coming if isinstance(act, StepStarted)]
    while desk.progress.state is RequestState.PENDING:
        desk = desk.approve(desk.open_signers()[0])
    taken = {step.key: {signer.person_id for signer in step.signers} for step in desk.progress.steps}
    shown = {step.key: {signer.person_id for signer in step.signers} for step in seen}
    if desk.progress.outcome == "REJECTED":  # by a step that nobody may sign: how far the other branch came is chance
        shown, taken = ({key: way[key] for key in shown.keys() & taken.keys()} for way in (shown, taken))
        assert shown
    assert shown == taken
    assert ahead.end.outcome == desk.progress.outcome


@settings(max_examples=1000, **QUIET)
@given(policies(no_signer=("pass", "reject"), apart=False))
def test_app_36_the_preview_is_the_way_taken_in_a_thousand_cases(policy: Policy) -> None:
    assert DIRECTORY.absences == ()
    preview_is_the_way_taken(policy)
