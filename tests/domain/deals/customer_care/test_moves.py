"""Who may give a customer to whom?"""

from dataclasses import dataclass, replace
from uuid import UUID

import pytest

from messages.errors import Forbidden, RuleViolation
from services.deals.domain.customer_care.moves import Receiver, must_give_customer, must_take_customer

OWNER, OTHER = UUID(int=1), UUID(int=2)
UNIT = "cn/east"
TO = Receiver(OTHER, "Bai", UNIT, frozenset({"sales"}), ("CS-CN",), True)


@dataclass(frozen=True)
class Person:
    id: UUID = OTHER
    roles: frozenset[str] = frozenset({"sales"})
    unit: str = UNIT


def having(*roles: str, unit: str = UNIT) -> Person:
    return Person(roles=frozenset(roles), unit=unit)


@pytest.mark.parametrize(
    ("actor", "owner"),
    [
        (having("sales_manager"), OWNER),
        (having("sales_manager", unit="cn"), OWNER),
        (having("sales_manager", unit="us"), None),
        (having("director", unit=""), OWNER),
        (having("ops", unit=""), OWNER),
        (having("admin", unit=""), None),
    ],
)
def test_dea_110_managers_directors_and_maintainers_give_a_customer(actor: Person, owner: UUID | None) -> None:
    must_give_customer(actor, owner, UNIT if owner else "")


@pytest.mark.parametrize(
    "actor", [Person(id=OWNER), having("sales_manager", unit="us"), having("sales_manager", unit="cn/ea")]
)
def test_dea_110_its_owner_alone_and_other_managers_do_not(actor: Person) -> None:
    with pytest.raises(Forbidden):
        must_give_customer(actor, OWNER, UNIT)


def test_dea_111_who_is_here_and_sells_for_the_entity_gets_it() -> None:
    must_take_customer(TO, legal_entity="CS-CN")
    must_take_customer(replace(TO, legal_entities=("*",)), legal_entity="CS-CN")


@pytest.mark.parametrize(
    "to",
    [
        pytest.param(replace(TO, active=False), id="has left"),
        pytest.param(replace(TO, roles=frozenset({"finance"})), id="does not sell"),
        pytest.param(replace(TO, legal_entities=("CS-US",)), id="of another entity"),
    ],
)
def test_dea_111_nobody_else_gets_it(to: Receiver) -> None:
    with pytest.raises(RuleViolation, match="DEA-111"):
        must_take_customer(to, legal_entity="CS-CN")
