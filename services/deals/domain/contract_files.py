"""How many files may a contract carry?"""

from messages.errors import RuleViolation

MOST_FILES = 20


def must_have_room(how_many: int) -> None:
    """DEA-31: a contract carries at most MOST_FILES files."""
    if how_many >= MOST_FILES:
        raise RuleViolation("DEA-31", most=MOST_FILES)
