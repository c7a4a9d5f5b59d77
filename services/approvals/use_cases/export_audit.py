"""How is the whole audit of one request handed out?"""

from uuid import UUID

from chassis.unit_of_work import UnitOfWork, Work
from messages.approvals.audit import AnchoredChain, AuditEntry, AuditRound, AuditView, AuditVote
from messages.business_time import a_zone
from messages.errors import Malformed
from services.approvals.domain.anchoring import path_to
from services.approvals.domain.narrating import sentence
from services.approvals.domain.record import Case
from services.approvals.store.anchors import list_anchors_of, list_heads
from services.approvals.store.audit import list_acts, list_rounds, list_votes
from services.approvals.store.cases import find_case
from services.approvals.use_cases.anchor_audit import anchor_view
from services.approvals.use_cases.carry_out import must_see


async def export_audit(request_id: UUID, uow: UnitOfWork, *, lang: str, tz: str | None) -> AuditView:
    """For those who may see the request: each entry as a sentence, and everything needed to verify it offline."""
    zone = _zone(tz) if tz else uow.actor.tz
    async with uow.begin() as work:
        case = await find_case(work, request_id)
        await must_see(work, case, "request", request_id)
        record, standing = case.record, case.standing
        return AuditView(
            request_id=record.id, about=record.about, policy=record.policy, policy_version=record.policy_version,
            requester_name=case.people.name_of(record.requester_id), state=standing.state, outcome=standing.outcome,
            seq=record.audit_seq, hash=record.audit_hash, entries=await _entries(work, case, lang, zone),
            votes=[AuditVote.model_validate(dict(row)) for row in await list_votes(work, request_id)],
            rounds=[AuditRound.model_validate(dict(row)) for row in await list_rounds(work, request_id)],
            anchored=await _anchored(work, request_id), lang=lang, tz=zone,
        )  # fmt: skip


async def _entries(work: Work, case: Case, lang: str, tz: str) -> list[AuditEntry]:
    found = []
    for act in await list_acts(work, case.record.id):
        told = sentence(
            act.act, act.at, act.actor_name, act.hash, lang=lang, tz=tz, policy=case.policy, people=case.people
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
