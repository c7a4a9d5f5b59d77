"""What happens when an operator moves a stuck request to another step?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.acts import MoveRequest
from messages.approvals.requests import RequestView
from services.approvals.domain.acts import rescue
from services.approvals.use_cases.steps.rescue_request import rescue_request


async def move_request(request_id: UUID, command: MoveRequest, uow: UnitOfWork) -> RequestView:
    """What lies before the step counts as passed."""
    return await rescue_request(request_id, command, uow, rescue.move)
