"""How does somebody who knows better say how risky a contract is?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.contracts import AssessRisk, ContractAssessed, ContractView, RiskFactor
from services.deals.domain.contracts import discount_of
from services.deals.domain.risk import must_be_assessable, risk_factors, risk_score
from services.deals.store import contracts, projections
from services.deals.tables import Contract


async def assess_risk(id: UUID, command: AssessRisk, uow: UnitOfWork) -> ContractView:
    """Before it is submitted; the assessment holds, with its reason, until the contract is changed."""
    async with uow.begin() as work:
        row = await contracts.lock_contract(work, id)
        if work.repeated:
            return await contracts.view(work, row)
        must_be_assessable(row.status)
        factor = RiskFactor(cause="assessed", points=command.score, note=f"{work.actor.name}: {command.reason}")
        row.risk_by = work.actor.id
        _write(row, (factor,))
        row.version += 1
        work.emit(
            ContractAssessed.model_validate({**row.event_args(), "score": command.score, "reason": command.reason})
        )
        return await contracts.view(work, row)


async def compute_risk(work: Work, row: Contract) -> None:
    """Approval begins only after a risk score exists: at submission it is computed, unless somebody has assessed it."""
    if row.risk_by is not None:
        return
    earlier = await contracts.earlier_contracts(work, row)
    lines = (await contracts.list_lines(work, [row.id]))[row.id]
    standing = await projections.find_standing(work, row.customer_id)
    today = work.now.date()
    factors = risk_factors(row.total, discount_of(lines), row.instalments, earlier, today=today, standing=standing)
    _write(row, factors)


def _write(row: Contract, factors: tuple[RiskFactor, ...]) -> None:
    row.risk_score = risk_score(factors)
    row.risk_factors = [factor.model_dump(mode="json") for factor in factors]
