"""To whom does a lead go, by the rules of its pool?"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TypeVar
from uuid import UUID

from messages.errors import Malformed, RuleViolation
from messages.leads.assignment import AssignmentRuleRow, Method
from services.leads.domain.conditions import Facts, fits

T = TypeVar("T")
ABSENT, FULL, LEFT, RESTING = "absent", "full", "left", "resting"


@dataclass(frozen=True)
class Candidate:
    """Somebody who may be given leads of a pool, as he stands now."""

    id: UUID
    login: str
    name: str
    unit: str
    held: int
    limit: int
    last_turn: int = 0  # of the rule that is asked; 0: none yet
    is_new: bool = False
    is_member: bool = True  # else only some rule, or the fallback, names him
    hindered: str | None = None  # absent, has left, just gave this lead up

    @property
    def why_not(self) -> str | None:
        """LEA-73: a lead goes to nobody who is away, has left, holds as many as he may, or just gave it up."""
        return self.hindered or (FULL if self.held >= self.limit else None)


@dataclass(frozen=True)
class Given:
    """How many leads a rule has given so far, and how many of them to new people."""

    all: int = 0
    to_new: int = 0


@dataclass(frozen=True)
class Decision:
    """Whose a lead is, by which rule, and among whom was chosen."""

    rule: AssignmentRuleRow | None
    person: Candidate | None
    candidates: Sequence[Candidate] = ()
    for_newcomers: bool = False
    is_fallback: bool = False


@dataclass(frozen=True)
class Standing:
    """Who stands ready at a pool, and whose turn was when."""

    people: Mapping[UUID, Candidate]
    turns: Mapping[str, Mapping[UUID, int]] = field(default_factory=dict)  # by rule
    given: Mapping[str, Given] = field(default_factory=dict)  # by rule
    turn: int = 0  # the last one, of all rules

    def decide(
        self,
        facts: Facts,
        rules: Sequence[AssignmentRuleRow],
        fallback_id: UUID | None,
        resting: Collection[UUID] = (),
    ) -> Decision:
        """LEA-78: what fits no rule of its pool, or what nobody of a rule can be given, goes to the person whom the
        pool names for that; when he cannot be given it either, it waits in the pool."""
        rule = rule_for(facts, rules)
        candidates = self._candidates(rule, resting) if rule else []
        able, is_their_turn = _of_whom(rule, candidates, self.given.get(rule.name, Given())) if rule else ([], False)
        person = choose(rule, able) if rule else None
        if person is not None:
            return Decision(rule, person, candidates, is_their_turn)
        instead = self.people.get(fallback_id) if fallback_id else None
        is_able = instead is not None and instead.why_not is None and instead.id not in resting
        return Decision(rule, instead if is_able else None, candidates, is_fallback=is_able)

    def after(self, made: Decision) -> "Standing":
        """As it stands when that lead is given: so a batch ends as single posts do."""
        if made.person is None:
            return self
        one, turn = made.person.id, self.turn + 1
        person = self.people[one]
        people = {**self.people, one: replace(person, held=person.held + 1)}
        if made.rule is None or made.is_fallback:
            return replace(self, people=people, turn=turn)
        name = made.rule.name
        given = self.given.get(name, Given())
        return Standing(
            people,
            {**self.turns, name: {**self.turns.get(name, {}), one: turn}},
            {**self.given, name: Given(given.all + 1, given.to_new + person.is_new)},
            turn,
        )

    def _candidates(self, rule: AssignmentRuleRow, resting: Collection[UUID]) -> list[Candidate]:
        """Whom the rule names, else the members; by login."""
        turns, named = self.turns.get(rule.name, {}), {*rule.people}
        mine = [one for one in self.people.values() if (one.id in named if named else one.is_member)]
        return [
            replace(
                one,
                last_turn=turns.get(one.id, 0),
                hindered=one.hindered or (RESTING if one.id in resting else None),
            )
            for one in sorted(mine, key=lambda one: one.login)
        ]


def rule_for(facts: Facts, rules: Sequence[AssignmentRuleRow]) -> AssignmentRuleRow | None:
    """LEA-74: of a pool's rules the first counts that means the lead."""
    return next((rule for rule in rules if fits(facts, rule.when)), None)


def choose(rule: AssignmentRuleRow, able: Sequence[Candidate]) -> Candidate | None:
    """LEA-75: of those who may be given a lead it goes to the one whose turn is longest ago, or to the one who holds
    the fewest and, among equals, whose turn is longest ago. Who was skipped loses no turn, and gets none twice."""
    if rule.method is Method.FEWEST:
        return min(able, key=lambda one: (one.held, one.last_turn, one.login), default=None)
    return min(able, key=lambda one: (one.last_turn, one.login), default=None)


def _of_whom(
    rule: AssignmentRuleRow, candidates: Sequence[Candidate], given: Given
) -> tuple[Sequence[Candidate], bool]:
    """LEA-76: of a rule's leads the share that it says goes to new people, the rest to the others, as long as there are
    both."""
    able = [one for one in candidates if one.why_not is None]
    new, others = [one for one in able if one.is_new], [one for one in able if not one.is_new]
    if not rule.newcomer_share or not new or not others:
        return able, False
    is_their_turn = 100 * given.to_new < rule.newcomer_share * (given.all + 1) - 50
    return (new, True) if is_their_turn else (others, False)


def must_have_rules(pool: str, found: T | None) -> T:
    """LEA-79: leads are given out by the rules of a pool that has some."""
    if found is None:
        raise RuleViolation("LEA-79", pool=pool)
    return found


def must_be_good(rules: Sequence[AssignmentRuleRow], known: Collection[UUID], fallback: UUID | None) -> None:
    """LEA-77: each rule is named once; rules and the fallback name people who work for the pool's legal entity."""
    names = [rule.name.casefold() for rule in rules]
    if twice := next((name for name in names if names.count(name) > 1), None):
        raise Malformed("rules", twice, "LEA-77")
    if unknown := next((one for rule in rules for one in rule.people if one not in known), None):
        raise Malformed("rules", unknown, "LEA-77")
    if fallback is not None and fallback not in known:
        raise Malformed("fallback_id", fallback, "LEA-77")
