"""What happens when an operator has the signers of a step found again?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import ResolveAgain
from messages.approvals.requests import RequestView
from services.approvals.domain.acts import rescue
from services.approvals.use_cases.steps.rescue_request import rescue_request


async def resolve_again(request_id: UUID, command: ResolveAgain, uow: UnitOfWork) -> RequestView:
    """The signers of an open step are found again, by the people as they are now."""
    return await rescue_request(request_id, command, uow, rescue.resolve_again)
