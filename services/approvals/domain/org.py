"""Which changes to the org chart are allowed?"""

from collections.abc import Mapping
from uuid import UUID

from messages.errors import Refused


def may_report_to(person_id: UUID, manager_id: UUID | None, managers: Mapping[UUID, UUID | None]) -> None:
    """APP-45: nobody is his own superior, not through others either."""
    above, seen = manager_id, set()
    while above is not None and above not in seen:
        if above == person_id:
            raise Refused("APP-45")
        seen.add(above)
        above = managers.get(above)


def parents_of(path: str) -> list[str]:
    """The path and every unit above it, highest first."""
    parts = path.split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]
