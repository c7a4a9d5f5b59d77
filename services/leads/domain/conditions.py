"""Which leads does a rule mean?"""

from collections.abc import Iterable, Mapping, Sequence

from messages.errors import Malformed

ATTRIBUTES = ("source", "channel", "region", "product_line")
OWN = "extra."  # before the name of a custom field
Facts = Mapping[str, Sequence[str]]  # what is known of a lead, by attribute
When = Mapping[str, Sequence[str]]


def fits(facts: Facts, when: When) -> bool:
    """LEA-71: a rule means the leads that have, of each attribute it names, one of its values; width and case of
    letters aside. An attribute without values means any that is known."""
    return all(_has(facts.get(attribute, ()), values) for attribute, values in when.items())


def valid_when(field: str, when: When, own_fields: Iterable[str]) -> dict[str, list[str]]:
    """LEA-72: a rule names attributes of a lead, or custom fields."""
    known = {*ATTRIBUTES, *(f"{OWN}{name}" for name in own_fields)}
    for attribute in when:
        if attribute not in known:
            raise Malformed(field, attribute, "LEA-72", known=sorted(known))
    return {attribute: list(values) for attribute, values in when.items()}


def facts_of(said: Mapping[str, object], extra: Mapping[str, object], *, channels: Iterable[str | None]) -> Facts:
    """Of a lead, or of one that might come."""
    facts: dict[str, Sequence[str]] = {name: (str(said[name]),) for name in ATTRIBUTES if said.get(name)}
    facts["channel"] = tuple(one for one in channels if one)
    return facts | {f"{OWN}{name}": (str(value),) for name, value in extra.items() if value not in (None, "")}


def _has(known: Sequence[str], wanted: Sequence[str]) -> bool:
    if not wanted:
        return bool(known)
    return not {one.casefold() for one in known}.isdisjoint(one.casefold() for one in wanted)
