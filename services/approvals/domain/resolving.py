"""Who signs a step, by which rule, and who was passed over and why?"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from messages.approvals.parts import Why
from services.approvals.domain.people import Directory, Person
from services.approvals.domain.policy import Chain, Policy, SignerRule


@dataclass(frozen=True)
class Chosen:
    person_id: UUID
    why: Why
    on_behalf_of: UUID | None = None
    weight: int = 1
    rule: int = 0
    need: int | None = None


@dataclass(frozen=True)
class Resolved:
    chosen: tuple[Chosen, ...]
    passed_over: tuple[Why, ...] = ()


@dataclass(frozen=True)
class Asked:
    """Who asks, who prepared the thing, and the facts; with the directory as it stands now."""

    requester: Person
    prepared_by: frozenset[UUID]
    facts: Mapping[str, Any]
    people: Directory
    now: datetime
    barred: frozenset[UUID] = frozenset()  # sign another step, and so not this one

    def may_sign(self, person: Person, policy: Policy) -> bool:
        """APP-1: who asked or prepared it does not decide it, unless the policy says so; nor one who has left."""
        own = person.id == self.requester.id or person.id in self.prepared_by
        mine = policy.requester_is_signer == "allow" or not own
        return person.active and mine and person.id not in self.barred


def signers_of(rules: Iterable[SignerRule], policy: Policy, asked: Asked) -> Resolved:
    """APP-23: each rule names people; each is replaced where he may not sign or is away; nobody is asked twice."""
    chosen: dict[UUID, Chosen] = {}
    passed_over: list[Why] = []
    for index, rule in enumerate(rules):
        named = _named(rule, asked)
        if not named:
            passed_over.append(Why(code="signer.nobody", params=_told(rule)))
        for person, why in named:
            taken = _eligible(person, why, policy, asked)
            if isinstance(taken, Why):
                passed_over.append(taken)
            elif taken.person_id in chosen:
                passed_over.append(Why(code="signer.twice", params={"name": asked.people.name_of(taken.person_id)}))
            else:
                chosen[taken.person_id] = replace(taken, weight=rule.weight, rule=index, need=rule.need)
    return Resolved(tuple(chosen.values()), tuple(passed_over))


def people_named(rules: Iterable[SignerRule], asked: Asked) -> list[UUID]:
    """Everybody whom the rules name, once; to be told, not to sign: nobody is replaced."""
    return list(dict.fromkeys(one.id for rule in rules for one, _ in _named(rule, asked) if one.active))


def _eligible(person: Person, why: Why, policy: Policy, asked: Asked) -> Chosen | Why:
    if person.id in asked.barred:
        return Why(code="signer.segregated", params={"name": person.name})
    if not asked.may_sign(person, policy):
        if person.active and policy.requester_is_signer in ("skip", "deny"):
            return Why(code="signer.own", params={"name": person.name})
        above = next((each for each in asked.people.managers_above(person) if asked.may_sign(each, policy)), None)
        if above is None:
            return Why(code="signer.own" if person.active else "signer.left", params={"name": person.name})
        code = "signer.superior" if person.active else "signer.superior_of_leaver"
        person, why = above, Why(code=code, params={"name": person.name})
    return _present(person, why, policy, asked)


def _present(person: Person, why: Why, policy: Policy, asked: Asked) -> Chosen:
    """APP-24: whoever is away is replaced by his substitute, if that one may sign; else he is asked all the same."""
    substitute = asked.people.substitute_of(person.id, asked.now)
    stands_in = asked.people.persons.get(substitute) if substitute else None
    if stands_in is None or not asked.may_sign(stands_in, policy):
        return Chosen(person.id, why)
    return Chosen(stands_in.id, Why(code="signer.substitute", params={"name": person.name}), on_behalf_of=person.id)


def _named(rule: SignerRule, asked: Asked) -> list[tuple[Person, Why]]:
    for given, way in _WAYS:
        if given(rule):
            return way(rule, asked)
    return []


def _by_login(rule: SignerRule, asked: Asked) -> list[tuple[Person, Why]]:
    logins = rule.group or (str(rule.person),)
    found = [asked.people.by_login[login] for login in logins if login in asked.people.by_login]
    return [(person, Why(code="signer.person", params={"name": person.name})) for person in found]


def _by_role(rule: SignerRule, asked: Asked) -> list[tuple[Person, Why]]:
    """Nearest: the holders whose unit shares the longest part of its path with the requester's."""
    holders = asked.people.by_role.get(str(rule.role), [])
    if rule.unit not in ("nearest", "any"):
        holders = [one for one in holders if one.unit == rule.unit or one.unit.startswith(f"{rule.unit}/")]
    elif rule.unit == "nearest" and holders:
        near = max(_shared(one.unit, asked.requester.unit) for one in holders)
        holders = [one for one in holders if _shared(one.unit, asked.requester.unit) == near]
    return [(one, Why(code="signer.role", params={"role": str(rule.role), "unit": one.unit})) for one in holders]


def _shared(unit: str, other: str) -> int:
    count = 0
    for one, two in zip(unit.split("/"), other.split("/"), strict=False):
        if one != two:
            break
        count += 1
    return count


def _manager(rule: SignerRule, asked: Asked) -> list[tuple[Person, Why]]:
    level = rule.manager or 1
    above = asked.people.managers_above(asked.requester)[level - 1 : level]
    return [(person, Why(code="signer.manager", params={"level": level})) for person in above]


def _chain(rule: SignerRule, asked: Asked) -> list[tuple[Person, Why]]:
    above, chain = asked.people.managers_above(asked.requester), rule.managers
    if chain and chain.levels:
        above = above[: chain.levels]
    elif chain:
        enough = (n for n, one in enumerate(above, 1) if _is_high_enough(one, chain, asked))
        above = above[: next(enough, len(above))]
    return [(one, Why(code="signer.manager", params={"level": level})) for level, one in enumerate(above, 1)]


def _is_high_enough(person: Person, chain: Chain, asked: Asked) -> bool:
    if chain.up_to_grade is not None:
        return person.grade is not None and person.grade >= chain.up_to_grade
    return _covers(person, chain, asked)


def _covers(person: Person, chain: Chain, asked: Asked) -> bool:
    """APP-76: a limit is in the currency of the manager's legal entity, and covers an amount in that currency only;
    in another one nothing is compared, and the chain goes on to his superior. The amount's currency is that of the
    fact `currency`, or of the requester's legal entity."""
    if person.approval_limit is None:
        return False
    told = asked.facts.get(chain.currency or "currency")
    currency = told if isinstance(told, str) and told else asked.people.currency_of(asked.requester)
    amount = Decimal(str(asked.facts[str(chain.up_to)]))
    return currency == asked.people.currency_of(person) and person.approval_limit >= amount


def _by_fact(rule: SignerRule, asked: Asked) -> list[tuple[Person, Why]]:
    person = asked.people.persons.get(UUID(asked.facts[str(rule.fact)]))
    return [(person, Why(code="signer.fact", params={"fact": str(rule.fact)}))] if person else []


_Way = Callable[[SignerRule, Asked], list[tuple[Person, Why]]]
_WAYS: tuple[tuple[Callable[[SignerRule], object], _Way], ...] = (
    (lambda rule: rule.person or rule.group, _by_login),
    (lambda rule: rule.role, _by_role),
    (lambda rule: rule.manager, _manager),
    (lambda rule: rule.managers, _chain),
    (lambda rule: rule.fact, _by_fact),
)


def _told(rule: SignerRule) -> dict[str, Any]:
    return {"rule": ", ".join(f"{key}: {value}" for key, value in rule.model_dump(exclude_defaults=True).items())}
