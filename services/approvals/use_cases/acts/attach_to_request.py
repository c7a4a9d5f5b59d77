"""How does a file come to what is said about a request, and how is it had again?"""

import hashlib
from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from chassis.records.files import content_of, save_file
from messages.errors import NotFound
from messages.files import AttachedFile
from services.approvals.domain.acts.attachments import must_have_room
from services.approvals.store.requests import files
from services.approvals.store.requests.requests import find_request, lock_request
from services.approvals.use_cases.steps.apply import must_see


async def attach_to_request(
    request_id: UUID, uow: UnitOfWork, *, name: str, media_type: str, content: bytes
) -> AttachedFile:
    """Kept by whoever may see the request, to be named in a decision or a comment. The same content is kept once."""
    async with uow.begin() as work:
        request = await lock_request(work, request_id)
        await must_see(work, request, "request", request_id)
        sha256 = hashlib.sha256(content).hexdigest()
        known = await files.find_file(work, request_id, sha256)
        if known is not None:
            return known[0]
        must_have_room(await files.count_files(work, request_id))
        entity = request.header.legal_entity_id
        kept = await save_file(work, name=name, media_type=media_type, content=content, legal_entity_id=entity)
        await files.add_file(work, request_id, kept)
        return AttachedFile(name=kept.name, sha256=kept.sha256, size=kept.size, media_type=kept.media_type)


async def show_attached(request_id: UUID, sha256: str, uow: UnitOfWork) -> tuple[AttachedFile, bytes]:
    async with uow.begin() as work:
        request = await find_request(work, request_id)
        await must_see(work, request, "request", request_id)
        found = await files.find_file(work, request_id, sha256)
        if found is None:
            raise NotFound("file", sha256)
        return found[0], await content_of(work, found[1])
