"""How is a change of the directory written into its audit chain?"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from services.approvals.domain.audit.directory_lines import NOTHING, chain_of, changes_between
from services.approvals.store.audit.entries import append_line


async def record_change(
    work: Work, kind: str, id: UUID | str, *, named: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Nothing when nothing has changed. `before` is empty for what is new."""
    changes = changes_between(before, after)
    if changes:
        code = f"audit.{kind}.changed" if before else f"audit.{kind}.added"
        said = "; ".join(f"{change['field']}: {change['was']} → {change['now']}" for change in changes)
        params = {"named": named, "said": said, "changes": changes, "version": after.get("version", 1)}
        await append_line(work, chain_of(kind, id), code, params)


async def record_act(work: Work, kind: str, id: UUID | str, act: str, *, named: str, said: str = "") -> None:
    await append_line(work, chain_of(kind, id), f"audit.{kind}.{act}", {"named": named, "said": said})


__all__ = ["NOTHING", "record_act", "record_change"]
