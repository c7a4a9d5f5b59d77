"""Is whatever is done to an audit chain behind the service's back found, and the first bad entry named?"""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from messages.approvals.parts import Why
from services.approvals.domain.audit.anchor_verification import wrong_anchors
from services.approvals.domain.audit.anchors import Anchor, Head, anchor, is_whole, leads_to, path_to, root_of
from services.approvals.domain.audit.entries import FIRST_HASH, link
from services.approvals.domain.audit.sentences import sentence
from services.approvals.domain.audit.verification import Chain, Entry, RequestCopy, Round, Vote, first_wrong
from services.approvals.domain.canonical import content_hash
from tests.domain.approvals.office import DIRECTORY, NOW, a_policy, a_step, id_of

ID = id_of("request")
Tamper = tuple[list[Entry], int, int]  # the entries after it, and between which two entries the first bad one is


def written(*lines: Why, start: str = FIRST_HASH, first: int = 1, chain: UUID = ID) -> list[Entry]:
    entries, hash = [], start
    for seq, line in enumerate(lines, first):
        at = NOW + timedelta(minutes=seq)
        row = link(hash, chain, seq, line, at=at, actor_id=id_of("lena"), actor_name="Lena")
        hash = row["hash"]
        entries.append(Entry(seq, at, id_of("lena"), "Lena", line.code, line.params, hash))
    return entries


def lines(many: int) -> list[Why]:
    return [Why(code="audit.request.commented", params={"comment": f"no. {n}", "names": ""}) for n in range(many)]


def chain_of(entries: list[Entry], *, anchors: tuple[int, ...] = (), known: list[Entry] | None = None) -> Chain:
    """`known`: as it was when it was anchored and the request's row was written."""
    was = known or entries
    head = Head(ID, was[-1].seq, was[-1].hash)
    anchored = [(number, Head(ID, was[seq - 1].seq, was[seq - 1].hash)) for number, seq in enumerate(anchors, 1)]
    return Chain(ID, entries, anchored, RequestCopy("CT-1", head, "PENDING", None))


# ---- what somebody with SQL can do: (entries, place, chance) → what is there then, first bad entry from … to … ----


def change(was: list[Entry], k: int, how: int) -> Tamper:
    one = was[k]
    other: list[Entry] = [
        replace(one, params={**one.params, "comment": "I never said so"}), replace(one, actor_name="Fang"),
        replace(one, actor_id=id_of("fang")), replace(one, at=one.at - timedelta(days=1)),
        replace(one, code="audit.task.approve"),
    ]  # fmt: skip
    return [*was[:k], other[how % len(other)], *was[k + 1 :]], k + 1, k + 1


def delete(was: list[Entry], k: int, how: int) -> Tamper:
    """With or without closing the gap."""
    rest = [replace(one, seq=one.seq - 1) for one in was[k + 1 :]] if how % 2 else was[k + 1 :]
    return [*was[:k], *rest], k + 1, k + 1 if k + 1 < len(was) else len(was)


def delete_the_end(was: list[Entry], k: int, how: int) -> Tamper:
    return was[:k], k + 1, len(was)


def insert(was: list[Entry], k: int, how: int) -> Tamper:
    (forged,) = written(Why(code="audit.task.approve"), start=was[k].hash, first=k + 2)
    return [*was[: k + 1], forged, *(replace(one, seq=one.seq + 1) for one in was[k + 1 :])], k + 2, len(was) + 1


def swap(was: list[Entry], k: int, how: int) -> Tamper:
    other = how % len(was)
    a, b = sorted((k, other if other != k else (k + 1) % len(was)))
    now = list(was)
    now[a], now[b] = replace(was[b], seq=a + 1), replace(was[a], seq=b + 1)
    return now, a + 1, a + 1


def swap_hash(was: list[Entry], k: int, how: int) -> Tamper:
    return [*was[:k], replace(was[k], hash=f"{how:064x}"), *was[k + 1 :]], k + 1, k + 1


def rewrite(was: list[Entry], k: int, how: int) -> Tamper:
    """Changed, and all hashes from there on reckoned anew."""
    start = was[k - 1].hash if k else FIRST_HASH
    lied = Why(code="audit.task.approve", params={"comment": str(how)})
    anew = written(lied, *(Why(code=e.code, params=dict(e.params)) for e in was[k + 1 :]), start=start, first=k + 1)
    return [*was[:k], *anew], k + 1, len(was)


TAMPERS: tuple[Callable[[list[Entry], int, int], Tamper], ...] = (
    change, delete, delete_the_end, insert, swap, swap_hash, rewrite,
)  # fmt: skip


@settings(max_examples=400, deadline=None)
@given(st.integers(2, 12), st.sampled_from(TAMPERS), st.integers(0, 99), st.integers(0, 99), st.data())
def test_app_102_any_single_tampering_is_found_and_the_first_bad_entry_is_named(
    many: int, tamper: Callable[[list[Entry], int, int], Tamper], where: int, how: int, data: st.DataObject
) -> None:
    was = written(*lines(many))
    anchors = tuple(sorted(data.draw(st.sets(st.integers(1, many)), label="anchored")))
    assert first_wrong(chain_of(was, anchors=anchors)) is None
    now, first, last = tamper(was, where % many, how)
    wrong = first_wrong(chain_of(now, anchors=anchors, known=was))
    assert wrong is not None
    assert wrong.number == "CT-1"
    assert wrong.seq <= first <= wrong.upto, "the first bad entry is among those named"
    assert wrong.upto <= max(last, first), "and no later one"
    assert all(seq < wrong.seq or seq >= first for seq in anchors), "nor one that an anchor vouches for"


@settings(deadline=None)
@given(st.integers(2, 12), st.integers(0, 99))
def test_app_102_also_when_the_requests_row_was_written_anew_too(many: int, where: int) -> None:
    """Who rewrites a chain with its head is given away by the anchors."""
    was = written(*lines(many))
    now, first, _ = rewrite(was, where % many, 7)
    head = Head(ID, many, now[-1].hash)
    found = first_wrong(
        replace(chain_of(now, anchors=(many,), known=was), request=RequestCopy("C", head, "PENDING", None))
    )
    assert found is not None
    assert (found.why.code, found.seq <= first <= found.upto) == ("audit.wrong.rewritten", True)


def test_app_102_a_whole_chain_that_was_deleted_is_missed_by_its_anchor() -> None:
    was = written(*lines(3))
    gone = first_wrong(Chain(ID, (), [(7, Head(ID, 3, was[-1].hash))]))
    assert gone is not None
    assert (gone.why.code, gone.why.params["anchor"], gone.seq, gone.upto) == ("audit.wrong.gone", 7, 1, 3)
    orphan = first_wrong(Chain(ID, written(Why(code="audit.request.opened"))))
    assert orphan is not None
    assert orphan.why.code == "audit.wrong.no_request"


# ---- what was made of the entries ----

VOTE = Vote(id_of("lena"), None, "APPROVE", "fine", "c" * 64)
PUBLISHED = Why(code="audit.policy.published", params={"version": 1, "hash": "a"})
CONTENT = {"amount": "1.00", "weight": 1.5, "huge": 1e16}


def a_request(*votes: Vote, state: str = "APPROVED", content: dict[str, Any] | None = None) -> Chain:
    """Opened, approved by Lena, ended."""
    hash = content_hash(CONTENT, [])
    said = {"person": str(id_of("lena")), "on_behalf_of": "", "comment": "fine", "content_hash": "c" * 64}
    entries = written(
        Why(code="audit.request.opened", params={"round": 1, "content_hash": hash}),
        Why(code="audit.task.approve", params=said),
        Why(code="audit.request.settled", params={"outcome": "APPROVED"}),
    )
    request = RequestCopy("CT-1", Head(ID, 3, entries[-1].hash), state, state if state != "PENDING" else None)
    return Chain(ID, entries, (), request, votes, [Round(1, CONTENT if content is None else content, [], hash)])


def test_app_102_what_was_made_of_the_entries_fits_them() -> None:
    assert first_wrong(a_request(VOTE)) is None
    assert first_wrong(a_request(VOTE, content=CONTENT | {"huge": 10**16})) is None, "as jsonb gives it back"


@pytest.mark.parametrize(
    ("chain", "what", "seq"),
    [
        pytest.param(a_request(), "vote", 2, id="the vote was deleted"),
        pytest.param(a_request(replace(VOTE, verdict="REJECT")), "vote", 2, id="the vote was turned round"),
        pytest.param(a_request(replace(VOTE, comment="never")), "vote", 2, id="its comment was changed"),
        pytest.param(a_request(VOTE, VOTE), "vote_more", 0, id="a vote was added"),
        pytest.param(a_request(VOTE, state="REJECTED"), "state", 3, id="the outcome was changed"),
        pytest.param(a_request(VOTE, state="PENDING"), "state", 3, id="the request was opened again"),
        pytest.param(a_request(VOTE, content={"amount": "2.00"}), "content", 0, id="the content was changed"),
        pytest.param(
            Chain(ID, written(Why(code="audit.todo.opened")), todo=("SO-1", "DONE")), "state", 0,
            id="a to-do was ticked off",
        ),
        pytest.param(
            Chain(ID, written(PUBLISHED), policies={1: "b"}),
            "policy", 0, id="a published policy was changed",
        ),
    ],
)  # fmt: skip
def test_app_102_what_contradicts_the_entries_is_named(chain: Chain, what: str, seq: int) -> None:
    wrong = first_wrong(chain)
    assert wrong is not None
    assert (wrong.why.code, wrong.seq) == (f"audit.wrong.{what}", seq)


# ---- anchors ----


def heads(many: int) -> list[Head]:
    return [Head(UUID(int=n), n + 1, f"{n:064x}") for n in range(many)]


@settings(deadline=None)
@given(st.integers(1, 70), st.integers(0, 999), st.integers(0, 999))
def test_app_101_the_path_of_a_head_leads_to_the_root_and_no_other_does(many: int, place: int, other: int) -> None:
    covered, place = heads(many), place % many
    root, path = root_of(covered), path_to(covered, place)
    assert leads_to(covered[place], path, root)
    assert not leads_to(replace(covered[place], seq=999), path, root)
    if other % many != place:
        assert not leads_to(covered[other % many], path, root)
    assert len(path) <= (many - 1).bit_length()


def test_app_100_an_anchor_covers_the_heads_and_the_anchor_before() -> None:
    first = anchor(None, NOW, heads(2))
    second = anchor(first, NOW, heads(3))
    assert (first.number, first.previous, second.number, second.previous) == (1, FIRST_HASH, 2, first.hash)
    assert is_whole(first)
    assert not is_whole(replace(first, heads=3))
    assert anchor(None, NOW, heads(3)).hash != first.hash
    assert anchor(replace(first, hash="f" * 64), NOW, heads(3)).hash != second.hash


def three() -> tuple[list[Anchor], dict[int, str], dict[int, str]]:
    made: list[Anchor] = []
    for many in (2, 3, 1):
        made.append(anchor(made[-1] if made else None, NOW, heads(many)))
    return made, {one.number: one.root for one in made}, {one.number: one.hash for one in made}


def test_app_103_anchors_as_they_were_made() -> None:
    made, roots, copies = three()
    assert list(wrong_anchors(made, roots, copies)) == []
    assert list(wrong_anchors([], {}, {})) == []


@pytest.mark.parametrize(
    ("spoil", "told"),
    [
        pytest.param(lambda a, r, c: (a[:1] + a[2:], r, c), [(2, "missing")], id="one deleted"),
        pytest.param(lambda a, r, c: (a[:2], r, c), [(3, "missing")], id="the last deleted; a copy knows it"),
        pytest.param(lambda a, r, c: (a, r | {2: "0" * 64}, c), [(2, "changed")], id="a head under it changed"),
        pytest.param(lambda a, r, c: ([*a[:1], replace(a[1], heads=9), a[2]], r, c), [(2, "changed")], id="changed"),
        pytest.param(
            lambda a, r, c: ([a[0], (b := anchor(a[0], NOW, heads(5))), anchor(b, NOW, heads(1))],
                             r | {2: root_of(heads(5))}, c),
            [(2, "unlike"), (3, "unlike")], id="all written anew: only the copies tell",
        ),
    ],
)  # fmt: skip
def test_app_103_a_false_anchor_is_named(spoil: Callable[..., Any], told: list[tuple[int, str]]) -> None:
    found = [(number, why.code.removeprefix("audit.wrong.anchor_")) for number, why in wrong_anchors(*spoil(*three()))]
    assert found == told


@pytest.mark.parametrize(
    ("lang", "tz", "told"),
    [
        ("en", "Europe/Berlin", "2026-03-02 03:00:00  Lena on behalf of Fang: approved Law fine  [aaaaaaaaaaaa]"),
        ("zh", "Asia/Shanghai", "2026-03-02 10:00:00  Lena（代 Fang）：同意 法务审核 fine  [aaaaaaaaaaaa]"),
    ],
)  # fmt: skip
def test_an_entry_is_told_as_a_sentence_on_the_readers_clock(lang: str, tz: str, told: str) -> None:
    policy = a_policy(a_step("legal", "lena", name={"en": "Law", "zh": "法务审核"}))
    act = Why(
        code="audit.task.approve", params={"step": "legal", "comment": "fine", "on_behalf_of": str(id_of("fang"))}
    )
    assert sentence(act, NOW, "Lena", "a" * 64, lang=lang, tz=tz, policy=policy, people=DIRECTORY) == told
