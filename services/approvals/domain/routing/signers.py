"""Who signs a step, by which rule, and who was passed over and why?"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, NamedTuple
from uuid import UUID

from messages.approvals.parts import Why
from messages.org_path import is_within
from services.approvals.domain.people.directory import Person
from services.approvals.domain.policies.policy import Chain, Quorum, SignerRule
from services.approvals.domain.requests.context import Context
from services.approvals.domain.routing.seats import seats

GONE = ("signer.nobody", "signer.left")  # nobody is there; the others may not, or sign already


class Chosen(NamedTuple):
    person_id: UUID
    why: Why
    on_behalf_of: UUID | None = None
    weight: int = 1
    rule: int = 0
    need: int | None = None


@dataclass(frozen=True)
class ResolvedSigners:
    chosen: tuple[Chosen, ...]
    skipped: tuple[Why, ...] = ()
    empty: tuple[int, ...] = ()  # which of the rules name nobody who works here


class _Found(NamedTuple):
    person_id: UUID
    why: Why
    on_behalf_of: UUID | None = None


@dataclass(frozen=True)
class _Group:
    """Whom one rule finds."""

    taken: tuple[_Found, ...]
    named: tuple[Person, ...]
    passed_over: tuple[Why, ...]
    empty: bool  # nobody whom it names works here

    @property
    def himself(self) -> frozenset[UUID]:
        """Whom the rule names, not in the place of another."""
        signing = {one.person_id for one in self.taken}
        return frozenset(person.id for person in self.named if person.id in signing)


def signers_of(rules: Iterable[SignerRule], context: Context, quorum: Quorum | None = None) -> ResolvedSigners:
    """APP-23: each rule names people; each is replaced where he may not sign or is away; nobody is asked twice. Of a
    quorum of each group, whom several groups name counts where he is needed, in his own group first; elsewhere in the
    first that names him."""
    rules = tuple(rules)
    groups = [_group(rule, context) for rule in rules]
    counts_in = _counts_in(rules, groups, quorum.each if quorum else None) if len(groups) > 1 else None
    chosen: dict[UUID, Chosen] = {}
    skipped: list[Why] = []
    for index, (rule, group) in enumerate(zip(rules, groups, strict=True)):
        skipped += group.passed_over
        for one in group.taken:
            if one.person_id in chosen or (counts_in is not None and counts_in[one.person_id] != index):
                skipped.append(Why(code="signer.twice", params={"name": context.people.name_of(one.person_id)}))
            else:
                chosen[one.person_id] = Chosen(*one, weight=rule.weight, rule=index, need=rule.need)
    empty = tuple(index for index, group in enumerate(groups) if group.empty)
    return ResolvedSigners(tuple(chosen.values()), tuple(skipped), empty)


def _counts_in(rules: Sequence[SignerRule], groups: Sequence[_Group], each: int | None) -> dict[UUID, int]:
    found = []
    for group in groups:
        himself = group.himself if each is not None else frozenset()
        found.append({one.person_id: each is None or one.person_id in himself for one in group.taken})
    return seats(found, [0 if each is None else rule.need or each for rule in rules])


def _group(rule: SignerRule, context: Context) -> _Group:
    named = _named(rule, context)
    found = [_eligible(person, why, context) for person, why in named]
    taken = tuple(one for one in found if isinstance(one, _Found))
    reached = _reaches(rule, taken, context)
    passed_over = [one for one in found if isinstance(one, Why)]
    passed_over += [] if found and reached else [_nobody(rule, context)]
    empty = not reached or (all(why.code in GONE for why in passed_over) and not taken)
    return _Group(taken if reached else (), tuple(person for person, _ in named), tuple(passed_over), empty)


def _reaches(rule: SignerRule, taken: Sequence[_Found], context: Context) -> bool:
    """APP-123: managers up to a limit, or a grade, sign only where one of them has it; else the rule names nobody."""
    if rule.managers is None or rule.managers.levels is not None:
        return True
    persons = context.people.persons
    return any(_is_high_enough(persons[one.on_behalf_of or one.person_id], rule.managers, context) for one in taken)


def _nobody(rule: SignerRule, context: Context) -> Why:
    if rule.managers and rule.managers.up_to:
        return Why(
            code="signer.no_limit", params={"amount": f"{Decimal(str(context.facts[rule.managers.up_to])):,.2f}"}
        )
    return Why(code="signer.nobody", params=_described(rule))


def people_named(rules: Iterable[SignerRule], context: Context) -> list[UUID]:
    """Everybody whom the rules name, once; to be told, not to sign: nobody is replaced."""
    return list(dict.fromkeys(one.id for rule in rules for one, _ in _named(rule, context) if one.active))


def _eligible(person: Person, why: Why, context: Context) -> _Found | Why:
    if context.barred and person.id in context.barred:
        return Why(code="signer.segregated", params={"name": person.name})
    if not context.may_sign(person):
        if person.active and context.policy.requester_is_signer in ("skip", "deny"):
            return Why(code="signer.own", params={"name": person.name})
        above = next((each for each in context.people.managers_above(person) if context.may_sign(each)), None)
        if above is None:
            return Why(code="signer.own" if person.active else "signer.left", params={"name": person.name})
        code = "signer.superior" if person.active else "signer.superior_of_leaver"
        person, why = above, Why(code=code, params={"name": person.name})
    return _present(person, why, context)


def _present(person: Person, why: Why, context: Context) -> _Found:
    """APP-24: whoever is away is replaced by his substitute, if that one may sign; else he is asked all the same."""
    substitute = context.people.substitute_of(person.id, context.now)
    stands_in = context.people.persons.get(substitute) if substitute else None
    if stands_in is None or not context.may_sign(stands_in):
        return _Found(person.id, why)
    return _Found(stands_in.id, Why(code="signer.substitute", params={"name": person.name}), on_behalf_of=person.id)


def _named(rule: SignerRule, context: Context) -> list[tuple[Person, Why]]:
    for given, way in _WAYS:
        if given(rule):
            return way(rule, context)
    return []


def _by_login(rule: SignerRule, context: Context) -> list[tuple[Person, Why]]:
    logins = rule.group or (str(rule.person),)
    found = [context.people.by_login[login] for login in logins if login in context.people.by_login]
    return [(person, Why(code="signer.person", params={"name": person.name})) for person in found]


def _by_role(rule: SignerRule, context: Context) -> list[tuple[Person, Why]]:
    """Nearest: the holders whose unit shares the longest part of its path with the requester's."""
    holders = context.people.by_role.get(str(rule.role), [])
    if rule.unit not in ("nearest", "any"):
        holders = [holder for holder in holders if is_within(holder.unit, rule.unit)]
    elif rule.unit == "nearest" and holders:
        near = max(_shared(holder.unit, context.requester.unit) for holder in holders)
        holders = [holder for holder in holders if _shared(holder.unit, context.requester.unit) == near]
    units = {holder.unit for holder in holders}
    why = {unit: Why(code="signer.role", params={"role": str(rule.role), "unit": unit}) for unit in units}
    return [(holder, why[holder.unit]) for holder in holders]


def _shared(unit: str, other: str) -> int:
    count = 0
    for one, two in zip(unit.split("/"), other.split("/"), strict=False):
        if one != two:
            break
        count += 1
    return count


def _manager(rule: SignerRule, context: Context) -> list[tuple[Person, Why]]:
    level = rule.manager or 1
    above = context.people.managers_above(context.requester)[level - 1 : level]
    return [(person, Why(code="signer.manager", params={"level": level})) for person in above]


def _chain(rule: SignerRule, context: Context) -> list[tuple[Person, Why]]:
    above, chain = context.people.managers_above(context.requester), rule.managers
    if chain and chain.levels:
        above = above[: chain.levels]
    elif chain:
        signs = ((n, one) for n, one in enumerate(above, 1) if one.active and one.id not in context.barred)
        enough = (n for n, one in signs if _is_high_enough(one, chain, context))
        above = above[: next(enough, len(above))]
    return [(one, Why(code="signer.manager", params={"level": level})) for level, one in enumerate(above, 1)]


def _is_high_enough(person: Person, chain: Chain, context: Context) -> bool:
    if chain.up_to_grade is not None:
        return person.grade is not None and person.grade >= chain.up_to_grade
    return _covers(person, chain, context)


def _covers(person: Person, chain: Chain, context: Context) -> bool:
    """APP-76: a limit is in the currency of the manager's legal entity, and covers an amount in that currency only;
    in another one nothing is compared, and the chain goes on to his superior. The amount's currency is that of the
    fact `currency`, or of the requester's legal entity."""
    if person.approval_limit is None:
        return False
    told = context.facts.get(chain.currency or "currency")
    currency = told if isinstance(told, str) and told else context.people.currency_of(context.requester)
    amount = Decimal(str(context.facts[str(chain.up_to)]))
    return currency == context.people.currency_of(person) and person.approval_limit >= amount


def _by_fact(rule: SignerRule, context: Context) -> list[tuple[Person, Why]]:
    person = context.people.persons.get(UUID(context.facts[str(rule.fact)]))
    return [(person, Why(code="signer.fact", params={"fact": str(rule.fact)}))] if person else []


_Way = Callable[[SignerRule, Context], list[tuple[Person, Why]]]
_WAYS: tuple[tuple[Callable[[SignerRule], object], _Way], ...] = (
    (lambda rule: rule.person or rule.group, _by_login),
    (lambda rule: rule.role, _by_role),
    (lambda rule: rule.manager, _manager),
    (lambda rule: rule.managers, _chain),
    (lambda rule: rule.fact, _by_fact),
)


def _described(rule: SignerRule) -> dict[str, Any]:
    return {"rule": ", ".join(f"{key}: {value}" for key, value in rule.model_dump(exclude_defaults=True).items())}
