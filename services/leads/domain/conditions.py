"""Which leads does a rule mean?"""

from collections.abc import Iterable, Mapping, Sequence

from messages.errors import Malformed

ATTRIBUTES = (
    "source", "channel", "region", "product_line", "industry", "heat", "company", "contact", "phone", "email",
    "project", "bought_before",
)  # fmt: skip
KEY = "key"  # of clocks only: a lead is first found to be one
OWN = "extra."  # before the name of a custom field
YES = ("yes",)
Facts = Mapping[str, Sequence[str]]  # what is known of a lead, by attribute
When = Mapping[str, Sequence[str]]


def fits(facts: Facts, when: When) -> bool:
    """LEA-71: a rule means the leads that have, of each attribute it names, one of its values; case of letters aside.
    An attribute without values means any that is known."""
    return all(_has(facts.get(attribute, ()), values) for attribute, values in when.items())


def valid_when(
    field: str, when: When, own_fields: Iterable[str], *, besides: Iterable[str] = ()
) -> dict[str, list[str]]:
    """LEA-72: a rule names attributes of a lead, or custom fields."""
    known = {*ATTRIBUTES, *besides, *(f"{OWN}{name}" for name in own_fields)}
    for attribute in when:
        if attribute not in known:
            raise Malformed(field, attribute, "LEA-72", known=sorted(known))
    return {attribute: list(values) for attribute, values in when.items()}


def facts_of(
    said: Mapping[str, object],
    extra: Mapping[str, object],
    *,
    channels: Iterable[str | None] = (),
    has_won: bool = False,
    is_key: bool = False,
) -> Facts:
    """Of a lead, or of one that might come. `has_won`: its company has bought from us before."""
    facts: dict[str, Sequence[str]] = {name: (str(said[name]),) for name in ATTRIBUTES if said.get(name)}
    facts["channel"] = tuple(one for one in channels if one)
    facts |= {"bought_before": YES if has_won else (), KEY: YES if is_key else ()}
    return facts | {f"{OWN}{name}": (str(value),) for name, value in extra.items() if value not in (None, "")}


def _has(known: Sequence[str], wanted: Sequence[str]) -> bool:
    if not wanted:
        return bool(known)
    return not {one.casefold() for one in known}.isdisjoint(one.casefold() for one in wanted)
