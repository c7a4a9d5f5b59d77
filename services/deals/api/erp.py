"""How does an ERP tell deals of customers?"""

from fastapi import APIRouter

from chassis.auth.identity import needs
from chassis.http.app import Uow
from messages.imports import ImportBatch, ImportReport
from messages.roles import Role
from services.deals.use_cases import customers

router = APIRouter(prefix="/erp", tags=["erp"])


@router.post("/customers/import", dependencies=[needs(Role.INTEGRATION)])
async def import_erp_customers(batch: ImportBatch, uow: Uow) -> ImportReport:
    return await customers.import_erp_customers(batch, uow)
