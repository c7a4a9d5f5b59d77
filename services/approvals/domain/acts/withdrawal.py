"""May the requester withdraw what he has asked for?"""

from uuid import UUID

from messages.approvals.states import Outcome, RequestState
from messages.errors import RuleViolation
from services.approvals.domain.acts.revocation import must_hold
from services.approvals.domain.requests.context import Context
from services.approvals.domain.requests.events import CancelledForRequester, Transition
from services.approvals.domain.requests.progress import RequestProgress
from services.approvals.domain.routing.next_step import end


def withdraw(progress: RequestProgress, context: Context, actor_id: UUID, comment: str) -> Transition:
    """APP-8: only what has not ended can be withdrawn, by the one who asked, or by a role that the policy names."""
    own = actor_id == progress.requester_id
    if not own:
        must_hold(context.policy.cancel, context, actor_id, "withdraw")
    if progress.state is RequestState.WITHDRAWN:
        return Transition(progress)
    if progress.state not in (RequestState.PENDING, RequestState.RETURNED):
        raise RuleViolation("APP-8", state=progress.state.value)
    if not own:
        _must_say_why(comment)
    ended = end(progress, Outcome.WITHDRAWN, comment, context)
    return ended if own else Transition(progress, (CancelledForRequester(comment),)).then(ended)


def _must_say_why(comment: str) -> None:
    """APP-126: whoever withdraws it for the requester says why."""
    if not comment:
        raise RuleViolation("APP-126")
