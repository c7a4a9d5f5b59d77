"""Which row of another system's history is kept?"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from messages.deals.opportunities import ImportOpportunityRow, OpportunityStatus
from messages.errors import RuleViolation
from services.deals.domain.keys import name_key
from services.deals.domain.stages import Stage, stage_named


@dataclass(frozen=True)
class Seller:
    id: UUID
    login: str
    name: str
    unit: str


@dataclass(frozen=True)
class KnownRecords:
    """What the rows of a batch may name, as far as it is known."""

    sellers: Sequence[Seller]
    products: Mapping[str, str]  # casefolded code → code
    customers: Mapping[tuple[str, str], UUID]  # legal entity, name key → id
    stages: Mapping[str, Sequence[Stage]]  # per legal entity


@dataclass(frozen=True)
class Resolved:
    """A row with everything it names found."""

    row: ImportOpportunityRow
    legal_entity_id: str
    seller: Seller
    product_code: str
    customer_id: UUID
    stage: Stage
    won: Decimal | None
    expected: Decimal | None


def resolve(row: ImportOpportunityRow, entity: str, known: KnownRecords) -> Resolved:
    """The row with its seller, product, customer and stage; or a RuleViolation."""
    customer_id = _customer_of(_named_customer(row), entity, known)
    seller = _seller_of(row, known)
    product = _product_of(row, known)
    stage = stage_named(row.stage, known.stages[entity])
    won = _won_value(row, stage)
    expected = None if won is not None else row.close_value
    return Resolved(row, entity, seller, product, customer_id, stage, won, expected)


def _named_customer(row: ImportOpportunityRow) -> str:
    """DEA-19: an opportunity has a customer; a row that names none is not kept."""
    if row.customer_name is None:
        raise RuleViolation("DEA-19", external_id=row.external_id)
    return row.customer_name


def _customer_of(name: str, entity: str, known: KnownRecords) -> UUID:
    """DEA-20: the customer of a row is one of the legal entity's customers."""
    found = known.customers.get((entity, name_key(name)))
    if found is None:
        raise RuleViolation("DEA-20", customer=name)
    return found


def _seller_of(row: ImportOpportunityRow, known: KnownRecords) -> Seller:
    """DEA-21: the seller of a row is one person, known by login or by a name that only one bears."""
    wanted = row.seller.casefold()
    by_login = [person for person in known.sellers if person.login.casefold() == wanted]
    found = by_login or [person for person in known.sellers if person.name.casefold() == wanted]
    if len(found) != 1:
        raise RuleViolation("DEA-21", seller=row.seller, found=len(found))
    return found[0]


def _product_of(row: ImportOpportunityRow, known: KnownRecords) -> str:
    """DEA-22: the product of a row is one that orders sells."""
    code = known.products.get(row.product_code.casefold())
    if code is None:
        raise RuleViolation("DEA-22", product=row.product_code)
    return code


def _won_value(row: ImportOpportunityRow, stage: Stage) -> Decimal | None:
    """DEA-24: what was won says its value and its day."""
    if stage.status is not OpportunityStatus.WON:
        return None
    if row.close_value is None or row.closed_on is None:
        raise RuleViolation("DEA-24", external_id=row.external_id)
    return row.close_value


FIELD_OF_RULE = {
    "DEA-19": "customer_name",
    "DEA-20": "customer_name",
    "DEA-21": "seller",
    "DEA-22": "product_code",
    "DEA-23": "stage",
    "DEA-24": "close_value",
    "DEA-25": "legal_entity_id",
}
