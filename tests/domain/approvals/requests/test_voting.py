"""Do signers agree as the mode says?"""

import pytest

from messages.approvals.states import StepState, TaskState, Verdict
from services.approvals.domain.policies.policy import Mode, Quorum
from services.approvals.domain.requests.voting import needed, next_turn, result
from tests.domain.approvals.office import NOW, a_signer

WORDS = {"y": Verdict.APPROVE, "n": Verdict.REJECT}


def signers(votes: str) -> tuple:  # type: ignore[type-arg]
    """y, n, . (open), w (waiting), x (replaced)"""
    states = {".": TaskState.OPEN, "w": TaskState.WAITING, "x": TaskState.CLOSED}
    return tuple(
        a_signer(states.get(vote, TaskState.DONE), verdict=WORDS.get(vote), position=n) for n, vote in enumerate(votes)
    )


@pytest.mark.parametrize(
    ("mode", "votes", "expected"),
    [
        ("all", "yy.", None), ("all", "yyy", "APPROVED"), ("all", "yn.", "REJECTED"), ("all", "yxy", "APPROVED"),
        ("any", "...", None), ("any", "y..", "APPROVED"), ("any", "n..", "REJECTED"),
        ("sequence", "y.w", None), ("sequence", "yyy", "APPROVED"), ("sequence", "nww", "REJECTED"),
        ("2", "y..", None), ("2", "yy.", "APPROVED"), ("2", "n..", None), ("2", "nn.", "REJECTED"),
        ("2", "yny", "APPROVED"),
        ("50%", "y...", None), ("50%", "yy..", "APPROVED"), ("50%", "nn..", None), ("50%", "nnn.", "REJECTED"),
    ],
)  # fmt: skip
def test_app_25_each_mode(mode: str, votes: str, expected: str | None) -> None:
    quorum = None
    if mode[0].isdigit():
        quorum = Quorum(percent=int(mode[:-1])) if mode.endswith("%") else Quorum(count=int(mode))
    found = result(Mode.QUORUM if quorum else Mode(mode), quorum, signers(votes))
    assert found == (StepState(expected) if expected else None)


@pytest.mark.parametrize(("percent", "asked", "need"), [(50, 3, 2), (50, 4, 2), (1, 10, 1), (100, 3, 3), (67, 3, 3)])
def test_a_percentage_rounds_up(percent: int, asked: int, need: int) -> None:
    assert needed(Quorum(percent=percent), asked) == need


def test_of_fewer_signers_than_the_count_all_are_needed() -> None:
    assert needed(Quorum(count=3), 2) == 2


@pytest.mark.parametrize(
    ("mode", "before", "after"),
    [("all", "www", "..."), ("sequence", "www", ".ww"), ("sequence", "y.w", "y.w"), ("sequence", "yww", "y.w")],
)
def test_app_26_turns(mode: str, before: str, after: str) -> None:
    assert [s.state for s in next_turn(Mode(mode), signers(before), NOW)] == [s.state for s in signers(after)]
