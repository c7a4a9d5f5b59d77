"""Who may act on somebody's record, and who may correct a customer?"""

from dataclasses import dataclass
from uuid import UUID

import pytest

from messages.errors import Forbidden
from services.deals.domain.authority import must_act_for, must_maintain_customers

OWNER, OTHER = UUID(int=1), UUID(int=2)
UNIT = "cn/east"


@dataclass(frozen=True)
class Person:
    id: UUID = OTHER
    roles: frozenset[str] = frozenset({"sales"})
    unit: str = UNIT


@dataclass
class Record:
    owner_id: UUID = OWNER
    owner_unit: str = UNIT


def manager(unit: str) -> Person:
    return Person(roles=frozenset({"sales_manager"}), unit=unit)


def with_role(role: str) -> Person:
    return Person(roles=frozenset({role}), unit="")


@pytest.mark.parametrize(
    "actor", [Person(id=OWNER), manager("cn/east"), manager("cn"), with_role("director"), with_role("process")]
)
def test_dea_34_the_owner_the_owners_manager_a_director_and_a_process_act_on_a_record(actor: Person) -> None:
    must_act_for(actor, Record(), "win")


@pytest.mark.parametrize(
    "actor",
    [Person(), manager("cn/eas"), manager("cn/east/shanghai"), manager("us"), manager(""), with_role("finance")],
)
def test_dea_34_nobody_else_acts_on_it_a_colleague_or_another_units_manager(actor: Person) -> None:
    with pytest.raises(Forbidden, match="win"):
        must_act_for(actor, Record(), "win")


@pytest.mark.parametrize(
    "actor",
    [
        Person(id=OWNER),
        manager("cn/east"),
        manager("cn"),
        *map(with_role, ("director", "order_admin", "ops", "admin")),
    ],
)
def test_dea_35_the_owner_the_owners_managers_and_data_maintainers_correct_a_customer(actor: Person) -> None:
    must_maintain_customers(actor, OWNER, UNIT)


@pytest.mark.parametrize(
    "actor", [Person(), manager("cn/eas"), manager("cn/east/shanghai"), manager(""), with_role("process")]
)
def test_dea_35_nobody_else_corrects_it(actor: Person) -> None:
    with pytest.raises(Forbidden, match="edit"):
        must_maintain_customers(actor, OWNER, UNIT)


def test_dea_35_a_customer_without_an_owner_is_corrected_by_any_manager_and_by_no_seller() -> None:
    must_maintain_customers(manager("us"), None, "")
    with pytest.raises(Forbidden, match="edit"):
        must_maintain_customers(Person(), None, "")
