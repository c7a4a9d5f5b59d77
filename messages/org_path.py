"""Does a unit lie inside another one? A unit is written as its path from the top: `east/sales/north`."""


def is_within(unit: str | None, of: str | None) -> bool:
    """The unit itself, or one below it. Nobody is inside of no unit."""
    return bool(unit and of) and (unit == of or str(unit).startswith(f"{of}/"))
