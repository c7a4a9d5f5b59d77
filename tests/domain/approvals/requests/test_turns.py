"""Is everybody told when his turn comes, once?"""

from collections.abc import Callable

import pytest

from services.approvals.domain.requests.turns import turns
from tests.domain.approvals.office import Desk, a_policy, a_step, id_of, submitted

SEQUENCE = a_policy(a_step("s", "lena", "fang", mode="sequence"), a_step("last", "boss"))
ANY = a_policy(a_step("s", "lena", "fang", mode="any"))


def told(before: Desk, after: Desk) -> list[str]:
    assert after.last is not None
    return [after.people.name_of(one.person_id).lower() for _, one in turns(before.progress, after.last)]


CASES: dict[str, tuple[Desk, Callable[[Desk], Desk], list[str]]] = {
    "the next of a sequence": (submitted(SEQUENCE), lambda desk: desk.approve("lena"), ["fang"]),
    "a step that opens tells its signers itself": (
        submitted(SEQUENCE).approve("lena"), lambda desk: desk.approve("fang"), [],
    ),
    "brought in before": (submitted(SEQUENCE), lambda desk: desk.add("lena", "fei", how="before"), ["fei"]),
    "brought in after, his turn later": (submitted(SEQUENCE), lambda desk: desk.add("lena", "fei", how="after"), []),
    "and now it comes": (
        submitted(SEQUENCE).add("lena", "fei", how="after"), lambda desk: desk.approve("lena"), ["fei"],
    ),
    "the signer again, after who came before him": (
        submitted(SEQUENCE).add("lena", "fei", how="before"), lambda desk: desk.approve("fei"), ["lena"],
    ),
    "a word taken back": (submitted(SEQUENCE).approve("lena").later(), lambda desk: desk.take_back("lena"), ["lena"]),
    "who is handed it was told so": (submitted(SEQUENCE), lambda desk: desk.transfer("lena", "fei"), []),
    "let go by who had claimed it": (submitted(ANY).claim("fang"), lambda desk: desk.unclaim("fang"), ["lena"]),
    "a question": (submitted(SEQUENCE), lambda desk: desk.ask("lena", "bob"), ["bob"]),
    "a comment changes no turn": (submitted(SEQUENCE), lambda desk: desk.comment("ann"), []),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_app_75_whose_turn_comes_is_told(case: str) -> None:
    before, act, expected = CASES[case]
    assert told(before, act(before)) == expected


def test_app_75_a_submission_tells_nobody_twice() -> None:
    desk = submitted(SEQUENCE)
    assert desk.last is not None
    first = Desk(SEQUENCE, desk.progress.__class__(**{**vars(desk.progress), "steps": ()}))
    assert told(first, desk) == []
    assert desk.open_signers() == ["lena"]
    assert id_of("lena") in {one.person_id for one in desk.step("s").signers}
