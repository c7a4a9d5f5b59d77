"""How is the audit handed out and anchored?"""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.approvals.audit import Anchored, AnchorView, AuditView
from messages.roles import Role
from messages.text import ShortStr
from messages.texts import language
from services.approvals.use_cases.audit.anchor_audit import anchor_audit, list_anchors
from services.approvals.use_cases.audit.export_audit import export_audit

router = APIRouter(tags=["audit"])


@router.get("/requests/{request_id}/audit", dependencies=[needs()])
async def export(request_id: UUID, uow: Uow, lang: ShortStr | None = None, tz: ShortStr | None = None) -> AuditView:
    """Language and time zone: those named, else the reader's own."""
    return await export_audit(request_id, uow, lang=language(lang or uow.actor.lang), tz=tz)


@router.post("/audit/anchors", dependencies=[needs(Role.PROCESS)])
async def anchor(uow: Uow) -> Anchored:
    return await anchor_audit(uow)


@router.get("/audit/anchors", dependencies=[needs(Role.DIRECTOR, Role.OPS, Role.ADMIN, Role.PROCESS)])
async def anchors(
    uow: Uow,
    before: Annotated[int | None, Query(ge=1, le=2_000_000_000)] = None,
    limit: Annotated[int, Query(ge=1, le=100)] = 50,
) -> list[AnchorView]:
    return await list_anchors(uow, before=before, limit=limit)
