"""Which opportunity may be opened?"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from messages.deals.opportunities import WinOpportunity
from messages.deals.terms import Instalment
from messages.errors import RuleViolation
from messages.money import Money
from services.deals.domain.registrations import masked


@dataclass(frozen=True)
class Drafted:
    """What stands in the contract of a won opportunity."""

    id: UUID
    number: str
    currency: str
    clauses: str
    terms: Sequence[Instalment]
    lines: Sequence[tuple[UUID, int, Decimal]]  # product, quantity, price


def must_expect_something(expected: Money | None) -> None:
    """DEA-28: an expected value is not negative."""
    if expected is not None and expected.amount < 0:
        raise RuleViolation("DEA-28", expected=expected)


def already_opened(external_id: str | None, number: str | None, id: object) -> RuleViolation:
    """What stands in the way of an opportunity that could not be added: its external id, or its id."""
    return _external_id_in_use(external_id, number) if number else id_in_use(id)


def _external_id_in_use(external_id: str | None, number: str) -> RuleViolation:
    """DEA-29: the number of another system names one opportunity of a legal entity."""
    return RuleViolation("DEA-29", external_id=external_id, number=number)


def id_in_use(id: object) -> RuleViolation:
    """DEA-26: an id names one record."""
    return RuleViolation("DEA-26", id=id)


def already_won(number: str, contract: str, *, visible: bool) -> RuleViolation:
    """DEA-36: a project of a customer that is won stays taken while its contract is drafted, approved or effective."""
    shown = [name if visible else masked(name) for name in (number, contract)]
    return RuleViolation("DEA-36", number=shown[0], contract=shown[1])


def must_be_what_stands(command: WinOpportunity, stands: Drafted) -> None:
    """DEA-37: winning again changes nothing: what it says is what stands in the contract, else it is refused."""
    said = [(line.product_id, line.quantity, line.price) for line in command.lines]
    same = (
        command.contract_id in (None, stands.id)
        and (command.currency, command.clauses) == (stands.currency, stands.clauses)
        and said == list(stands.lines)
        and (command.terms is None or list(command.terms) == list(stands.terms))
    )
    if not same:
        raise RuleViolation("DEA-37", contract=stands.number)


MOST_RISKS = 100


def must_have_room_for_risk(how_many: int) -> None:
    """DEA-70: an opportunity has at most MOST_RISKS risks."""
    if how_many >= MOST_RISKS:
        raise RuleViolation("DEA-70", most=MOST_RISKS)


def must_keep_name(registration: str | None) -> None:
    """DEA-71: an opportunity keeps the name of its project while a registration of it lives."""
    if registration is not None:
        raise RuleViolation("DEA-71", number=registration)
