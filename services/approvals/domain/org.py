"""Which changes to the org chart are allowed?"""

from collections.abc import Container, Mapping
from uuid import UUID

from messages.errors import Forbidden, Refused


def login_is_free(login: str, *, taken: bool) -> None:
    """APP-44: a login is one person's."""
    if taken:
        raise Refused("APP-44", login=login)


def may_report_to(person_id: UUID, manager_id: UUID | None, managers: Mapping[UUID, UUID | None]) -> None:
    """APP-45: nobody is his own superior, not through others either."""
    above, seen = manager_id, set()
    while above is not None and above not in seen:
        if above == person_id:
            raise Refused("APP-45")
        seen.add(above)
        above = managers.get(above)


def entity_is_known(legal_entity_id: str, *, known: bool) -> None:
    """APP-46: people and units belong to a legal entity that is set up."""
    if not known:
        raise Refused("APP-46", legal_entity_id=legal_entity_id)


def manager_is_known(login: str | None, logins: Container[str]) -> None:
    """APP-47: a manager in the file is in the house or in the same file."""
    if login is not None and login not in logins:
        raise Refused("APP-47", login=login)


def calendar_is_known(code: str, *, known: bool) -> None:
    """APP-48: a legal entity works by a calendar that is set up."""
    if not known:
        raise Refused("APP-48", calendar=code)


def may_tell_absence(person_id: UUID, actor_id: UUID, *, keeps: bool) -> None:
    """APP-52: everybody tells his own absence; those who keep the people tell anybody's."""
    if person_id != actor_id and not keeps:
        raise Forbidden("absence")


def parents_of(path: str) -> list[str]:
    """The path and every unit above it, highest first."""
    parts = path.split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]
