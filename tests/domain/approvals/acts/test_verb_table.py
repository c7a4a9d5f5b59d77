"""Does every verb do in every state what the table says? (docs/approvals-matrix.md is written from the same table)"""

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from uuid import UUID

import pytest

from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.acts import (
    added_signers,
    claims,
    decisions,
    edits,
    questions,
    returns,
    take_back,
    transfer,
)
from services.approvals.domain.acts.verb_table import (
    NEVER,
    ON_KINDS,
    ON_REQUESTS,
    ON_TASKS,
    REQUEST_STATES,
    SAME,
    TASK_KINDS,
    TASK_STATES,
)
from services.approvals.domain.requests.seat import Seat
from tests.domain.approvals.office import Desk, a_policy, a_step, id_of, submitted

POWERS: dict[str, Any] = {"revoke": {"role": "director", "within": "2 days"}, "reopen": "admin", "cancel": "finance"}
SEQUENCE = a_policy(a_step("s", "lena", "fang", mode="sequence", may_edit=["note"]), a_step("last", "boss"), **POWERS)
ANY = a_policy(a_step("s", "lena", "fang", mode="any"), a_step("last", "boss"), **POWERS)
Verb = Callable[[Desk, UUID, UUID], Desk]


def _verb(function: Callable[..., object], *more: object) -> Verb:
    def act(desk: Desk, task: UUID, actor: UUID) -> Desk:
        return desk._do(function(Seat(desk.progress, desk.context, task, actor), *more))

    return act


def _add(how: str) -> Verb:
    return _verb(added_signers.add_signers, [id_of("fei")], how, "all", "")


VERBS: dict[str, Verb] = {
    "approve": _verb(decisions.approve, ""),
    "reject": _verb(decisions.reject, "no"),
    "return": _verb(returns.return_, "mend", (), None),
    "return to a step": _verb(returns.return_, "mend", (), "last"),
    "transfer": _verb(transfer.transfer, id_of("bob"), ""),
    "delegate": _verb(questions.delegate, id_of("bob"), ""),
    "add signer before": _add("before"),
    "add signer after": _add("after"),
    "add signer beside": _add("beside"),
    "remove signer": _verb(added_signers.remove_signer, ""),
    "ask": _verb(questions.ask, id_of("bob"), "why?"),
    "answer": _verb(questions.answer, "so"),
    "edit": _verb(edits.edit, {"note": "old"}, {"note": "new"}, "hash", ""),
    "claim": _verb(claims.claim),
    "unclaim": _verb(claims.unclaim),
    "take back": _verb(take_back.take_back, ""),
}


def becomes(expected: str, before: Desk, act: Callable[[], Desk]) -> None:
    if expected == "FORBIDDEN":
        with pytest.raises(Forbidden):
            act()
    elif expected.startswith("APP"):
        with pytest.raises(RuleViolation) as no:
            act()
        assert no.value.rule == expected
    else:
        assert act().progress.state == (before.progress.state if expected == SAME else expected)


def lenas(verb: str, state: str) -> tuple[Desk, UUID, UUID]:
    """The desk, the task and who acts. It is Lena's own task, but for what needs others."""
    if verb == "remove signer":
        return feis_by_lena(state)
    if verb == "answer":
        return bobs_question(state)
    desk = submitted(ANY if "claim" in verb else SEQUENCE)
    task = desk.task("lena")
    if state == "WAITING":
        if "claim" in verb:
            return desk.claim("fang"), task, id_of("lena")
        return desk, desk.task("fang"), id_of("fang")
    return ended(desk, state) if state != "CLOSED" else desk.transfer("lena", "fei"), task, id_of("lena")


def ended(desk: Desk, state: str) -> Desk:
    if state == "RETURNED":
        return desk.return_("lena")
    if state == "WITHDRAWN":
        return desk.withdraw()
    if state in ("DONE", "APPROVED", "REJECTED", "REVOKED"):
        desk = desk.approve("lena")
    if state in ("APPROVED", "REJECTED", "REVOKED"):
        desk = desk.approve("fang") if desk.step("s").state == "OPEN" else desk
        desk = desk.reject("boss") if state == "REJECTED" else desk.approve("boss")
        return desk.revoke() if state == "REVOKED" else desk
    return desk


def feis_by_lena(state: str) -> tuple[Desk, UUID, UUID]:
    """Lena has brought in Fei, and wants to be rid of him."""
    desk = submitted(SEQUENCE)
    if state == "WAITING":
        desk = desk.add("lena", "fei", how="after")
        return desk, desk.task("fei"), id_of("lena")
    desk = desk.add("lena", "fei", how="before")
    task = desk.task("fei")
    if state == "CLOSED":
        return desk.remove("lena", "fei"), task, id_of("lena")
    if state in ("DONE", "APPROVED", "REJECTED", "RETURNED", "REVOKED"):
        desk = desk.approve("fei")
    return ended(desk, state) if state != "DONE" else desk, task, id_of("lena")


def bobs_question(state: str) -> tuple[Desk, UUID, UUID]:
    desk = submitted(SEQUENCE).ask("lena", "bob")
    task = desk.task("bob")
    if state == "DONE":
        return desk.answer("bob"), task, id_of("bob")
    if state == "CLOSED":
        return desk.remove("lena", "bob"), task, id_of("bob")
    return ended(desk, state), task, id_of("bob")


TASK_CELLS = [(v, s, c) for v, row in ON_TASKS.items() for s, c in zip(TASK_STATES, row, strict=True) if c != NEVER]


@pytest.mark.parametrize(("verb", "state", "cell"), TASK_CELLS, ids=[f"{v}: {s}" for v, s, _ in TASK_CELLS])
def test_app_3_7_54_a_verb_on_a_task_in_each_state(verb: str, state: str, cell: str) -> None:
    desk, task, actor = lenas(verb, state)
    becomes(cell, desk, lambda: VERBS[verb](desk.later(), task, actor))


def of_kind(kind: str) -> tuple[Desk, UUID, UUID]:
    if kind == "APPROVAL":
        desk = submitted(SEQUENCE)
        return desk, desk.task("lena"), id_of("lena")
    if kind == "ADDED":
        desk = submitted(SEQUENCE).add("lena", "fei", how="before")
        return desk, desk.task("fei"), id_of("fei")
    if kind == "QUESTION":
        desk = submitted(SEQUENCE).ask("lena", "fei")
        return desk, desk.task("fei"), id_of("fei")
    if kind == "COPY":
        desk = submitted(SEQUENCE).copy("ann", "fei")
        return desk, desk.task("fei"), id_of("fei")
    nobody = {"step": "s", "signers": [{"role": "ceo"}]}
    desk = submitted(a_policy(nobody))
    return desk, desk.step("s").signers[0].task_id, id_of("root")


KIND_CELLS = [(v, k, c) for v, row in ON_KINDS.items() for k, c in zip(TASK_KINDS, row, strict=True)]


@pytest.mark.parametrize(("verb", "kind", "cell"), KIND_CELLS, ids=[f"{v}: {k}" for v, k, _ in KIND_CELLS])
def test_app_56_57_60_65_74_a_verb_on_each_kind_of_task(verb: str, kind: str, cell: str) -> None:
    desk, task, actor = of_kind(kind)
    if verb == "remove signer" and kind in ("ADDED", "QUESTION"):
        actor = id_of("lena")
    assert ("fei" in desk.open_signers()) == (kind in ("ADDED", "QUESTION"))
    becomes(cell, desk, lambda: VERBS[verb](desk.later(), task, actor))


def in_state(state: str) -> Desk:
    return ended(submitted(SEQUENCE), state)


REQUEST_VERBS: dict[str, Callable[[Desk], Desk]] = {
    "withdraw": lambda desk: desk.withdraw(),
    "cancel (a named role)": lambda desk: desk.withdraw("fang", "he is ill"),
    "revoke (a named role)": lambda desk: desk.revoke(),
    "reopen (a named role)": lambda desk: desk.reopen(),
    "say it is undone (its owner)": lambda desk: desk.undone(),
    "resubmit": lambda desk: desk.resubmit({}, {"a": 1}),
    "comment": lambda desk: desk.comment("ann"),
    "copy": lambda desk: desk.copy("ann", "bob"),
    "nudge": lambda desk: desk.nudge(),
    "fire timer": lambda desk: desk.fire("s", 0, desk.now),
    "hand over (leaver)": lambda desk: desk.leave("lena"),
    "substitute (absence)": lambda desk: desk.go_away("lena", "fei"),
    "resolve again (operator)": lambda desk: desk.resolve("s"),
    "move (operator)": lambda desk: desk.move("last"),
}
REQUEST_CELLS = [(v, s, c) for v, row in ON_REQUESTS.items() for s, c in zip(REQUEST_STATES, row, strict=True)]


@pytest.mark.parametrize(("verb", "state", "cell"), REQUEST_CELLS, ids=[f"{v}: {s}" for v, s, _ in REQUEST_CELLS])
def test_app_8_9_73_a_verb_on_a_request_in_each_state(verb: str, state: str, cell: str) -> None:
    desk = in_state(state)
    becomes(cell, desk, lambda: REQUEST_VERBS[verb](desk.later()))


def test_every_verb_has_a_row_and_every_row_a_verb() -> None:
    assert ON_TASKS.keys() == VERBS.keys()
    assert ON_KINDS.keys() == VERBS.keys() - {"return to a step"}
    assert ON_REQUESTS.keys() == REQUEST_VERBS.keys()


def test_what_the_table_calls_never_cannot_be_told_apart_by_hand() -> None:
    """A question never waits: it is open from the moment it is asked, also when the one who asked is waiting."""
    desk = submitted(SEQUENCE).delegate("lena", "bob")
    assert desk.open_signers() == ["bob"]
    asked = [one for step in replace(desk).progress.steps for one in step.signers if one.kind == "QUESTION"]
    assert [one.state for one in asked] == ["OPEN"]
