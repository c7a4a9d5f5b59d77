"""Which changes to the org chart are allowed?"""

from collections.abc import Container, Mapping, Sequence
from typing import TypeVar
from uuid import UUID

from messages.errors import Forbidden, RuleViolation
from services.approvals.domain.people.directory import Directory, Person

Named = TypeVar("Named", UUID, str)
NO_DUTY = "sales"  # a role that signs nothing


def must_be_free_login(login: str, *, taken: bool) -> None:
    """APP-44: a login is one person's."""
    if taken:
        raise RuleViolation("APP-44", login=login)


def must_not_report_in_circle(
    person_id: Named, manager_id: Named | None, managers: Mapping[Named, Named | None]
) -> None:
    """APP-45: nobody is his own superior, not through others either."""
    above, seen = manager_id, set()
    while above is not None and above not in seen:
        if above == person_id:
            raise RuleViolation("APP-45")
        seen.add(above)
        above = managers.get(above)


def must_be_known_entity(legal_entity_id: str, *, known: bool) -> None:
    """APP-46: people and units belong to a legal entity that is set up."""
    if not known:
        raise RuleViolation("APP-46", legal_entity_id=legal_entity_id)


def entities_of(wanted: Sequence[str], own: str) -> list[str]:
    """Each once, without the one that is his own anyway."""
    return [entity for entity in dict.fromkeys(wanted) if entity != own]


def must_give_own_entities(before: Sequence[str], after: Sequence[str], actor: Container[str]) -> None:
    """APP-140: a legal entity is given to a person, or taken from him, by those who work for it."""
    for entity in sorted({*before} ^ {*after}):
        if entity not in actor and "*" not in actor:
            raise RuleViolation("APP-140", legal_entity_id=entity)


def must_be_known_manager(login: str | None, logins: Container[str]) -> None:
    """APP-47: a manager in the file is in the house or in the same file."""
    if login is not None and login not in logins:
        raise RuleViolation("APP-47", login=login)


def must_be_known_calendar(code: str, *, known: bool) -> None:
    """APP-48: a legal entity works by a calendar that is set up."""
    if not known:
        raise RuleViolation("APP-48", calendar=code)


def must_report_own_absence(person_id: UUID, actor_id: UUID, *, keeps: bool) -> None:
    """APP-52: everybody tells his own absence; those who keep the people tell anybody's."""
    if person_id != actor_id and not keeps:
        raise Forbidden("absence")


def must_stand_in(taker: Person, person: Person, people: Directory) -> None:
    """APP-151: who stands in for somebody works for the same legal entity, has not left, and may do what he does: has
    his roles and no smaller limit, or is his superior; nobody's own people stand in for him."""
    if not (_is_colleague(taker, person) and _is_entitled(taker, person, people)):
        raise RuleViolation("APP-151", name=taker.name, person=person.name)


def must_take_over(taker: Person, person: Person, people: Directory) -> None:
    """APP-154: who takes over from somebody is one who may stand in for him; of one above whom nobody is left, any
    colleague of the same legal entity: what he may not sign goes on to the rescue."""
    is_alone = not any(above.active for above in people.managers_above(person))
    if not (_is_colleague(taker, person) and (is_alone or _is_entitled(taker, person, people))):
        raise RuleViolation("APP-154", name=taker.name, person=person.name)


def _is_colleague(taker: Person, person: Person) -> bool:
    return taker.active and bool({person.legal_entity_id, "*"} & {*taker.legal_entities})


def _is_entitled(taker: Person, person: Person, people: Directory) -> bool:
    if taker in people.managers_above(person):
        return True
    below = person in people.managers_above(taker)
    return person.roles - {NO_DUTY} <= taker.roles and _has_limit_of(taker, person, people) and not below


def _has_limit_of(taker: Person, person: Person, people: Directory) -> bool:
    """Limits are in the currency of each one's legal entity; of two currencies nothing is compared."""
    if person.approval_limit is None:
        return True
    same = people.currency_of(taker) == people.currency_of(person)
    return same and taker.approval_limit is not None and taker.approval_limit >= person.approval_limit


def parents_of(path: str) -> list[str]:
    """The path and every unit above it, highest first."""
    parts = path.split("/")
    return ["/".join(parts[: n + 1]) for n in range(len(parts))]
