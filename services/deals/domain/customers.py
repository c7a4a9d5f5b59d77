"""Which customer may be recorded?"""

from dataclasses import dataclass
from uuid import UUID

from messages.errors import Malformed, RuleViolation
from messages.matching.companies import company_key
from messages.matching.identifiers import tax_key
from messages.matching.tax_ids import is_valid_chinese
from services.deals.domain.keys import name_key

CODE_LENGTH = 18


@dataclass(frozen=True)
class KnownCustomer:
    """What must be known of a customer to tell a second one from it."""

    id: UUID
    number: str
    name_key: str
    tax_id: str | None


def must_be_new(name: str, tax_id: str | None, known: list[KnownCustomer]) -> None:
    """Neither the name nor the tax id stands already in this legal entity."""
    for customer in known:
        _name_is_free(name, customer)
        _tax_id_is_free(tax_id, customer)


def _name_is_free(name: str, other: KnownCustomer) -> None:
    """DEA-1: a customer's name stands once in a legal entity, however it is written."""
    if other.name_key == name_key(name):
        raise RuleViolation("DEA-1", name=name, number=other.number)


def _tax_id_is_free(tax_id: str | None, other: KnownCustomer) -> None:
    """DEA-2: a tax id names one customer of a legal entity."""
    if tax_id is not None and other.tax_id == tax_id:
        raise RuleViolation("DEA-2", tax_id=tax_id, number=other.number)


def must_have_readable_name(name: str) -> None:
    """DEA-160: a customer's name has a letter or a digit, so that it is found and compared."""
    if company_key(name) is None:
        raise Malformed("name", name, "DEA-160")


def must_have_valid_tax_id(tax_id: str | None) -> None:
    """DEA-85: what is as long as a unified social credit code 统一社会信用代码 has the right check digit."""
    key = tax_key(tax_id)
    if key is not None and len(key) == CODE_LENGTH and not is_valid_chinese(key):
        raise Malformed("tax_id", tax_id, "DEA-85")


def parent_key(name: str, parent_name: str | None) -> str | None:
    """DEA-27: a customer is not its own parent."""
    if parent_name is None:
        return None
    key = name_key(parent_name)
    if key == name_key(name):
        raise RuleViolation("DEA-27", name=name)
    return key
