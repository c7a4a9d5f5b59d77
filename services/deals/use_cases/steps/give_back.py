"""What becomes of an opportunity whose contract came to nothing? A step of rejecting and cancelling contracts."""

from chassis.db.unit_of_work import Work
from messages.deals.opportunities import OpportunityReopened, OpportunityStatus
from messages.deals.registrations import RegistrationRestored, RegistrationStatus
from messages.money import Money
from services.deals.domain.registrations import may_be_restored, same_project
from services.deals.domain.stages import last_open_stage
from services.deals.store import registrations
from services.deals.tables import Contract, Opportunity
from services.deals.use_cases.steps.progress import enter_stage, stages_for


async def give_back(work: Work, row: Opportunity, contract: Contract) -> None:
    """It is open again, counts as such, and may be won with another contract; its project stays protected for the rest
    of the time. Both are locked, the opportunity first."""
    if row.status is not OpportunityStatus.WON or row.contract_id != contract.id:
        return
    row.status = OpportunityStatus.OPEN
    stages = await stages_for(work, row)
    row.stage = last_open_stage(stages)
    row.won_amount, row.won_currency, row.contract_id, row.closed_on = None, None, None, None
    await enter_stage(work, row, stages)
    row.version += 1
    amount = row.expected or Money.of(0, contract.currency)
    event_args = {**row.event_args(), "contract_id": contract.id, "contract": contract.number}
    work.emit(OpportunityReopened.model_validate({**event_args, "stage": row.stage, "amount": amount}))
    await _restore_registration(work, row)


async def _restore_registration(work: Work, row: Opportunity) -> None:
    registration = await registrations.lock_registration_of(work, row.registration_id)
    if registration is None or not may_be_restored(registration.status, registration.protected_until, work.now):
        return
    if same_project(row.project_key, await registrations.list_live_of(work, row.customer_id)) is not None:
        return
    registration.status = RegistrationStatus.PROTECTED
    registration.round += 1
    registration.version += 1
    event_args = {**registration.event_args(), "protected_until": registration.protected_until}
    work.emit(RegistrationRestored.model_validate(event_args))
