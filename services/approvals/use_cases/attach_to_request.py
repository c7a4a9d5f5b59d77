"""How does a file come to what is said about a request, and how is it had again?"""

import hashlib
from collections.abc import Sequence
from uuid import UUID

from chassis.files import content_of, keep_file
from chassis.unit_of_work import UnitOfWork, Work
from messages.errors import NotFound
from messages.files import AttachedFile, Attachment
from services.approvals.domain.attaching import must_be_there, must_have_room
from services.approvals.domain.record import Case
from services.approvals.store import files
from services.approvals.store.cases import find_case, lock_case
from services.approvals.use_cases.carry_out import must_see


async def attach_to_request(
    request_id: UUID, uow: UnitOfWork, *, name: str, media_type: str, content: bytes
) -> AttachedFile:
    """Kept by whoever may see the request, to be named in a decision or a comment. The same content is kept once."""
    async with uow.begin() as work:
        case = await lock_case(work, request_id)
        await must_see(work, case, "request", request_id)
        sha256 = hashlib.sha256(content).hexdigest()
        known = await files.find_file(work, request_id, sha256)
        if known is not None:
            return known[0]
        must_have_room(await files.count_files(work, request_id))
        entity = case.record.legal_entity_id
        kept = await keep_file(work, name=name, media_type=media_type, content=content, legal_entity_id=entity)
        await files.add_file(work, request_id, kept)
        return AttachedFile(name=kept.name, sha256=kept.sha256, size=kept.size, media_type=kept.media_type)


async def show_attached(request_id: UUID, sha256: str, uow: UnitOfWork) -> tuple[AttachedFile, bytes]:
    async with uow.begin() as work:
        case = await find_case(work, request_id)
        await must_see(work, case, "request", request_id)
        found = await files.find_file(work, request_id, sha256)
        if found is None:
            raise NotFound("file", sha256)
        return found[0], await content_of(work, found[1])


async def must_be_attached(work: Work, case: Case, named: Sequence[Attachment]) -> None:
    """Nothing is asked where no file is named."""
    if named:
        signed = {one.sha256 for one in case.record.attachments}
        must_be_there(named, signed | await files.known_of(work, case.record.id, {one.sha256 for one in named}))
