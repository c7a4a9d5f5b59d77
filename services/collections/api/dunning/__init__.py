"""How is collections asked how late customers are dunned, and told what is done about them?"""

from uuid import UUID

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow, keyed
from messages.collections.dunning.choices import ChooseMeasure, DunningHistoryView
from messages.collections.dunning.procedures import (
    DunningProcedureEffects,
    DunningProcedureView,
    PublishDunningProcedure,
)
from messages.roles import Role
from services.collections.api.roles import READERS
from services.collections.use_cases import dunning

router = APIRouter(tags=["dunning"])

PUBLISHERS = (Role.FINANCE, Role.ADMIN)
CHOOSERS = (Role.SALES, Role.SALES_MANAGER, Role.DIRECTOR, Role.LEGAL, Role.FINANCE)


@router.get("/dunning-procedures", dependencies=[needs(*READERS)])
async def list_dunning_procedures(uow: Uow) -> list[DunningProcedureView]:
    return await dunning.list_dunning_procedures(uow)


@router.post("/dunning-procedures", dependencies=[needs(*PUBLISHERS), keyed()], status_code=201)
async def publish_dunning_procedure(command: PublishDunningProcedure, uow: Uow) -> DunningProcedureView:
    return await dunning.publish_dunning_procedure(command, uow)


@router.post("/dunning-procedures/preview", dependencies=[needs(*PUBLISHERS)])
async def preview_dunning_procedure(command: PublishDunningProcedure, uow: Uow) -> DunningProcedureEffects:
    return await dunning.preview_dunning_procedure(command, uow)


@router.get("/receivables/{receivable_id}/dunning", dependencies=[needs(*READERS)])
async def show_dunning(receivable_id: UUID, uow: Uow) -> DunningHistoryView:
    return await dunning.show_dunning(receivable_id, uow)


@router.post("/receivables/{receivable_id}/choose-measure", dependencies=[needs(*CHOOSERS), keyed()])
async def choose_measure(receivable_id: UUID, command: ChooseMeasure, uow: Uow) -> DunningHistoryView:
    return await dunning.choose_measure(receivable_id, command, uow)
