"""Which opportunity may be opened?"""

from messages.errors import Refused
from messages.money import Money


def must_expect_something(expected: Money | None) -> None:
    """DEA-28: an expected value is not negative."""
    if expected is not None and expected.amount < 0:
        raise Refused("DEA-28", expected=expected)


def refuse_taken(external_id: str | None, number: str | None, id: object) -> Refused:
    """The "no" of an opportunity that could not be put in: either its external id or its id stands already."""
    return _external_id_taken(external_id, number) if number else id_taken(id)


def _external_id_taken(external_id: str | None, number: str) -> Refused:
    """DEA-29: the number of another system names one opportunity of a legal entity."""
    return Refused("DEA-29", external_id=external_id, number=number)


def id_taken(id: object) -> Refused:
    """DEA-26: an id names one record."""
    return Refused("DEA-26", id=id)
