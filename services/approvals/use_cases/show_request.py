"""How does one request stand, what comes next, and what was done to it?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork
from messages.approvals.requests import ActView, RequestView
from messages.approvals.states import RequestState
from messages.base import Page
from services.approvals.domain.preview import preview
from services.approvals.domain.showing import coming_steps, request_view
from services.approvals.store.audit import list_acts
from services.approvals.store.cases import find_case, list_cases
from services.approvals.store.tasks import find_round_before
from services.approvals.use_cases.carry_out import must_see


async def show_request(request_id: UUID, uow: UnitOfWork) -> RequestView:
    async with uow.begin() as work:
        case = await find_case(work, request_id)
        await must_see(work, case, "request", request_id)
        round = case.standing.round
        before = await find_round_before(work, request_id, round) if round > 1 else None
        if case.standing.state is not RequestState.PENDING:
            return request_view(case, before=before)
        ahead = preview(case.standing, case.policy, case.asked(work.now))
        return request_view(case, coming_steps(ahead, case.policy, case.people), before)


async def show_history(request_id: UUID, uow: UnitOfWork) -> list[ActView]:
    """The audit chain of the request, oldest first."""
    async with uow.begin() as work:
        case = await find_case(work, request_id)
        await must_see(work, case, "request", request_id)
        return await list_acts(work, request_id)


async def list_requests(
    uow: UnitOfWork,
    *,
    about_id: UUID | None,
    number: str | None,
    state: RequestState | None,
    cursor: str | None,
    limit: int,
) -> Page[RequestView]:
    """Those in scope, and those the actor has asked for or was asked to sign; newest first."""
    async with uow.begin() as work:
        cases, following = await list_cases(
            work, about_id=about_id, number=number, state=state, cursor=cursor, limit=limit
        )
        return Page[RequestView](items=[request_view(case) for case in cases], next=following)
