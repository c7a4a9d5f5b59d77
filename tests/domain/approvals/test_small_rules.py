"""Do the small rules hold: who asks, whose a to-do is, who waits to sign in, how lines are chained?"""

from dataclasses import replace

import pytest

from messages.approvals.parts import About, Why
from messages.approvals.states import TaskState
from messages.errors import Forbidden, Refused
from services.approvals.domain.asking import may_ask_for, must_be_published, one_live, only_its_process
from services.approvals.domain.auditing import FIRST_HASH, link
from services.approvals.domain.signing_in import must_wait
from services.approvals.domain.todos import Doer, Todo, is_theirs, may_see, must_be_open
from tests.domain.approvals.office import NOW, id_of

ABOUT = About(kind="order", id=id_of("order"), number="SO-1", title="x")
TODO = Todo(
    id=id_of("todo"), kind="ship", about=ABOUT, person_id=None, role="shipper", unit="cs/east", legal_entity_id="CN",
    process_id=None, state=TaskState.OPEN, verdict=None, comment="", opened_at=NOW, due_at=None, decided_by=None,
    link="", version=1,
)  # fmt: skip
SHIPPER = Doer(id_of("lena"), frozenset({"shipper"}), "cs/east/yard", ("CN",), False)


@pytest.mark.parametrize(
    ("doer", "theirs"),
    [
        pytest.param(SHIPPER, True, id="the role, in a unit below"),
        pytest.param(replace(SHIPPER, unit="cs/east"), True, id="in the unit itself"),
        pytest.param(replace(SHIPPER, unit="cs/east2"), False, id="a unit that only begins like it"),
        pytest.param(replace(SHIPPER, roles=frozenset({"legal"})), False, id="another role"),
        pytest.param(replace(SHIPPER, entities=("US",)), False, id="another legal entity"),
        pytest.param(replace(SHIPPER, entities=None), True, id="of every legal entity"),
    ],
)
def test_app_41_whose_a_to_do_is(doer: Doer, theirs: bool) -> None:
    assert is_theirs(TODO, doer) is theirs


def test_app_41_a_persons_to_do_is_that_persons() -> None:
    mine = replace(TODO, person_id=id_of("bob"), role=None)
    assert not is_theirs(mine, SHIPPER)
    assert is_theirs(mine, replace(SHIPPER, id=id_of("bob"), roles=frozenset()))
    assert not may_see(mine, SHIPPER)
    assert may_see(mine, replace(SHIPPER, is_process=True))
    assert may_see(mine, replace(SHIPPER, roles=frozenset({"ops"})))


def test_app_42_a_to_do_ends_once() -> None:
    must_be_open(TODO)
    with pytest.raises(Refused, match="APP-42"):
        must_be_open(replace(TODO, state=TaskState.DONE))


@pytest.mark.parametrize(("failures", "waits"), [(0, False), (4, False), (5, True)])
def test_app_40_who_guesses_waits(failures: int, waits: bool) -> None:
    assert must_wait(failures) is waits


def test_app_38_a_person_asks_for_himself() -> None:
    ann, bob = id_of("ann"), id_of("bob")
    assert may_ask_for(None, ann, is_process=False) == ann
    assert may_ask_for(ann, ann, is_process=False) == ann
    assert may_ask_for(bob, ann, is_process=True) == bob
    with pytest.raises(Forbidden):
        may_ask_for(bob, ann, is_process=False)


def test_app_12_14_under_a_published_policy_once() -> None:
    must_be_published("p", found=True)
    with pytest.raises(Refused, match="APP-12"):
        must_be_published("p", found=False)
    one_live(None, id_of("a"), "1")
    one_live(id_of("a"), id_of("a"), "1")
    with pytest.raises(Refused, match="APP-14"):
        one_live(id_of("b"), id_of("a"), "1")


def test_app_37_a_line_cannot_change_unseen() -> None:
    line = Why(code="audit.task.approve", params={"step": "s"})
    first = link(FIRST_HASH, id_of("r"), 1, NOW, id_of("lena"), "Lena", line)
    second = link(first["hash"], id_of("r"), 2, NOW, id_of("fang"), "Fang", line)
    forged = link(FIRST_HASH, id_of("r"), 1, NOW, id_of("lena"), "Lena", Why(code="audit.task.reject"))
    assert len({first["hash"], second["hash"], forged["hash"]}) == 3
    assert link(forged["hash"], id_of("r"), 2, NOW, id_of("fang"), "Fang", line)["hash"] != second["hash"]


@pytest.mark.parametrize(
    ("policy", "process_id"),
    [pytest.param("contract", None, id="a contract"), pytest.param("leave", "contract-approval/1", id="in its name")],
)
def test_app_55_a_person_does_not_stand_in_for_a_process(policy: str, process_id: str | None) -> None:
    only_its_process(policy, process_id, is_process=True)
    only_its_process("leave", None, is_process=False)
    with pytest.raises(Refused, match="APP-55"):
        only_its_process(policy, process_id, is_process=False)
