"""Who keeps the accounts of a customer, and who is never given the role that comes with one?"""

from uuid import UUID

import pytest
from pydantic import ValidationError

from messages.approvals.people import AddPerson
from services.approvals.domain.people.customer_accounts import may_keep_accounts
from services.approvals.domain.people.directory import Person

ANN = Person(UUID(int=1), "ann", "Ann", "cs/east/sales-1", None, frozenset({"sales"}), True, "CS-CN")


@pytest.mark.parametrize(
    ("id", "role", "unit", "owner", "may"),
    [
        pytest.param(1, "sales", "cs/east/sales-1", ANN, True, id="the owner"),
        pytest.param(2, "sales", "cs/east/sales-1", ANN, False, id="a colleague"),
        pytest.param(3, "sales_manager", "cs/east", ANN, True, id="his manager"),
        pytest.param(3, "sales_manager", "cs/west", ANN, False, id="another unit's manager"),
        pytest.param(4, "order_admin", "cs/office", ANN, True, id="order administration"),
        pytest.param(4, "order_admin", "cs/office", None, True, id="order administration, of a customer of nobody"),
        pytest.param(3, "sales_manager", "cs/east", None, False, id="a manager, of a customer of nobody"),
        pytest.param(1, "finance", "cs/office", ANN, False, id="the owner, who does not sell any more"),
    ],
)
def test_app_185_accounts_are_kept_by_the_owner_his_manager_or_order_administration(
    id: int, role: str, unit: str, owner: Person | None, may: bool
) -> None:
    assert may_keep_accounts(actor_id=UUID(int=id), roles={role}, unit=unit, owner=owner) is may


def test_app_184_no_person_of_the_house_has_the_role_of_a_customer() -> None:
    with pytest.raises(ValidationError, match="APP-184"):
        AddPerson(login="li", name="Li", unit="cs", legal_entity_id="CS-CN", roles=["sales", "customer"])
