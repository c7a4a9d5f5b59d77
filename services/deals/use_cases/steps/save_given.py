"""How is kept what came with a follow-up or a comment? A step of both."""

import base64
from collections.abc import Sequence
from uuid import UUID

from chassis.db.unit_of_work import Work
from chassis.records.files import save_file
from messages.deals.follow_ups import GivenFile
from services.deals.store import sale_files


async def save_given(work: Work, record_id: UUID, given: Sequence[GivenFile], *, entity: str) -> None:
    """By content; the record that it came with decides who may read it."""
    saved = [
        await save_file(
            work,
            name=one.name,
            media_type=one.media_type,
            content=base64.b64decode(one.content),
            legal_entity_id=entity,
        )
        for one in given
    ]
    await sale_files.add_files(work, record_id, saved)
