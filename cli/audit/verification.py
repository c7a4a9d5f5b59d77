"""Is an audit as it was written: all of a database, or one that was handed out as a file?"""

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from pathlib import Path

from messages.approvals.audit import AuditView
from messages.approvals.parts import Why
from messages.texts import text
from services.approvals.domain.audit.anchor_verification import wrong_anchors
from services.approvals.domain.audit.anchors import Anchor, Head, is_whole, leads_to, root_of
from services.approvals.domain.audit.verification import Chain, Entry, RequestCopy, Round, Vote, Wrong, first_wrong
from services.approvals.store.audit import chains

SHOWN = 100


@dataclass
class Verified:
    """What was looked at, and what of it is wrong: of each chain its first bad entry."""

    entries: int = 0
    chains: int = 0
    anchors: int = 0
    copies: int = 0
    bad: int = 0
    wrongs: list[Wrong] = field(default_factory=list)
    anchors_wrong: list[Why] = field(default_factory=list)

    @property
    def fine(self) -> bool:
        return not self.bad and not self.anchors_wrong

    def took(self, chain: Chain) -> None:
        self.chains += 1
        self.entries += len(chain.entries)
        if wrong := first_wrong(chain):
            self.bad += 1
            self.wrongs += [wrong] if len(self.wrongs) < SHOWN else []


async def verify_database(
    url: str, copies_url: str | None, known: Mapping[int, str], progress: Callable[[int, int], None]
) -> Verified:
    """Chain by chain, so that memory stays small however long the audit is."""
    done = Verified()
    async with AsyncExitStack() as open_:
        connection = await open_.enter_async_context(chains.reading(url))
        total = await chains.count_entries(connection)
        progress(0, total)
        copies = dict(known) | (await _copies(copies_url) if copies_url else {})
        roots: dict[int, str] = {}
        async for number, heads in chains.list_heads(connection):
            roots[number] = root_of(heads)
        anchors = await chains.list_anchors(connection)
        broken = dict(wrong_anchors(anchors, roots, copies))
        done.anchors, done.copies, done.anchors_wrong = len(anchors), len(copies), list(broken.values())
        async for chain in chains.list_chains(connection):
            done.took(_trusting(chain, broken))
            progress(done.entries, total)
    return done


def verify_file(path: Path, known: Mapping[int, str]) -> Verified:
    """Raises ValueError when the file is no export."""
    view = AuditView.model_validate_json(path.read_bytes())
    done = Verified(anchors=len(view.anchored), copies=len(known))
    done.took(chain_of(view))
    for each in view.anchored:
        anchor, head = Anchor(**vars(each.anchor)), Head(view.request_id, each.seq, each.hash)
        which = {"anchor": anchor.number}
        if not is_whole(anchor):
            done.anchors_wrong.append(Why(code="audit.wrong.anchor_changed", params=which))
        elif not leads_to(head, each.path, anchor.root):
            done.anchors_wrong.append(Why(code="audit.wrong.path", params=which))
        elif known.get(anchor.number, anchor.hash) != anchor.hash:
            unlike = which | {"copy": known[anchor.number]}
            done.anchors_wrong.append(Why(code="audit.wrong.anchor_unlike", params=unlike))
    return done


def chain_of(view: AuditView) -> Chain:
    """The same shape as read from a database."""
    entries = [
        Entry(entry.seq, entry.at, entry.actor_id, entry.actor_name, entry.act.code, entry.act.params, entry.hash)
        for entry in view.entries
    ]
    head, outcome = Head(view.request_id, view.seq, view.hash), view.outcome.value if view.outcome else None
    return Chain(
        view.request_id, entries,
        [(each.anchor.number, Head(view.request_id, each.seq, each.hash)) for each in view.anchored],
        RequestCopy(view.about.number, head, view.state.value, outcome),
        [Vote(v.voter_id, v.on_behalf_of, v.verdict.value, v.comment, v.content_hash) for v in view.votes],
        [Round(r.round, r.content, r.attachments, r.content_hash) for r in view.rounds],
    )  # fmt: skip


def describe(wrong: Wrong, lang: str) -> str:
    """`CT-2026-000001 entry 5 (chain …): what is wrong`"""
    place = f"{wrong.seq}" if wrong.upto == wrong.seq else f"{wrong.seq}-{wrong.upto}"
    where = text("audit.wrong.place", lang, number=wrong.number, place=place, chain=wrong.chain)
    nowhere = text("audit.wrong.no_place", lang, number=wrong.number, chain=wrong.chain)
    return f"{where if wrong.seq else nowhere} {text(wrong.why.code, lang, **wrong.why.params)}"


def _trusting(chain: Chain, broken: Mapping[int, Why]) -> Chain:
    """Without the anchors that are themselves not as they were made."""
    if not broken:
        return chain
    return Chain(**vars(chain) | {"anchored": [one for one in chain.anchored if one[0] not in broken]})


async def _copies(url: str) -> dict[int, str]:
    async with chains.reading(url) as connection:
        return await chains.list_copies(connection)
