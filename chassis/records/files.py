"""How is a file kept: by its content, with an owner?"""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import insert, select

from chassis.db.common_tables import files
from chassis.db.unit_of_work import Work
from messages.base import View
from messages.errors import NotFound, RuleViolation

MOST_BYTES = 8 * 1024 * 1024
SHOWN = [column for column in files.c if column.name not in ("content", "path")]


class FileView(View):
    id: UUID
    sha256: str
    name: str
    media_type: str
    size: int
    owner_id: UUID
    owner_unit: str
    legal_entity_id: str
    created_at: datetime


async def save_file(
    work: Work, *, name: str, media_type: str, content: bytes, legal_entity_id: str, owner_unit: str | None = None
) -> FileView:
    """SYS-15: a file is not empty and not larger than MOST_BYTES. The same content of the same owner is kept once."""
    if not 0 < len(content) <= MOST_BYTES:
        raise RuleViolation("SYS-15", most=MOST_BYTES)
    digest = hashlib.sha256(content).hexdigest()
    same = (files.c.sha256 == digest) & (files.c.owner_id == work.actor.id) & (files.c.name == name)
    known = (await work.session.execute(select(*SHOWN).where(same))).mappings().first()
    if known:
        return _view(known)
    values = {
        "id": work.new_id(),
        "sha256": digest,
        "name": name,
        "media_type": media_type,
        "size": len(content),
        "owner_id": work.actor.id,
        "owner_unit": owner_unit if owner_unit is not None else work.actor.unit,
        "legal_entity_id": legal_entity_id,
        "created_at": work.now,
    }
    await work.session.execute(insert(files).values(**values, content=content))
    return _view(values)


async def find_file(work: Work, id: UUID) -> FileView | None:
    """Without its content and whoever owns it: the record that the file belongs to decides who may see it."""
    row = (await work.session.execute(select(*SHOWN).where(files.c.id == id))).mappings().first()
    return _view(row) if row else None


async def content_of(work: Work, id: UUID) -> bytes:
    """Whoever owns it, as `find_file`. Raises NotFound."""
    content = (await work.session.execute(select(files.c.content).where(files.c.id == id))).scalar()
    if content is None:
        raise NotFound("file", id)
    return bytes(content)


def _view(row: Mapping[str, Any] | Any) -> FileView:
    return FileView(**{name: row[name] for name in FileView.model_fields})
