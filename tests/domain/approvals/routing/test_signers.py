"""Are the right people asked, and is it said why?"""

from dataclasses import replace
from typing import Any

import pytest

from messages.errors import RuleViolation
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.people.org import (
    must_be_free_login,
    must_be_known_calendar,
    must_be_known_entity,
    must_be_known_manager,
    must_not_report_in_circle,
    must_report_own_absence,
    parents_of,
)  # fmt: skip
from tests.domain.approvals.office import DIRECTORY, a_policy, a_step, away, id_of, submitted, without


def who(signers: Any, people: Directory = DIRECTORY, **more: Any) -> list[tuple[str, str]]:
    kept = {key: more.pop(key) for key in ("requester_is_signer", "no_signer") if key in more}
    policy = a_policy({"step": "s", "signers": signers}, **kept)
    desk = submitted(policy, people, **more)
    return [(people.name_of(s.person_id).lower(), s.why.code.removeprefix("signer.")) for s in desk.step("s").signers]


@pytest.mark.parametrize(
    ("signers", "expected"),
    [
        pytest.param({"person": "lena"}, [("lena", "person")], id="a person"),
        pytest.param({"group": ["lena", "fang"]}, [("lena", "person"), ("fang", "person")], id="a group"),
        pytest.param({"role": "finance"}, [("fei", "role")], id="the role nearest to the requester"),
        pytest.param({"role": "finance", "unit": "any"}, [("fang", "role"), ("fei", "role")], id="the role anywhere"),
        pytest.param({"role": "finance", "unit": "cs/office"}, [("fang", "role")], id="the role of a unit"),
        pytest.param({"manager": 1}, [("east", "manager")], id="the manager"),
        pytest.param({"manager": 2}, [("boss", "manager")], id="the manager's manager"),
        pytest.param({"managers": {"levels": 2}}, [("east", "manager"), ("boss", "manager")], id="two levels"),
        pytest.param({"managers": {"levels": 9}}, [("east", "manager"), ("boss", "manager")], id="more than there are"),
        pytest.param([{"person": "lena"}, {"role": "legal"}], [("lena", "person")], id="nobody twice"),
        pytest.param({"person": "ann"}, [("east", "superior")], id="the requester's superior instead of himself"),
        pytest.param({"group": ["ann", "east"]}, [("east", "superior")], id="the superior once"),
    ],
)
def test_app_23_each_way_of_naming(signers: Any, expected: list[tuple[str, str]]) -> None:
    assert who(signers) == expected


@pytest.mark.parametrize(
    ("amount", "expected"),
    [
        pytest.param("200000.00", ["east"], id="at the limit"),
        pytest.param("200000.01", ["east", "boss"], id="a cent above"),
        pytest.param("10000000.01", [""], id="above everybody: nobody covers it"),
    ],
)
def test_the_chain_ends_with_the_first_whose_limit_covers_it(amount: str, expected: list[str]) -> None:
    assert [login for login, _ in who({"managers": {"up_to": "amount"}}, amount=amount)] == expected


def test_app_1_who_prepared_it_does_not_sign() -> None:
    assert who({"group": ["lena", "bob"]}, prepared_by=["bob"]) == [("lena", "person"), ("east", "superior")]


def test_app_1_the_policy_may_leave_him_out_or_let_him() -> None:
    assert who({"group": ["ann", "lena"]}, requester_is_signer="skip") == [("lena", "person")]
    assert who({"group": ["ann", "lena"]}, requester_is_signer="allow") == [("ann", "person"), ("lena", "person")]


def test_app_1_the_top_of_the_house_has_no_superior() -> None:
    assert who({"person": "boss"}, by="boss") == [("", "rescue")]


def test_who_has_left_is_replaced_by_the_superior() -> None:
    assert who({"person": "lena"}, without("lena")) == [("boss", "superior_of_leaver")]


@pytest.mark.parametrize(
    ("pairs", "expected"),
    [
        pytest.param([("lena", "fang")], ("fang", "substitute"), id="the substitute"),
        pytest.param([("lena", "fang"), ("fang", "bob")], ("bob", "substitute"), id="who stands in for the substitute"),
        pytest.param([("lena", "fang"), ("fang", "lena")], ("lena", "person"), id="a ring: asked all the same"),
        pytest.param([("lena", "ann")], ("lena", "person"), id="the requester stands in for nobody"),
    ],
)
def test_app_24_absence(pairs: list[tuple[str, str]], expected: tuple[str, str]) -> None:
    assert who({"person": "lena"}, away(*pairs)) == [expected]


def test_a_substitute_signs_in_the_others_name() -> None:
    desk = submitted(a_policy(a_step("s", "lena")), away(("lena", "fang")))
    assert desk.step("s").signers[0].on_behalf_of == id_of("lena")


@pytest.mark.parametrize(
    ("do", "state"), [("pass", "APPROVED"), ("reject", "REJECTED"), ("rescue", "PENDING")], ids=str
)
def test_app_31_nobody_to_sign(do: str, state: str) -> None:
    desk = submitted(a_policy({"step": "s", "signers": {"role": "ceo"}}, no_signer=do))
    assert desk.progress.state == state
    assert desk.step("s").skipped[0].code == "signer.nobody"


def test_app_35_the_rescue_hands_on_and_does_not_decide() -> None:
    desk = submitted(a_policy({"step": "s", "signers": {"role": "ceo"}}, no_signer="rescue"))
    task = desk.step("s").signers[0]
    assert (task.person_id, task.role) == (None, "admin")
    named = {"do": "rescue", "to": {"person": "boss"}}
    assert who({"role": "ceo"}, no_signer=named) == [("boss", "person")]


def test_app_45_nobody_is_his_own_superior() -> None:
    managers = {one.id: one.manager_id for one in DIRECTORY.persons.values()}
    must_not_report_in_circle(id_of("ann"), id_of("boss"), managers)
    for below in ("boss", "ann", "east"):
        with pytest.raises(RuleViolation, match="APP-45"):
            must_not_report_in_circle(id_of("boss"), id_of(below), managers)


def test_app_44_46_47_48_what_is_named_must_be_there() -> None:
    must_be_free_login("new", taken=False)
    must_be_known_manager(None, set())
    with pytest.raises(RuleViolation, match="APP-44"):
        must_be_free_login("ann", taken=True)
    with pytest.raises(RuleViolation, match="APP-46"):
        must_be_known_entity("XX", known=False)
    with pytest.raises(RuleViolation, match="APP-47"):
        must_be_known_manager("nobody", {"boss"})
    with pytest.raises(RuleViolation, match="APP-48"):
        must_be_known_calendar("XX", known=False)


def test_app_52_everybody_tells_his_own_absence() -> None:
    must_report_own_absence(id_of("ann"), id_of("ann"), keeps=False)
    must_report_own_absence(id_of("ann"), id_of("root"), keeps=True)
    with pytest.raises(Exception, match="absence"):
        must_report_own_absence(id_of("ann"), id_of("bob"), keeps=False)


def test_a_unit_stands_under_its_parents() -> None:
    assert parents_of("cs/east/sales-1") == ["cs", "cs/east", "cs/east/sales-1"]


GRADES = {"east": 8, "boss": 15}


def of_grade(grade: int) -> list[str]:
    persons = {id: replace(one, grade=GRADES.get(one.login)) for id, one in DIRECTORY.persons.items()}
    step = {"step": "s", "signers": [{"managers": {"up_to_grade": grade}}]}
    return submitted(a_policy(step), replace(DIRECTORY, persons=persons)).open_signers()


@pytest.mark.parametrize(
    ("grade", "expected"),
    [
        pytest.param(8, ["east"], id="his grade is enough"),
        pytest.param(9, ["east", "boss"], id="one more and it goes on"),
        pytest.param(99, [""], id="nobody has it: the way of no signer"),
    ],
)
def test_app_23_the_chain_ends_with_the_first_who_has_the_grade(grade: int, expected: list[str]) -> None:
    assert of_grade(grade) == expected


def chain(paid: str, entities: dict[str, str], **chain: str) -> list[str]:
    persons = {
        id: replace(one, legal_entity_id="US" if one.login == "boss" else "CS") for id, one in DIRECTORY.persons.items()
    }
    facts = {"amount": "money", "currency": "text", "paid_in": "text"}
    policy = a_policy({"step": "s", "signers": [{"managers": {"up_to": "amount", **chain}}]}, facts=facts)
    people = replace(DIRECTORY, persons=persons, entity_currencies=entities)
    told = {"currency": paid, "paid_in": "USD", "amount": "100"}
    return submitted(policy, people, **told).open_signers()


def test_app_76_a_limit_covers_an_amount_in_its_own_currency_only() -> None:
    both = {"CS": "CNY", "US": "USD"}
    assert chain("CNY", both) == ["east"]
    assert chain("USD", both) == ["east", "boss"], "100 dollars are not compared with a limit in yuan"
    assert chain("EUR", both) == [""], "nobody's limit covers it: the way of no signer"
    assert chain("", both) == ["east"], "not said: the currency of the requester's legal entity"
    assert chain("CNY", both, currency="paid_in") == ["east", "boss"], "the policy names another fact"


def test_app_76_the_fact_that_names_the_currency_is_a_text() -> None:
    with pytest.raises(RuleViolation, match="APP-11") as no:
        a_policy({"step": "s", "signers": [{"managers": {"up_to": "amount", "currency": "amount"}}]})
    assert no.value.params["place"] == "route[0].signers[0].managers.currency"
