"""How is the whole audit of one request handed out?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.approvals.audit import AnchoredChain, AuditEntry, AuditRound, AuditView, AuditVote
from messages.business_time import a_zone
from messages.errors import Malformed
from services.approvals.domain.audit.anchors import path_to
from services.approvals.domain.audit.sentences import sentence
from services.approvals.domain.requests.request import Request
from services.approvals.store.audit.anchors import list_anchors_of, list_heads
from services.approvals.store.audit.entries import list_acts, list_rounds, list_votes
from services.approvals.store.requests.requests import find_request
from services.approvals.use_cases.audit.anchor_audit import anchor_view
from services.approvals.use_cases.steps.apply import must_see


async def export_audit(request_id: UUID, uow: UnitOfWork, *, lang: str, tz: str | None) -> AuditView:
    """For those who may see the request: each entry as a sentence, and everything needed to verify it offline."""
    zone = _zone(tz) if tz else uow.actor.tz
    async with uow.begin() as work:
        request = await find_request(work, request_id)
        await must_see(work, request, "request", request_id)
        header, progress = request.header, request.progress
        return AuditView(
            request_id=header.id, about=header.about, policy=header.policy, policy_version=header.policy_version,
            requester_name=request.people.name_of(header.requester_id), state=progress.state, outcome=progress.outcome,
            seq=header.audit_seq, hash=header.audit_hash, entries=await _entries(work, request, lang, zone),
            votes=[AuditVote.model_validate(dict(row)) for row in await list_votes(work, request_id)],
            rounds=[AuditRound.model_validate(dict(row)) for row in await list_rounds(work, request_id)],
            anchored=await _anchored(work, request_id), lang=lang, tz=zone,
        )  # fmt: skip


async def _entries(work: Work, request: Request, lang: str, tz: str) -> list[AuditEntry]:
    found = []
    for act in await list_acts(work, request.header.id):
        told = sentence(
            act.act, act.at, act.actor_name, act.hash, lang=lang, tz=tz, policy=request.policy, people=request.people
        )
        found.append(AuditEntry.model_validate(act.model_dump() | {"text": told}))
    return found


async def _anchored(work: Work, chain: UUID) -> list[AnchoredChain]:
    found = []
    for anchor in await list_anchors_of(work, chain):
        heads = await list_heads(work, anchor.number)
        place = next(place for place, head in enumerate(heads) if head.chain == chain)
        own = heads[place]
        path = path_to(heads, place)
        found.append(AnchoredChain(anchor=anchor_view(anchor), seq=own.seq, hash=own.hash, path=path))
    return found


def _zone(tz: str) -> str:
    try:
        return a_zone(tz)
    except ValueError as wrong:
        raise Malformed("tz", tz, "SYS-22") from wrong
