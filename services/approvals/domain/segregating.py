"""Who may not sign a step, because he signs another one of the same request?"""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from messages.approvals.states import StepState, TaskState
from services.approvals.domain.policy import Policy
from services.approvals.domain.resolving import Asked
from services.approvals.domain.standing import YES, Standing, StepNow
from services.approvals.domain.voting import WORDLESS


def in_step(standing: Standing, policy: Policy, asked: Asked, key: str) -> Asked:
    """APP-77: where the policy keeps duties apart, nobody signs two steps of one request: not who has signed or is to
    sign another of them, himself or through a substitute, nor by transfer, as an added signer or as a superior."""
    if not segregates(policy, key):
        return replace(asked, barred=frozenset()) if asked.barred else asked
    others = (step for step in standing.steps if step.key != key and segregates(policy, step.key))
    return replace(asked, barred=frozenset(id for step in others for id in _signs(step)))


def segregates(policy: Policy, key: str) -> bool:
    return policy.segregate is True or (policy.segregate is not False and key in policy.segregate)


def _signs(step: StepNow) -> Iterator[UUID]:
    if step.state in YES or step.state is StepState.OPEN:
        for one in step.signers:
            if one.kind not in WORDLESS and one.state is not TaskState.CLOSED:
                yield from (id for id in (one.person_id, one.on_behalf_of) if id is not None)
