"""How are pieces spread over several places, in the order of the places?"""

from collections.abc import Sequence


def spread(quantity: int, rooms: Sequence[int]) -> list[int]:
    """The first places are filled first; what is given adds up to the quantity, or to all the room there is."""
    given = []
    for room in rooms:
        part = min(quantity, room)
        given.append(part)
        quantity -= part
    return given
