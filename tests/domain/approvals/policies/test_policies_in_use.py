"""Do the policies in use ask those whom the business means?"""

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

import deploy
from services.approvals.domain.policies.policy import steps_of
from services.approvals.domain.policies.publication import read_yaml
from services.approvals.domain.requests.events import StepStarted
from services.approvals.domain.routing.preview import preview
from tests.domain.approvals.office import DIRECTORY, Desk, a_person, id_of, submitted

POLICIES = Path(deploy.__file__).parent / "policies" / "in_use"
CONTRACT = {
    "amount": "1000.00", "currency": "CNY", "discount_percent": 0, "line_discount_percent": 0, "region": "",
    "on_hold": False, "over_limit": False, "terms_above_grade": False,
}  # fmt: skip
ORDER = {
    "amount": "1000.00", "currency": "CNY", "price_deviation": 0, "above_rest": False, "at_stake": "0.00",
    "oldest_days_late": 0, "over_limit": False, "short": False, "below_floor": False, "has_contract": True,
    "discount_percent": 0, "line_discount_percent": 0,
    "on_hold": False, "terms_above_grade": False,
}  # fmt: skip
DESKS = [("olga", "cs/office", "boss", "order_admin", None), ("zoe", "cs/office", "boss", "shipper", None)]
PEOPLE = replace(DIRECTORY, persons={**DIRECTORY.persons, **{id_of(row[0]): a_person(*row) for row in DESKS}})


def asking(policy: str, facts: dict[str, Any]) -> Desk:
    return submitted(read_yaml((POLICIES / f"{policy}.yaml").read_text()), PEOPLE, **facts)


@pytest.mark.parametrize(("risk", "asked"), [(59, False), (60, True)], ids=["below the limit", "at the limit"])
def test_feature_87_a_high_risk_is_looked_at_by_the_director_too(risk: int, asked: bool) -> None:
    desk = asking("contract", CONTRACT | {"risk": risk}).approve("east")
    coming = preview(desk.progress, desk.context).coming
    steps = {*desk.states(), *(event.step.key for event in coming if isinstance(event, StepStarted))}
    assert ("risk" in steps) is asked
    assert ("boss" in desk.open_signers()) is asked


def test_feature_106_prices_terms_and_stock_are_three_peoples_tasks_at_once() -> None:
    desk = asking("order", ORDER | {"over_limit": True, "short": True})
    tasks = {step.key: {PEOPLE.name_of(s.person_id) for s in step.open_signers()} for step in desk.progress.steps}
    assert tasks == {"order_admin": {"Olga"}, "credit": {"Fei"}, "stock": {"Zoe"}}
    names = {step.step: step.called["en"].partition(" (")[0] for _, step in steps_of(desk.policy.route)}
    assert [names[key] for key in tasks] == ["Prices", "Payment terms and credit", "Stock and delivery date"]


@pytest.mark.parametrize("doubt", ["on_hold", "over_limit", "terms_above_grade"])
def test_feature_142_145_152_a_contract_beyond_what_finance_trusts_goes_up_to_the_director(doubt: str) -> None:
    desk = asking("contract", CONTRACT | {"risk": 0, doubt: True}).approve("east")
    assert "boss" in desk.open_signers()


@pytest.mark.parametrize("doubt", ["on_hold", "terms_above_grade"])
def test_feature_145_152_an_order_beyond_what_finance_trusts_asks_finance(doubt: str) -> None:
    assert set(asking("order", ORDER | {doubt: True}).states()) == {"order_admin", "credit"}


def test_feature_106_what_there_is_no_doubt_about_is_nobodys_task() -> None:
    assert asking("order", ORDER).states() == {"order_admin": "OPEN"}


CHANGE = {
    "amount": "1000.00", "added": "0.00", "currency": "CNY", "over_limit": False, "oldest_days_late": 0, "short": False,
    "has_contract": True, "above_rest": False, "lower_price": False, "deviates_more": False, "below_floor": False,
    "new_address": False, "at_stake": "1000.00",
}  # fmt: skip


@pytest.mark.parametrize(
    ("differs", "asked"),
    [
        pytest.param({}, set(), id="fewer pieces at the same prices"),
        pytest.param({"oldest_days_late": 90}, set(), id="of a late payer, when nothing is added"),
        pytest.param({"new_address": True}, set(), id="another address"),
        pytest.param({"added": "0.01"}, {"credit"}, id="a larger sum"),
        pytest.param({"added": "0.01", "has_contract": False}, {"credit", "manager"}, id="without a contract"),
        pytest.param({"short": True}, {"stock"}, id="goods that are not there"),
        pytest.param({"lower_price": True}, {"chain"}, id="a lower price"),
        pytest.param({"deviates_more": True}, {"chain"}, id="further from the contract"),
        pytest.param({"above_rest": True}, {"chain"}, id="above the rest of the contract"),
        pytest.param({"below_floor": True}, {"floor"}, id="below the floor"),
    ],
)
def test_feature_118_of_a_change_only_what_differs_is_asked_anew(differs: dict[str, Any], asked: set[str]) -> None:
    assert set(asking("order_change", CHANGE | differs).states()) == {"order_admin"} | asked


BUDGET = {"amount": "120.00", "excess": "20.00", "percent": 20, "currency": "CNY"}


@pytest.mark.parametrize(
    ("more", "asked"),
    [
        pytest.param({}, False, id="a little"),
        pytest.param({"percent": 21}, True, id="much of what was planned"),
        pytest.param({"amount": "60000.01", "excess": "50000.00"}, False, id="as much as finance may decide"),
        pytest.param({"amount": "60000.01", "excess": "50000.01"}, True, id="a large sum"),
        pytest.param({"currency": "EUR", "excess": "10000.00"}, False, id="of another currency"),
        pytest.param({"currency": "EUR", "excess": "10000.01"}, True, id="a large sum of another currency"),
    ],
)
def test_feature_4_a_budget_is_for_finance_and_much_more_for_a_director_too(more: dict[str, Any], asked: bool) -> None:
    desk = asking("budget", BUDGET | more)
    assert set(desk.states()) == {"finance"}
    coming = preview(desk.progress, desk.context).coming
    assert ("director" in {event.step.key for event in coming if isinstance(event, StepStarted)}) is asked
