"""Does any change of a trail change its digest?"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone

from services.collections.domain.cases.trail import START, Happening, digests_of, place_of

AT = datetime(2026, 3, 2, 2, 0, tzinfo=UTC)
ONE = Happening("1", AT, "owner", "somebody", {"a": 1, "b": "二"})
LIFE = [replace(ONE, id=str(n)) for n in range(5)]


def test_col_199_the_same_life_has_the_same_digests_however_it_is_written() -> None:
    elsewhere = AT.astimezone(timezone(timedelta(hours=8)))
    same = [replace(one, at=elsewhere, content={"b": "二", "a": 1}) for one in LIFE]
    assert digests_of(LIFE) == digests_of(same)
    assert len(set(digests_of(LIFE)) | {START}) == 6


def test_col_199_what_is_changed_taken_out_or_put_in_gives_all_after_it_another_digest() -> None:
    before = digests_of(LIFE)
    for changed in (
        [*LIFE[:2], replace(LIFE[2], by="another"), *LIFE[3:]],
        [*LIFE[:2], replace(LIFE[2], at=AT + timedelta(microseconds=1)), *LIFE[3:]],
        [*LIFE[:2], replace(LIFE[2], content={"a": 1, "b": "三"}), *LIFE[3:]],
        [*LIFE[:2], replace(LIFE[2], what="letter"), *LIFE[3:]],
        [*LIFE[:2], *LIFE[3:]],
        [*LIFE[:2], ONE, *LIFE[2:]],
        [*LIFE[:2], LIFE[3], LIFE[2], LIFE[4]],
    ):
        after = digests_of(changed)
        assert after[:2] == before[:2]
        assert place_of(before[-1], after) is None


def test_col_199_a_trail_that_only_grows_keeps_the_digests_that_it_had() -> None:
    assert place_of(digests_of(LIFE[:3])[-1], digests_of(LIFE)) == 3
