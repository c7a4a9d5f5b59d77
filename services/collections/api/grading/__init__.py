"""How is collections asked how far customers are trusted, and to go beyond it?"""

from datetime import date
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.base import Page
from messages.collections.credit import CreditsView, SetCreditLimit
from messages.collections.grading.behaviour import PaymentBehaviourView
from messages.collections.grading.grades import (
    AskCreditSource,
    CreditGrade,
    CreditPolicyView,
    CreditStandingView,
    EvidenceView,
    HoldCredit,
    PublishCreditPolicy,
    ReleaseCredit,
)
from messages.collections.grading.requests import (
    CreditFileView,
    CreditRequestKind,
    CreditRequestStatus,
    CreditRequestView,
    DecideCreditRequest,
    RejectCreditRequest,
    RequestLimit,
    RequestRelease,
)
from messages.roles import Role
from services.collections.api.paging import Cursor, Limit, Search
from services.collections.api.roles import READERS, RECORDERS
from services.collections.use_cases import grading

router = APIRouter(tags=["credits"])

DECIDERS = (Role.FINANCE, Role.DIRECTOR, Role.SALES_MANAGER)  # of them those whom the policy names


@router.put("/credits/{customer_id}/limit", dependencies=[needs(Role.FINANCE)])
async def set_credit_limit(customer_id: UUID, command: SetCreditLimit, uow: Uow) -> CreditsView:
    return await grading.set_credit_limit(customer_id, command, uow)


@router.get("/credits/{customer_id}/file", dependencies=[needs(*READERS)])
async def show_credit_file(customer_id: UUID, request: Request, uow: Uow) -> CreditFileView:
    return await grading.show_credit_file(customer_id, uow, request.app.state.settings.credit_sources)


@router.get("/credits/{customer_id}/behaviour", dependencies=[needs(*READERS)])
async def show_behaviour(
    customer_id: UUID,
    uow: Uow,
    until: date | None = None,
    months: Annotated[int, Query(ge=1, le=36)] = 12,
) -> PaymentBehaviourView:
    return await grading.show_behaviour(customer_id, uow, until=until, months=months)


@router.get("/credits/{customer_id}/standing", dependencies=[needs(*READERS)])
async def show_standing(customer_id: UUID, uow: Uow) -> CreditStandingView:
    return await grading.show_standing(customer_id, uow)


@router.post("/credits/{customer_id}/review", dependencies=[needs(Role.FINANCE), keyed()])
async def review_credit(customer_id: UUID, uow: Uow) -> CreditStandingView:
    return await grading.review_credit(customer_id, uow)


@router.post("/credits/{customer_id}/hold", dependencies=[needs(Role.FINANCE), keyed()])
async def hold_credit(customer_id: UUID, command: HoldCredit, uow: Uow) -> CreditStandingView:
    return await grading.hold_credit(customer_id, command, uow)


@router.post("/credits/{customer_id}/release", dependencies=[needs(Role.FINANCE), keyed()])
async def release_credit(customer_id: UUID, command: ReleaseCredit, uow: Uow) -> CreditStandingView:
    return await grading.release_credit(customer_id, command, uow)


@router.post("/credits/{customer_id}/ask-source", dependencies=[needs(Role.FINANCE), keyed()], status_code=201)
async def ask_source(customer_id: UUID, command: AskCreditSource, request: Request, uow: Uow) -> EvidenceView:
    return await grading.ask_source(customer_id, command, uow, request.app.state.settings)


@router.get("/credit-standings", dependencies=[needs(*READERS)])
async def list_standings(
    uow: Uow,
    grade: CreditGrade | None = None,
    on_hold: Annotated[bool | None, Query()] = None,
    q: Search = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CreditStandingView]:
    return await grading.list_standings(uow, grade=grade, on_hold=on_hold, q=q, cursor=cursor, limit=limit)


@router.get("/credit-policies", dependencies=[needs(*READERS)])
async def list_credit_policies(uow: Uow) -> list[CreditPolicyView]:
    return await grading.list_credit_policies(uow)


@router.post("/credit-policies", dependencies=[needs(Role.FINANCE, Role.ADMIN), keyed()], status_code=201)
async def publish_credit_policy(command: PublishCreditPolicy, uow: Uow) -> CreditPolicyView:
    return await grading.publish_credit_policy(command, uow)


@router.get("/credit-requests", dependencies=[needs(*READERS)])
async def list_requests(
    uow: Uow,
    customer_id: UUID | None = None,
    status: CreditRequestStatus | None = None,
    kind: CreditRequestKind | None = None,
    cursor: Cursor = None,
    limit: Limit = 50,
) -> Page[CreditRequestView]:
    return await grading.list_requests(
        uow, customer_id=customer_id, status=status, kind=kind, cursor=cursor, limit=limit
    )


@router.get("/credit-requests/{id}", dependencies=[needs(*READERS)])
async def show_request(id: UUID, uow: Uow) -> CreditRequestView:
    return await grading.show_request(id, uow)


@router.post("/credit-requests/request-limit", dependencies=[needs(Role.FINANCE), keyed()], status_code=201)
async def request_limit(command: RequestLimit, uow: Uow) -> CreditRequestView:
    return await grading.request_limit(command, uow)


@router.post("/credit-requests/request-release", dependencies=[needs(*RECORDERS), keyed()], status_code=201)
async def request_release(command: RequestRelease, uow: Uow) -> CreditRequestView:
    return await grading.request_release(command, uow)


@router.post("/credit-requests/{id}/confirm", dependencies=[needs(*DECIDERS), keyed()])
async def confirm_request(
    id: UUID, uow: Uow, command: DecideCreditRequest = DecideCreditRequest()
) -> CreditRequestView:
    return await grading.confirm_request(id, command, uow)


@router.post("/credit-requests/{id}/reject", dependencies=[needs(*DECIDERS), keyed()])
async def reject_request(id: UUID, command: RejectCreditRequest, uow: Uow) -> CreditRequestView:
    return await grading.reject_request(id, command, uow)


@router.post("/credit-requests/{id}/withdraw", dependencies=[needs(*RECORDERS), keyed()])
async def withdraw_request(id: UUID, uow: Uow) -> CreditRequestView:
    return await grading.withdraw_request(id, uow)
