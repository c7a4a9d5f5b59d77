"""Which state may follow which?"""

from messages.deals.contracts import ContractStatus
from messages.deals.opportunities import OpportunityStatus
from messages.deals.registrations import RegistrationStatus
from messages.errors import RuleViolation

R = RegistrationStatus
C = ContractStatus

# A registration that keeps others out: one per customer and project.
LIVE = (R.SUBMITTED, R.RETURNED, R.PROTECTED)
# A contract whose approval process runs.
IN_PROCESS = (C.IN_APPROVAL, C.RETURNED)
EDITABLE = (C.DRAFT, C.RETURNED)
# A contract that came to nothing: its opportunity is given back.
CAME_TO_NOTHING = (C.REJECTED, C.CANCELLED)

REGISTRATION_TRANSITIONS: dict[RegistrationStatus, tuple[RegistrationStatus, ...]] = {
    R.SUBMITTED: (R.PROTECTED, R.RETURNED, R.REJECTED, R.WITHDRAWN, R.CLOSED, R.ABANDONED),
    R.RETURNED: (R.SUBMITTED, R.WITHDRAWN, R.CLOSED, R.ABANDONED),
    R.PROTECTED: (R.RELEASED, R.WITHDRAWN, R.CLOSED),
    R.REJECTED: (),
    R.WITHDRAWN: (),
    R.RELEASED: (),
    R.CLOSED: (),
    R.ABANDONED: (),
}
CONTRACT_TRANSITIONS: dict[ContractStatus, tuple[ContractStatus, ...]] = {
    C.DRAFT: (C.IN_APPROVAL, C.CANCELLED),
    C.IN_APPROVAL: (C.EFFECTIVE, C.RETURNED, C.REJECTED, C.DRAFT, C.CANCELLED),
    C.RETURNED: (C.IN_APPROVAL, C.DRAFT, C.CANCELLED),
    C.EFFECTIVE: (C.CANCELLING, C.CANCELLED),
    C.CANCELLING: (C.EFFECTIVE, C.CANCELLED),
    C.REJECTED: (),
    C.CANCELLED: (),
}


def move_registration(now: RegistrationStatus, to: RegistrationStatus) -> RegistrationStatus:
    """DEA-4: a registration goes from submitted to protected, returned, rejected or withdrawn, and ends once."""
    if to not in REGISTRATION_TRANSITIONS[now]:
        raise RuleViolation("DEA-4", status=f"status.registration.{now}", to=f"status.registration.{to}")
    return to


def move_contract(now: ContractStatus, to: ContractStatus) -> ContractStatus:
    """DEA-9: a contract is drafted, approved, then effective; a rejected or cancelled one stays so."""
    if to not in CONTRACT_TRANSITIONS[now]:
        raise RuleViolation("DEA-9", status=f"status.contract.{now}", to=f"status.contract.{to}")
    return to


def must_be_open(status: OpportunityStatus) -> None:
    """DEA-7: only an open opportunity is changed; won and lost are final."""
    if status is not OpportunityStatus.OPEN:
        raise RuleViolation("DEA-7", status=f"status.opportunity.{status}")


def must_be_live(history: bool) -> None:
    """DEA-18: what was brought in as history of another system is kept as it ended there."""
    if history:
        raise RuleViolation("DEA-18")


def is_of_an_earlier_round(decided: int | None, now: int) -> bool:
    """A decision on a round that a newer one has replaced changes nothing."""
    return decided is not None and decided < now
