"""Who may not sign a step, because he signs another one of the same request?"""

from collections.abc import Iterator
from dataclasses import replace
from uuid import UUID

from messages.approvals.states import StepState, TaskState
from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.progress import YES, RequestProgress, StepNow
from services.approvals.domain.requests.voting import WITHOUT_VOTE


def in_step(progress: RequestProgress, context: Context, key: str) -> Context:
    """APP-77: where the policy keeps duties apart, nobody signs two steps of one request: not who has signed or is to
    sign another of them, himself or through a substitute, nor by transfer, as an added signer or as a superior."""
    policy = context.policy
    if not segregates(policy, key):
        return replace(context, barred=frozenset()) if context.barred else context
    others = (step for step in progress.steps if step.key != key and segregates(policy, step.key))
    return replace(context, barred=frozenset(id for step in others for id in _signs(step)))


def segregates(policy: Policy, key: str) -> bool:
    return policy.segregate is True or (policy.segregate is not False and key in policy.segregate)


def _signs(step: StepNow) -> Iterator[UUID]:
    if step.state in YES or step.state is StepState.OPEN:
        for signer in step.signers:
            if signer.kind not in WITHOUT_VOTE and signer.state is not TaskState.CLOSED:
                yield from (id for id in (signer.person_id, signer.on_behalf_of) if id is not None)
