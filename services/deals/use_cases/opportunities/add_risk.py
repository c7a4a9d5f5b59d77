"""Which risks has an opportunity, how is one added, and when is it closed?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.opportunities import OpportunityRiskAdded, OpportunityRiskClosed
from messages.deals.stages import AddRisk, CloseRisk, RiskStatus, RiskView, StageRisk
from services.deals.domain.authority import must_act_for
from services.deals.domain.lifecycle import must_be_open
from services.deals.domain.opportunities import must_have_room_for_risk
from services.deals.domain.sales_rules import must_be_open_still
from services.deals.store import opportunities, progress


async def add_risk(id: UUID, command: AddRisk, uow: UnitOfWork) -> list[RiskView]:
    """Of the stage in which it is, besides those that the stage has. The same one again changes nothing."""
    async with uow.begin() as work:
        row = await opportunities.lock_opportunity(work, id)
        must_act_for(work.actor, row, "add-risk")
        before = await progress.list_risks(work, id)
        known = any((one.stage, one.risk) == (row.stage, command.risk) for one in before)
        if not work.repeated and not known:
            must_be_open(row.status)
            must_have_room_for_risk(len(before))
            await progress.open_risks(work, row, [StageRisk(risk=command.risk, mitigation=command.mitigation)])
            row.version += 1
            said = {"opportunity_id": row.id, "number": row.number, "version": row.version}
            work.emit(OpportunityRiskAdded.model_validate({**said, "risk": command.risk}))
        return await _risks(work, id)


async def close_risk(risk_id: UUID, command: CloseRisk, uow: UnitOfWork) -> list[RiskView]:
    """It did not come, or it was dealt with."""
    async with uow.begin() as work:
        risk = await progress.get_risk(work, risk_id)
        row = await opportunities.lock_opportunity(work, risk.opportunity_id)
        must_act_for(work.actor, row, "close-risk")
        if not work.repeated:
            await work.session.refresh(risk)
            must_be_open_still(risk.status is RiskStatus.OPEN, f"status.risk.{risk.status}")
            risk.status, risk.note, risk.closed_at = RiskStatus.CLOSED, command.note, work.now
            risk.closed_by, risk.closed_by_name = work.actor.id, work.actor.name
            row.version += 1
            said = {"opportunity_id": row.id, "number": row.number, "version": row.version}
            work.emit(OpportunityRiskClosed.model_validate({**said, "risk": risk.risk}))
            await work.write()
        return await _risks(work, row.id)


async def list_risks(id: UUID, uow: UnitOfWork) -> list[RiskView]:
    """The open ones first."""
    async with uow.begin() as work:
        await opportunities.get_opportunity(work, id)
        return await _risks(work, id)


async def _risks(work: Work, id: UUID) -> list[RiskView]:
    return [one.view() for one in await progress.list_risks(work, id)]
