"""Which entry of an audit chain is the first that is not as it was written?"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from messages.approvals.parts import Why
from messages.approvals.states import Outcome
from services.approvals.domain.audit.anchors import Head
from services.approvals.domain.audit.entries import FIRST_HASH, link
from services.approvals.domain.canonical import content_hash

DECIDED = {"audit.task.approve": "APPROVE", "audit.task.reject": "REJECT", "audit.task.return": "RETURN"}
TODO_ENDS = {"audit.todo.done": "DONE", "audit.todo.closed": "CLOSED"}
LARGE = 10**16  # from here on a float comes back from jsonb as a whole number


@dataclass(frozen=True)
class Entry:
    """A line as it stands in the table now."""

    seq: int
    at: datetime
    actor_id: UUID
    actor_name: str
    code: str
    params: Mapping[str, Any]
    hash: str


@dataclass(frozen=True)
class Vote:
    voter_id: UUID
    on_behalf_of: UUID | None
    verdict: str
    comment: str
    content_hash: str


@dataclass(frozen=True)
class Round:
    round: int
    content: Mapping[str, Any]
    attachments: list[dict[str, Any]]
    content_hash: str


@dataclass(frozen=True)
class RequestCopy:
    """What the request's row says: its own head of the chain, how it stands."""

    number: str
    head: Head
    state: str
    outcome: str | None


@dataclass(frozen=True)
class Chain:
    """Everything that is known of one chain. `anchored`: (anchor, head), the oldest first."""

    id: UUID
    entries: Sequence[Entry]
    anchored: Sequence[tuple[int, Head]] = ()
    request: RequestCopy | None = None
    votes: Sequence[Vote] = ()
    rounds: Sequence[Round] = ()
    todo: tuple[str, str] | None = None  # the number it is about, its state
    policies: Mapping[int, str] = field(default_factory=dict)  # version → hash of the body that is there


@dataclass(frozen=True)
class Wrong:
    """The first bad entry: `seq`, or one of `seq` to `upto`; 0 when it is no entry but what was made of them."""

    chain: UUID
    number: str
    seq: int
    upto: int
    why: Why


def first_wrong(chain: Chain) -> Wrong | None:
    """APP-102: an entry that was changed, deleted, inserted, moved or written anew is found, the first one by name."""
    return next(_wrongs(chain), None)


def _wrongs(chain: Chain) -> Iterator[Wrong]:
    yield from _in_the_links(chain)
    yield from _at_the_end(chain)
    if chain.request is not None:
        yield from _in_the_votes(chain)
        yield from _in_the_state(chain, chain.request)
        yield from _in_the_content(chain)
    yield from _in_what_else_there_is(chain)


def _in_the_links(chain: Chain) -> Iterator[Wrong]:
    """Each entry against its own hash and the one before; then against what the anchors know of it."""
    hash, safe = FIRST_HASH, 0
    anchored: dict[int, list[tuple[int, str]]] = {}
    for number, head in chain.anchored:
        anchored.setdefault(head.seq, []).append((number, head.hash))
    for expected, entry in enumerate(chain.entries, 1):
        if entry.seq != expected:
            yield _wrong(chain, expected, "missing" if entry.seq > expected else "twice")
        if not _follows(chain, entry, hash, entry.seq):
            put_in = _put_in_before(chain, expected, safe)
            if put_in is not None:
                yield _wrong(chain, put_in, "inserted", upto=expected - 1)
            yield _wrong(chain, entry.seq, "changed", code=entry.code)
        for number, known in anchored.get(entry.seq, ()):
            if known != entry.hash:
                yield _wrong(chain, safe + 1, "rewritten", upto=entry.seq, anchor=number)
            safe = entry.seq
        hash = entry.hash


def _follows(chain: Chain, entry: Entry, previous: str, seq: int) -> bool:
    why = Why(code=entry.code, params=dict(entry.params))
    line = link(previous, chain.id, seq, why, at=entry.at, actor_id=entry.actor_id, actor_name=entry.actor_name)
    return bool(line["hash"] == entry.hash)


def _put_in_before(chain: Chain, place: int, safe: int) -> int | None:
    """From where on entries with hashes of their own were put in: the one at `place` follows from an earlier one."""
    entry = chain.entries[place - 1]
    for seq in range(place - 1, safe, -1):
        if _follows(chain, entry, chain.entries[seq - 2].hash if seq > 1 else FIRST_HASH, seq):
            return seq
    return None


def _at_the_end(chain: Chain) -> Iterator[Wrong]:
    last = len(chain.entries)
    safe = max((head.seq for _, head in chain.anchored), default=0)
    if safe > last:
        number = next(number for number, head in chain.anchored if head.seq > last)
        yield _wrong(chain, last + 1, "cut" if last else "gone", anchor=number, upto=safe)
    if chain.request is None:
        if chain.entries and chain.entries[0].code == "audit.request.opened":
            yield _wrong(chain, 1, "no_request")
        return
    head = chain.request.head
    if head.seq > last:
        yield _wrong(chain, last + 1, "cut_head", upto=head.seq)
    if head.seq < last:
        yield _wrong(chain, head.seq + 1, "beyond", upto=last)
    if last and head.hash != chain.entries[-1].hash:
        yield _wrong(chain, min(safe + 1, last), "head", upto=last)


def _in_the_votes(chain: Chain) -> Iterator[Wrong]:
    """Each decision has its line and each line its decision."""
    cast = Counter(
        (vote.verdict, str(vote.voter_id), _id(vote.on_behalf_of), vote.comment, vote.content_hash)
        for vote in chain.votes
    )
    for entry in chain.entries:
        if entry.code in DECIDED:
            said = [entry.params.get(key, "") for key in ("person", "on_behalf_of", "comment", "content_hash")]
            key = (DECIDED[entry.code], *said)
            if not cast[key]:
                yield _wrong(chain, entry.seq, "vote", code=entry.code)
            cast[key] -= 1
    for (verdict, voter, *_), left in cast.items():
        if left > 0:
            yield _wrong(chain, 0, "vote_more", person=voter, verdict=verdict)


def _in_the_state(chain: Chain, request: RequestCopy) -> Iterator[Wrong]:
    """The row stands as the last opening, settling or revoking of the chain has left it."""
    outcome, at = None, 0
    for entry in chain.entries:
        if entry.code in ("audit.request.opened", "audit.request.settled"):
            outcome, at = entry.params.get("outcome"), entry.seq
        elif entry.code == "audit.request.revoked":
            outcome, at = Outcome.REVOKED.value, entry.seq
    if request.outcome != outcome or request.state != (outcome or "PENDING"):
        yield _wrong(chain, at, "state", state=request.state, outcome=outcome or "PENDING")


def _in_the_content(chain: Chain) -> Iterator[Wrong]:
    """What was signed is what the hashes of the lines stand for."""
    told = {str(entry.params["content_hash"]) for entry in chain.entries if entry.params.get("content_hash")}
    for each in chain.rounds:
        as_it_is = content_hash(each.content, each.attachments)
        if each.content_hash not in told or each.content_hash not in (as_it_is, _as_it_came(each)):
            yield _wrong(chain, 0, "content", round=each.round)


def _as_it_came(each: Round) -> str:
    return content_hash(_floated(each.content), _floated(each.attachments))


def _floated(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _floated(part) for key, part in value.items()}
    if isinstance(value, list):
        return [_floated(part) for part in value]
    return float(value) if isinstance(value, int) and abs(value) >= LARGE else value


def _in_what_else_there_is(chain: Chain) -> Iterator[Wrong]:
    """To-dos and policies: the row against its chain."""
    if chain.todo is not None:
        ended = next((TODO_ENDS[entry.code] for entry in reversed(chain.entries) if entry.code in TODO_ENDS), "OPEN")
        if chain.todo[1] != ended:
            yield _wrong(chain, 0, "state", state=chain.todo[1], outcome=ended)
    told = {entry.params.get("version"): entry.params.get("hash") for entry in chain.entries}
    for version, hash in chain.policies.items():
        if told.get(version) != hash:
            yield _wrong(chain, 0, "policy", version=version)


def _wrong(chain: Chain, seq: int, what: str, *, upto: int = 0, **params: Any) -> Wrong:
    number = chain.request.number if chain.request else chain.todo[0] if chain.todo else str(chain.id)
    return Wrong(chain.id, number, seq, max(upto, seq), Why(code=f"audit.wrong.{what}", params=params))


def _id(person_id: UUID | None) -> str:
    return str(person_id) if person_id else ""
