"""Where do tasks go when people leave or are away, and what can an operator do?"""

from dataclasses import replace

import pytest

from messages.approvals.states import TaskKind
from messages.errors import RuleViolation
from tests.domain.approvals.office import a_policy, a_step, away, id_of, submitted, without

BOTH = a_policy(a_step("s", "lena", "fang"), a_step("last", "boss"))


def test_app_66_a_leavers_tasks_go_to_the_one_named() -> None:
    assert submitted(BOTH).leave("lena", "fei").open_signers() == ["fei", "fang"]


def test_app_66_else_to_the_superior() -> None:
    assert submitted(BOTH).leave("lena").open_signers() == ["boss", "fang"]


def test_app_66_also_those_whose_turn_comes_later() -> None:
    desk = submitted(a_policy(a_step("s", "fang", "lena", mode="sequence"))).leave("lena", "fei")
    assert desk.approve("fang").open_signers() == ["fei"]


def test_app_66_who_is_asked_already_is_asked_once() -> None:
    assert submitted(BOTH).leave("lena", "fang").open_signers() == ["fang"]


def test_app_66_where_nobody_may_it_goes_to_the_rescue() -> None:
    desk = submitted(a_policy(a_step("s", "boss"))).leave("boss")
    (task,) = desk.step("s").open_signers()
    assert (task.kind, task.role) == (TaskKind.RESCUE, "admin")


def test_app_66_the_requester_never_gets_it() -> None:
    assert submitted(BOTH).leave("lena", "ann").open_signers() == ["boss", "fang"]


def test_a_question_to_a_leaver_is_closed_and_what_was_delegated_comes_back() -> None:
    assert submitted(BOTH).ask("lena", "bob").leave("bob").open_signers() == ["lena", "fang"]
    assert submitted(BOTH).delegate("lena", "bob").leave("bob").open_signers() == ["lena", "fang"]


def test_app_67_an_absence_that_begins_moves_open_tasks() -> None:
    desk = submitted(BOTH).go_away("lena", "fei")
    assert desk.open_signers() == ["fei", "fang"]
    assert desk.step("s").open_signers()[0].on_behalf_of == id_of("lena")


def test_app_67_unless_the_substitute_may_not_sign() -> None:
    assert submitted(BOTH).go_away("lena", "ann").open_signers() == ["lena", "fang"]


def test_app_71_signers_are_found_again() -> None:
    desk = submitted(a_policy({"step": "s", "signers": [{"role": "finance", "unit": "any"}]}))
    assert desk.open_signers() == ["fang", "fei"]
    desk = replace(desk, people=without("fang"))
    assert desk.resolve("s").open_signers() == ["fei"]


def test_app_71_who_has_spoken_stays() -> None:
    desk = submitted(a_policy({"step": "s", "signers": [{"role": "finance", "unit": "any"}]})).approve("fang")
    desk = replace(desk, people=away(("fei", "lena")))
    desk = desk.resolve("s")
    assert desk.open_signers() == ["lena"]
    assert desk.approve("lena").progress.state == "APPROVED"


def test_app_71_whoever_sits_there_stays_where_nobody_is_found() -> None:
    """Duties are kept apart: lena has signed before, and all of finance have left."""
    finance = {"role": "finance", "unit": "any"}
    second = {"step": "b", "mode": "any", "signers": [{"person": "lena"}, finance]}
    rescue = {"do": "rescue", "to": {"role": "admin", "unit": "any"}}
    policy = a_policy(a_step("a", "lena"), second, segregate=True, no_signer=rescue)
    desk = submitted(policy).approve("lena")
    desk = replace(desk, people=without("fang")).leave("fang")
    desk = replace(desk, people=without("fang", "fei")).leave("fei")
    assert desk.open_signers() == desk.resolve("b").open_signers() == ["boss"]


def test_app_71_a_rescue_task_becomes_a_signers() -> None:
    desk = submitted(a_policy({"step": "s", "signers": [{"person": "lena"}]}), without("lena", "boss"))
    assert desk.step("s").open_signers()[0].kind is TaskKind.RESCUE
    assert replace(desk, people=without()).resolve("s").open_signers() == ["lena"]


def test_app_71_only_an_open_step() -> None:
    with pytest.raises(RuleViolation, match="APP-71"):
        submitted(BOTH).resolve("last")


def test_app_72_moved_ahead_and_back() -> None:
    desk = submitted(BOTH).move("last")
    assert (desk.states(), desk.open_signers()) == ({"s": "PASSED", "last": "OPEN"}, ["boss"])
    desk = desk.move("s")
    assert (desk.states(), desk.progress.round) == ({"s": "OPEN"}, 3)
    with pytest.raises(RuleViolation, match="APP-72"):
        desk.move("nowhere")


@pytest.mark.parametrize("by", ["ann", "fang"], ids=["the requester", "a preparer"])
def test_app_73_nobody_frees_his_own(by: str) -> None:
    with pytest.raises(RuleViolation, match="APP-73"):
        submitted(BOTH, prepared_by=["fang"]).move("last", by=by)


def test_app_71_who_handled_it_for_one_who_is_asked_no_more_is_not_waited_for() -> None:
    desk = submitted(a_policy(a_step("s", "lena", "fang", mode="sequence"))).transfer("lena", "boss")
    desk = desk.delegate("boss", "fei").resolve("s")
    assert desk.open_signers() == ["fang"]
    assert desk.approve("fang").open_signers() == ["lena"]
