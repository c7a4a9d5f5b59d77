"""Which way would a past request have gone under another policy, if everybody had said what he said?"""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from messages.approvals.states import RequestState, StepState, TaskState, Verdict
from messages.errors import RuleViolation
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.conditions import names_in, typed
from services.approvals.domain.policies.policy import Parallel, Policy, Step, steps_of
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import StepSkipped, StepStarted
from services.approvals.domain.requests.progress import RequestProgress, Signer, StepNow
from services.approvals.domain.requests.voting import WITHOUT_VOTE
from services.approvals.domain.routing.next_step import advance, close
from services.approvals.domain.routing.preview import approved
from services.approvals.domain.what_if.past import ENDERS, Past, PastRound, PastStep


@dataclass
class SimulatedRoute:
    """The steps that one round opens, as they were opened; those it skips."""

    opened: dict[str, StepNow] = field(default_factory=dict)
    skipped: set[str] = field(default_factory=set)
    complete: bool = False


def walk(past: Past, round: PastRound, policy: Policy, directories: Mapping[int, Directory]) -> SimulatedRoute:
    """APP-90: the very walk of a live request, at the moments of the past, with the facts and people as of then.

    A step that the past asked too ends as it ended then; one that nobody was asked is agreed to at once.
    """
    return _Simulation(past, round, policy, directories).run()


def used_facts(policy: Policy) -> frozenset[str]:
    """Those its route looks at; others may be missing."""
    found: set[str] = set()
    for _, step in steps_of(policy.route):
        found |= {name for rule in step.signers for name in (rule.fact, rule.managers and rule.managers.up_to) if name}
    for condition in _conditions(policy.route):
        found |= names_in(condition)
    return frozenset(found)


def lacking(policy: Policy, facts: Mapping[str, Any]) -> list[str]:
    """APP-91: which facts that the policy looks at the request did not give, or gave in another type."""
    return sorted(name for name in used_facts(policy) if not _given(policy, name, facts))


def given(policy: Policy, facts: Mapping[str, Any]) -> dict[str, Any]:
    """The facts in the policy's types, as far as there are any."""
    there = {name: of for name, of in policy.facts.items() if _given(policy, name, facts)}
    return typed(facts, there)


def _given(policy: Policy, name: str, facts: Mapping[str, Any]) -> bool:
    try:
        typed(facts, {name: policy.facts[name]})
    except RuleViolation:
        return False
    return True


def _conditions(route: tuple[Step | Parallel, ...]) -> list[str]:
    found = []
    for node in route:
        if isinstance(node, Step):
            found += [node.when] if node.when else []
            continue
        for branch in node.branches:
            found += ([branch.when] if branch.when else []) + _conditions(branch.route)
    return found


class _Simulation:
    def __init__(self, past: Past, round: PastRound, policy: Policy, directories: Mapping[int, Directory]) -> None:
        self.past, self.round, self.policy, self.directories = past, round, policy, directories
        keys = {step.step for _, step in steps_of(policy.route)}
        self.then = past.opened_in(round.number)
        base = tuple(step for step in past.base(round) if step.key in keys)
        self.earlier = {one.now.key: one for one in past.steps for step in base if one.now.step_id == step.step_id}
        self.progress = RequestProgress(
            request_id=past.request_id, round=round.number, state=RequestState.PENDING,
            requester_id=past.requester_id, prepared_by=round.prepared_by, facts=given(policy, round.facts),
            content_hash=past.content_hash, steps=base,
        )  # fmt: skip
        self.simulated = SimulatedRoute()
        self.now = round.began_at

    def run(self) -> SimulatedRoute:
        self._advance()
        while self.progress.state is RequestState.PENDING:
            ends = {step.key: self._end_of(step) for step in self.progress.steps if step.state is StepState.OPEN}
            known = {key: end for key, end in ends.items() if end is not None}
            if not known:
                break
            at = min(at for at, _ in known.values())
            now = {key: state for key, (when, state) in known.items() if when == at}
            self.now = at
            if any(state in ENDERS for state in now.values()) or self._was_ended():
                break
            for key, state in now.items():
                self._settle(key, state)
            self._advance()
        self.simulated.complete = self.progress.state is RequestState.APPROVED
        return self.simulated

    def _advance(self) -> None:
        steps = tuple(self._with_votes(step) for step in self.progress.steps)
        transition = advance(replace(self.progress, steps=steps), self._context())
        for event in transition.events:
            if isinstance(event, StepStarted):
                self.simulated.opened.setdefault(event.step.key, event.step)
            elif isinstance(event, StepSkipped):
                self.simulated.skipped.add(event.key)
        self.progress = transition.progress

    def _context(self) -> Context:
        people = self.directories[self.past.directory_at(self.round, self.now)]
        requester = people.persons[self.past.requester_id]
        return Context(self.policy, requester, self.round.prepared_by, self.progress.facts, people, self.now)

    def _recorded(self, key: str) -> PastStep | None:
        return self.earlier.get(key) or self.then.get(key)

    def _end_of(self, step: StepNow) -> tuple[datetime, StepState] | None:
        """When it ended, and how; None: it still goes on."""
        then = self._recorded(step.key)
        if then is None:
            return self.now, StepState.APPROVED
        if then.now.settled_at is None:
            return None
        # Another step's no has closed it: if that one is not asked here, nobody said no to it.
        state = StepState.APPROVED if then.now.state is StepState.CLOSED else then.now.state
        return max(self.now, then.now.settled_at), state

    def _was_ended(self) -> bool:
        """Withdrawn, taken back or moved: whatever the policy, the round goes no further."""
        ended = self.round.ended_at
        return ended is not None and not self.round.approved and self.round.ended_by is None and self.now >= ended

    def _settle(self, key: str, state: StepState) -> None:
        step = self.progress.step(key)
        assert step is not None
        if self._recorded(key) is None:
            self.progress = self.progress.with_step(approved(step, self._context()))
            return
        step = self._with_votes(step, ended=True)
        self.progress = self.progress.with_step(replace(close(step, state, self._context()), settled_at=self.now))

    def _with_votes(self, step: StepNow, *, ended: bool = False) -> StepNow:
        """What had been said until now; at its end, who was never asked is taken to have agreed."""
        then = self._recorded(step.key)
        if then is None or (step.state is not StepState.OPEN and not ended):
            return step
        words = then.at(self.now, self.past.beginnings)
        opened = self.simulated.opened.get(step.key)
        if opened is None or [signer.person_id for signer in opened.signers] == [one.person_id for one in then.chosen]:
            return replace(step, signers=words.signers)
        said = {
            signer.person_id: signer for signer in words.signers if signer.state is TaskState.DONE and signer.person_id
        }
        signers = tuple(
            (s.person_id and said.get(s.person_id)) or (_agreed(s, self.now) if ended else s) for s in step.signers
        )
        return replace(step, signers=signers)


def _agreed(signer: Signer, now: datetime) -> Signer:
    if signer.state in (TaskState.DONE, TaskState.CLOSED) or signer.kind in WITHOUT_VOTE or signer.person_id is None:
        return signer
    return replace(signer, state=TaskState.DONE, verdict=Verdict.APPROVE, decided_at=now)
