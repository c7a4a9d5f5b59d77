"""What stands in an anchor, and how does one show that a chain's head is under it?"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID

from services.approvals.domain.audit.entries import FIRST_HASH
from services.approvals.domain.canonical import canonical, chained

NOTHING = hashlib.sha256(b"").hexdigest()


@dataclass(frozen=True)
class Head:
    """The last line of a chain at some moment."""

    chain: UUID
    seq: int
    hash: str


@dataclass(frozen=True)
class Anchor:
    """One hash for the heads of all chains that had moved. `previous` is the hash of the anchor before."""

    number: int
    at: datetime
    heads: int
    root: str
    previous: str
    hash: str


def anchor(last: Anchor | None, at: datetime, heads: Sequence[Head]) -> Anchor:
    """APP-100: an anchor covers the heads of all chains that have moved since the last one, and the anchor before."""
    number, previous = (last.number + 1, last.hash) if last else (1, FIRST_HASH)
    root = root_of(heads)
    return Anchor(number, at, len(heads), root, previous, hash_of(number, at, len(heads), root, previous))


def hash_of(number: int, at: datetime, heads: int, root: str, previous: str) -> str:
    line = {"number": number, "at": at.astimezone(UTC).isoformat(), "heads": heads, "root": root}
    return chained(previous, line)


def is_whole(one: Anchor) -> bool:
    """Is its hash that of what it says?"""
    return one.hash == hash_of(one.number, one.at, one.heads, one.root, one.previous)


# ---- a Merkle tree as in RFC 6962 (certificate transparency), over the heads in the order of their chains ----


def root_of(heads: Iterable[Head]) -> str:
    """Of any number of heads, keeping no more than one hash per level."""
    levels: list[tuple[int, bytes]] = []  # (how many leaves, hash), the largest first
    for head in heads:
        size, hash = 1, _leaf(head)
        while levels and levels[-1][0] == size:
            size, hash = size * 2, _node(levels.pop()[1], hash)
        levels.append((size, hash))
    if not levels:
        return NOTHING
    _, hash = levels.pop()
    while levels:
        hash = _node(levels.pop()[1], hash)
    return hash.hex()


def path_to(heads: Sequence[Head], place: int) -> list[str]:
    """The hashes beside the way from this head up to the root, each with its side: `L…` or `R…`."""
    if len(heads) < 2:
        return []
    split = 1 << (len(heads) - 1).bit_length() - 1
    left, right = heads[:split], heads[split:]
    if place < split:
        return [*path_to(left, place), "R" + root_of(right)]
    return [*path_to(right, place - split), "L" + root_of(left)]


def leads_to(head: Head, path: Iterable[str], root: str) -> bool:
    """APP-101: who has a chain, its path and an anchor's root needs nothing else to see that the anchor covers it."""
    hash = _leaf(head)
    for step in path:
        other = bytes.fromhex(step[1:])
        hash = _node(other, hash) if step[:1] == "L" else _node(hash, other)
    return hash.hex() == root


def _leaf(head: Head) -> bytes:
    return hashlib.sha256(b"\x00" + canonical([str(head.chain), head.seq, head.hash])).digest()


def _node(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()
