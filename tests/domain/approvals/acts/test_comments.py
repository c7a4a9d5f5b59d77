"""What may be said without deciding, and how often?"""

import pytest

from messages.approvals.states import TaskKind, Verdict
from messages.errors import RuleViolation
from services.approvals.domain.acts import comments
from services.approvals.domain.requests.events import StepStarted
from services.approvals.domain.requests.todos import Todo, must_be_claimable
from services.approvals.domain.routing.preview import preview
from tests.domain.approvals.office import NOW, a_policy, a_step, away, id_of, submitted

ONE = a_policy(a_step("s", "lena", "fang"))


def test_app_61_nudged_at_most_every_four_hours() -> None:
    desk = submitted(ONE).nudge()
    with pytest.raises(RuleViolation, match="APP-61"):
        desk.later(hours=3, minutes=59).nudge()
    assert desk.later(hours=4).nudge().last is not None


def test_app_62_a_copy_is_read_and_nothing_else() -> None:
    desk = submitted(ONE).copy("ann", "bob")
    (copied,) = [one for one in desk.step("s").signers if one.kind is TaskKind.COPY]
    assert (copied.state, desk.open_signers()) == ("CLOSED", ["lena", "fang"])
    assert desk.copy("ann", "bob").progress == desk.progress
    assert desk.approve("lena").approve("fang").progress.state == "APPROVED"


def test_app_62_only_to_people_who_work_here() -> None:
    desk = submitted(ONE)
    with pytest.raises(RuleViolation, match="APP-62"):
        comments.copy(desk.progress, desk.context, id_of("ann"), [id_of("nobody")], "")


def test_app_63_a_comment_has_words_and_mentions_people_who_work_here() -> None:
    desk = submitted(ONE)
    for said, mentions in (("", []), ("look", [id_of("nobody")])):
        with pytest.raises(RuleViolation, match="APP-63"):
            comments.comment(desk.progress, desk.context, id_of("ann"), said, mentions)
    assert desk.comment("ann").progress == desk.progress


def test_app_69_a_to_do_of_one_person_is_not_claimed() -> None:
    values = dict.fromkeys(Todo.__dataclass_fields__) | {
        "person_id": id_of("bob"),
        "kind": "ship",
        "verdict": Verdict.DONE,
    }
    with pytest.raises(RuleViolation, match="APP-69"):
        must_be_claimable(Todo(**values))  # type: ignore[arg-type]
    must_be_claimable(Todo(**values | {"person_id": None, "role": "shipper"}))  # type: ignore[arg-type]


def test_substitutes_too_are_nudged() -> None:
    assert submitted(ONE, away(("lena", "fei"))).nudge().step("s").nudged_at == NOW


def test_what_comes_next_does_not_take_a_question_for_a_yes() -> None:
    desk = submitted(a_policy(a_step("s", "lena"), a_step("last", "boss"))).ask("lena", "boss")
    ahead = preview(desk.progress, desk.context)
    (last,) = [act.step for act in ahead.coming if isinstance(act, StepStarted)]
    assert [signer.why.code for signer in last.signers] == ["signer.person"]
