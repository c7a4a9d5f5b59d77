"""How do the signers of a step agree?"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

from messages.approvals import StepState, TaskState, Verdict
from services.approvals.domain.policy import Mode, Quorum
from services.approvals.domain.standing import Signer


def result(mode: Mode, quorum: Quorum | None, signers: Sequence[Signer]) -> StepState | None:
    """APP-25: all and sequence need every yes; any takes the first word; a quorum needs enough yes. None: open."""
    asked = [signer for signer in signers if signer.state is not TaskState.CLOSED]
    yes = sum(signer.verdict is Verdict.APPROVE for signer in asked)
    no = sum(signer.verdict is Verdict.REJECT for signer in asked)
    if mode is Mode.QUORUM and quorum is not None:
        need = needed(quorum, len(asked))
        return StepState.APPROVED if yes >= need else StepState.REJECTED if len(asked) - no < need else None
    if no:
        return StepState.REJECTED
    need = 1 if mode is Mode.ANY else len(asked)
    return StepState.APPROVED if yes >= need else None


def needed(quorum: Quorum, asked: int) -> int:
    """Of fewer signers than the count, all are needed. A percentage rounds up."""
    if quorum.count is not None:
        return min(quorum.count, asked)
    return max(1, -(-asked * (quorum.percent or 100) // 100))


def next_turn(mode: Mode, signers: tuple[Signer, ...], now: datetime) -> tuple[Signer, ...]:
    """APP-26: in a sequence the next signer is asked when the one before has said yes; else everybody at once."""
    if mode is Mode.SEQUENCE and any(signer.state is TaskState.OPEN for signer in signers):
        return signers
    turned = list(signers)
    for index, signer in enumerate(turned):
        if signer.state is TaskState.WAITING:
            turned[index] = replace(signer, state=TaskState.OPEN, opened_at=now)
            if mode is Mode.SEQUENCE:
                break
    return tuple(turned)
