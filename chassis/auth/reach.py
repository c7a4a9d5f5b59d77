"""How far does an act reach: whose people, units, policies, calendars and products may somebody change?"""

from collections.abc import Iterable

from chassis.auth.identity import ALL, Actor
from messages.errors import Forbidden, NotFound


def has_reach(actor: Actor, legal_entity_id: str | None) -> bool:
    """SYS-60: an act reaches as far as the legal entities of whoever acts; what belongs to the whole house is changed
    by those who work for the whole house."""
    return ALL in actor.legal_entities or (legal_entity_id or ALL) in actor.legal_entities


def has_reach_of_all(actor: Actor, legal_entities: Iterable[str]) -> bool:
    """Of the whole house, or of each of these; of none at all only of the whole house."""
    wanted = set(legal_entities)
    return ALL in actor.legal_entities or (bool(wanted) and wanted <= set(actor.legal_entities))


def must_reach(actor: Actor, *legal_entities: str | None, verb: str) -> None:
    """SYS-61: who acts beyond his legal entities is refused, and nothing changes."""
    beyond = next((entity or ALL for entity in legal_entities if not has_reach(actor, entity)), None)
    if beyond == ALL:
        raise Forbidden(verb, "SYS-62")
    if beyond is not None:
        raise Forbidden(verb, "SYS-60", legal_entity_id=beyond)


def must_reach_all(actor: Actor, legal_entities: Iterable[str], *, verb: str) -> None:
    """SYS-62: what is the same for all legal entities is changed by who works for each of them."""
    if not has_reach_of_all(actor, legal_entities):
        raise Forbidden(verb, "SYS-62")


def must_see(actor: Actor, legal_entity_id: str | None, *, kind: str, id: object) -> None:
    """SYS-63: the record of another legal entity is as if it were not there."""
    if not has_reach(actor, legal_entity_id):
        raise NotFound(kind, str(id))
