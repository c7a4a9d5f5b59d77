"""Which line of the live events says that somebody has a notice?"""

from uuid import UUID

import pydantic_core

WRITTEN = "approvals.notice."


def is_for(line: str, person_id: UUID) -> bool:
    """The data of a live event names the person; without a name something was missed: look again."""
    if not line.startswith("data:"):
        return False
    return pydantic_core.from_json(line.removeprefix("data:")).get("id") in (None, str(person_id))
