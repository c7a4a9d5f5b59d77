"""How is the audit shown, handed out and anchored?"""

from datetime import datetime
from typing import ClassVar
from uuid import NAMESPACE_URL, UUID, uuid5

from messages.approvals.parts import About, Json, Part, Why
from messages.approvals.states import Outcome, RequestState, Verdict
from messages.base import Event, View

FORMAT = "countersign-audit-1"


class AnchorView(View):
    """One hash for the heads of all chains that had moved; `previous` is the hash of the anchor before."""

    number: int
    at: datetime
    heads: int
    root: str
    previous: str
    hash: str


class AnchoredChain(View):
    """How far the chain had come under this anchor; `path` leads from there to the anchor's root (RFC 6962)."""

    anchor: AnchorView
    seq: int
    hash: str
    path: list[str]


class AuditEntry(View):
    """One line of the chain, with all that its hash covers, and as a sentence."""

    seq: int
    at: datetime
    actor_id: UUID
    actor_name: str
    act: Why
    hash: str
    text: str = ""


class AuditVote(Part):
    voter_id: UUID
    on_behalf_of: UUID | None
    verdict: Verdict
    comment: str
    content_hash: str


class AuditRound(Part):
    round: int
    content: Json
    attachments: list[Json]
    content_hash: str


class AuditView(View):
    """The whole audit of one request: read by people (`text`), and verified offline by `countersign audit verify`."""

    format: str = FORMAT
    request_id: UUID
    about: About
    policy: str
    policy_version: int
    requester_name: str
    state: RequestState
    outcome: Outcome | None
    seq: int  # the head of the chain, as the request's row has it
    hash: str
    entries: list[AuditEntry]
    votes: list[AuditVote]
    rounds: list[AuditRound]
    anchored: list[AnchoredChain]
    lang: str = ""
    tz: str = ""


class Anchored(View):
    """What the keeper of the anchors gets. `more`: there are chains left for another one."""

    anchor: AnchorView | None
    made: int  # how many heads are under the new one; 0: nothing had moved
    more: bool = False


class AuditAnchored(Event):
    """A copy of each anchor outside the database of approvals: in the stream, and with whoever keeps events."""

    subject: ClassVar[str] = "approvals.audit.anchored.v1"
    number: int
    at: datetime
    heads: int
    root: str
    previous: str
    hash: str

    @property
    def aggregate_id(self) -> UUID:
        return uuid5(NAMESPACE_URL, "audit/anchors")
