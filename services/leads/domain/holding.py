"""How many leads may one person hold, and who may be given one?"""

from messages.errors import Refused


def must_have_room(*, held: int, more: int, limit: int) -> None:
    """LEA-7: nobody holds more leads of a pool than its limit."""
    if held + more > limit:
        raise Refused("LEA-7", held=held, limit=limit)


def must_be_receiver(name: str, *, active: bool, roles: frozenset[str], unit: str, within: str | None) -> None:
    """LEA-9: a lead is given to an active seller; a manager gives inside his unit. `within` None: anywhere."""
    inside = within is None or unit == within or unit.startswith(within + "/")
    if not (active and roles & {"sales", "sales_manager"} and inside):
        raise Refused("LEA-9", person=name)
