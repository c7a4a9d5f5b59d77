"""Who hears with whom a registration is in conflict? Its signers; whoever asks for it hears only that it is."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from messages.approvals.states import TaskKind
from services.approvals.domain.requests.progress import RequestProgress

NAMING = ("conflict_with", "conflict_owner")


def may_hear_names(progress: RequestProgress, reader: UUID | None) -> bool:
    """None is the engine itself. Who is only asked for information signs nothing."""
    if reader != progress.requester_id and reader not in progress.prepared_by:
        return True
    signers = (signer for step in progress.steps for signer in step.signers if signer.kind is TaskKind.APPROVAL)
    return any(signer.person_id == reader for signer in signers)


def unnamed(written: Mapping[str, Any]) -> dict[str, Any]:
    """What is written in a request, for eyes that may not see the other record."""
    return {field: masked(value) if field in NAMING else value for field, value in written.items()}


def masked(value: Any) -> str:
    """Of a number the kind; of a name nothing: RG-***, ***."""
    kind, dash, _ = str(value or "").partition("-")
    return f"{kind}-***" if dash else "***" if kind else ""
