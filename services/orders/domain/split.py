"""How are pieces split over several lines or stock locations, in their order?"""

from collections.abc import Sequence


def split(quantity: int, rooms: Sequence[int]) -> list[int]:
    """The first are filled first; the parts add up to the quantity, or to all the room there is."""
    given = []
    for room in rooms:
        part = min(quantity, room)
        given.append(part)
        quantity -= part
    return given
