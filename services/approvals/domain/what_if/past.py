"""What has become of a past request: its rounds, the steps it opened, who was chosen, and what they said?"""

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from messages.approvals.states import StepState, TaskState
from services.approvals.domain.requests.progress import Signer, StepNow
from services.approvals.domain.requests.voting import VOTED

ENDERS = (StepState.REJECTED, StepState.RETURNED)


@dataclass(frozen=True)
class Named:
    """Whom the resolver chose, as the audit chain has it: nobody for a rescue; `why` is the code of the reason."""

    person_id: UUID | None
    why: str


@dataclass(frozen=True)
class PastStep:
    """A step as it was opened and as it stands now. `entered`: not by the resolver (taken back, moved by hand)."""

    now: StepNow
    until_round: int | None
    chosen: tuple[Named, ...] = ()
    entered: bool = False

    def at(self, moment: datetime, rounds: Collection[datetime]) -> StepNow:
        """Settled or open, and with the words that had been said then. `rounds`: when each began."""
        signers = tuple(_at(signer, self.now.signers, moment, rounds) for signer in self.now.signers)
        if self.now.settled_at is not None and self.now.settled_at <= moment:
            return replace(self.now, signers=signers)
        return replace(self.now, signers=signers, state=StepState.OPEN, settled_at=None)


@dataclass(frozen=True)
class PastRound:
    """`ended_by`: the step whose no or return ended it. Without one it was ended from outside, or goes on."""

    number: int
    began_at: datetime
    ended_at: datetime | None
    facts: Mapping[str, Any]
    prepared_by: frozenset[UUID]
    directory: int
    approved: bool = False
    ended_by: str | None = None
    skipped: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Past:
    request_id: UUID
    number: str
    title: str
    policy_id: UUID
    policy_version: int
    requester_id: UUID
    content_hash: str
    rounds: tuple[PastRound, ...]
    steps: tuple[PastStep, ...]
    exact: bool = True  # False: from before the directory's history was kept
    versions: frozenset[int] = field(default=frozenset())  # of the directory, that it was decided with

    def opened_in(self, round: int) -> dict[str, PastStep]:
        """By the resolver."""
        return {step.now.key: step for step in self.steps if step.now.round == round and not step.entered}

    def base(self, round: PastRound) -> tuple[StepNow, ...]:
        """What stood already when the round began: of earlier rounds, or entered by hand."""
        found = []
        for step in self.steps:
            earlier = step.now.round < round.number or (step.now.round == round.number and step.entered)
            if earlier and (step.until_round is None or step.until_round > round.number):
                found.append(step.at(round.began_at, self.beginnings))
        return tuple(found)

    @property
    def beginnings(self) -> tuple[datetime, ...]:
        return tuple(round.began_at for round in self.rounds)

    def directory_at(self, round: PastRound, moment: datetime) -> int:
        """As the steps opened then, or last before, knew it."""
        known = [(round.began_at, round.directory)]
        known += [(s.now.opened_at, s.now.directory) for s in self.steps if s.now.directory is not None]
        return max((at, version) for at, version in known if round.began_at <= at <= moment)[1]


def _at(signer: Signer, beside: tuple[Signer, ...], moment: datetime, rounds: Collection[datetime]) -> Signer:
    """His word counts from when he said it until he took it back, or what it rested on was edited: that began a round,
    and where signers speak in turn he was asked anew only later."""
    said = signer.verdict in VOTED and signer.decided_at is not None and signer.decided_at <= moment
    if signer.state is TaskState.CLOSED and said:
        given = signer.decided_at or moment
        later = (one for one in beside if one.task_id != signer.task_id and one.position == signer.position)
        anew = (one.opened_at for one in later if one.person_id == signer.person_id and one.opened_at >= given)
        began = [at for at in rounds if at > given]
        said = all(min([at, *began]) > moment for at in anew)
    if said:
        return replace(signer, state=TaskState.DONE)
    if signer.state in (TaskState.DONE, TaskState.CLOSED) and signer.decided_at and signer.decided_at > moment:
        return replace(signer, state=TaskState.OPEN, verdict=None, decided_at=None)
    return signer
