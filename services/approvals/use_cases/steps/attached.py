"""Have the files that a decision or a comment names been attached to the request?"""

from collections.abc import Sequence

from chassis.db.unit_of_work import Work
from messages.files import Attachment
from services.approvals.domain.acts.attachments import must_be_there
from services.approvals.domain.requests.request import Request
from services.approvals.store.requests import files


async def must_be_attached(work: Work, request: Request, named: Sequence[Attachment]) -> None:
    """Where no file is named, the database is not asked."""
    if named:
        signed = {attachment.sha256 for attachment in request.header.attachments}
        must_be_there(named, signed | await files.known_of(work, request.header.id, {one.sha256 for one in named}))
