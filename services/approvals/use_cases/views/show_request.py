"""How does one request stand, what comes next, and what was done to it?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approvals.requests import AuditLine, RequestView
from messages.approvals.states import RequestState
from messages.base import Page
from services.approvals.domain.acts import revocation
from services.approvals.domain.routing.preview import preview
from services.approvals.domain.views.request_views import coming_steps, request_view
from services.approvals.store.audit.entries import list_acts
from services.approvals.store.requests import requests as stored
from services.approvals.store.requests.requests import find_request
from services.approvals.store.requests.tasks import find_round_before
from services.approvals.use_cases.steps.apply import must_see


async def show_request(request_id: UUID, uow: UnitOfWork) -> RequestView:
    async with uow.begin() as work:
        request = await find_request(work, request_id)
        await must_see(work, request, "request", request_id)
        round = request.progress.round
        before = await find_round_before(work, request_id, round) if round > 1 else None
        context = request.context(work.now)
        reader = work.actor.id
        may = {"may": revocation.may(request.progress, context, work.actor.id)}
        if request.progress.state is not RequestState.PENDING:
            return request_view(request, before=before, reader=reader).model_copy(update=may)
        ahead = coming_steps(preview(request.progress, context), request.policy, request.people)
        return request_view(request, ahead, before, reader=reader).model_copy(update=may)


async def show_history(request_id: UUID, uow: UnitOfWork) -> list[AuditLine]:
    """The audit chain of the request, oldest first."""
    async with uow.begin() as work:
        request = await find_request(work, request_id)
        await must_see(work, request, "request", request_id)
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
        requests, following = await stored.list_requests(
            work, about_id=about_id, number=number, state=state, cursor=cursor, limit=limit
        )
        items = [request_view(request, reader=work.actor.id) for request in requests]
        return Page[RequestView](items=items, next=following)
