"""Which fields make two leads the same, per product line?"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from uuid import UUID, uuid5

from messages.errors import Malformed
from services.leads.domain.duplicates import Keys

FIELDS = ("phone", "email", "company", "contact", "project")
OWN = "extra."  # before the name of a custom field
MOST_RULES = 10
MOST_FIELDS = 4  # together
Rule = tuple[str, ...]
NAMES = UUID("3f0e8a53-6f0b-5c7e-9d0d-5f1a7c1e2b44")
USUAL: tuple[Rule, ...] = (("phone",), ("email",), ("company", "project"))


@dataclass(frozen=True)
class MatchRules:
    """Any of them makes two leads one, all fields of it together. `line`: the product line they are compared within."""

    rules: tuple[Rule, ...] = USUAL
    line: str = ""
    version: int = 0


def rules_id(legal_entity_id: str, line: str) -> UUID:
    """By what the rules of a line are called, from their first version on."""
    return uuid5(NAMES, f"{legal_entity_id}/{line}")


def identities(keys: Keys, rules: MatchRules, *, people: bool = True) -> list[str]:
    """LEA-3: a lead with a phone, the e-mail, or the company and project of a live lead is its duplicate, or by what
    the rules of its product line name instead.

    `people` False: what a converted lead still holds, whose people may ask for something else: its company's projects.
    A dropped one holds nothing. Alike is never a duplicate.
    """
    wanted = [rule for rule in rules.rules if people or "project" in rule]
    return [found for rule in wanted for found in _of_rule(keys, rule, rules.line)]


def rule_between(one: Keys, other: Keys, rules: MatchRules) -> Rule | None:
    """The first by which they are the same."""
    for rule in rules.rules:
        if set(_of_rule(one, rule, "")) & set(_of_rule(other, rule, "")):
            return rule
    return None


def valid_rules(given: Sequence[Sequence[str]], own_fields: Iterable[str]) -> tuple[Rule, ...]:
    """LEA-52: a lead is compared by its phone, e-mail, company, contact, project and custom fields, up to four together
    in up to ten rules.
    """
    known = {*FIELDS, *(f"{OWN}{name}" for name in own_fields)}
    rules: list[Rule] = []
    for rule in given:
        for field in rule:
            if field not in known:
                raise Malformed("rules", field, "LEA-52", known=sorted(known), most=MOST_RULES)
        ordered = tuple(sorted(set(rule), key=_place))
        if ordered and ordered not in rules:
            rules.append(ordered)
    if not 0 < len(rules) <= MOST_RULES or any(len(rule) > MOST_FIELDS for rule in rules):
        raise Malformed("rules", str(given)[:200], "LEA-52", known=sorted(known), most=MOST_RULES)
    return tuple(rules)


def _place(field: str) -> tuple[int, str]:
    return (FIELDS.index(field), "") if field in FIELDS else (len(FIELDS), field)


def _of_rule(keys: Keys, rule: Rule, line: str) -> list[str]:
    """Nothing where one of its fields is not known. The usual ones keep the names they always had."""
    named: Mapping[str, tuple[str, ...]] = {
        "phone": keys.phones,
        "email": (keys.email,) if keys.email else (),
        "company": (keys.company,) if keys.company else (),
        "contact": (keys.contact,) if keys.contact else (),
        "project": (keys.project,) if keys.project else (),
        **{f"{OWN}{name}": (value,) for name, value in keys.own},
    }
    name = "deal" if rule == ("company", "project") else "+".join(rule)
    before = f"{line}/" if line else ""
    return [f"{before}{name}:{'|'.join(values)}" for values in product(*(named.get(field, ()) for field in rule))]
