"""Which votes of a step can nobody give whom the policy names, and who gives them instead?"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from messages.approvals.parts import Why
from services.approvals.domain.policies.policy import Mode, Step
from services.approvals.domain.requests.context import Context
from services.approvals.domain.routing.signers import Chosen, ResolvedSigners, signers_of

SUPERIOR = "signer.superior"


@dataclass(frozen=True)
class Vacancy:
    """One vote; `rule`: which entry of the signers asks for it."""

    rule: int
    weight: int = 1
    need: int | None = None


def vacancies(step: Step, resolved: ResolvedSigners) -> list[Vacancy]:
    """APP-122: a group keeps its need. Where so many of each group are needed, each keeps what it lacks; where all are,
    an entry that names nobody at all keeps one. A step without any signer has at least one."""
    if step.mode is Mode.QUORUM and step.quorum is not None and step.quorum.each is not None:
        found = list(_of_groups(step, step.quorum.each, resolved.chosen))
    elif step.mode in (Mode.ALL, Mode.SEQUENCE) and resolved.chosen:
        found = [_vacancy(step, rule) for rule in resolved.empty]
    else:
        found = []
    return found or ([] if resolved.chosen else [_vacancy(step, 0)])


def _of_groups(step: Step, each: int, chosen: Sequence[Chosen]) -> Iterator[Vacancy]:
    for number, rule in enumerate(step.signers):
        there = sum(one.rule == number for one in chosen)
        for _ in range((rule.need or each) - there):
            yield _vacancy(step, number)


def _vacancy(step: Step, rule: int) -> Vacancy:
    return Vacancy(rule, step.signers[rule].weight, step.signers[rule].need)


def stand_ins(vacant: Sequence[Vacancy], taken: Sequence[Chosen], context: Context) -> list[Chosen]:
    """The superior, or the rescuers whom the policy names; one gives one vote. Fewer than there are vacancies: the
    rest is for the role of the rescue."""
    asked = {one.person_id for one in taken}
    free = [signer for signer in _fallback_signers(context) if signer.person_id not in asked]
    by_name = free[:1] and free[0].why.code != SUPERIOR
    if by_name and not taken and len(vacant) == 1:  # nobody may sign the step: all who are named
        return [one._replace(rule=vacant[0].rule, need=vacant[0].need) for one in free]
    return [one._replace(rule=at.rule, need=at.need) for one, at in zip(free, vacant, strict=False)]


def _fallback_signers(context: Context) -> tuple[Chosen, ...]:
    """A vote they have given already counts here too."""
    if context.policy.no_signer.do == "superior":
        above = (one for one in context.people.managers_above(context.requester) if context.may_sign(one))
        why = Why(code=SUPERIOR, params={"name": context.requester.name})
        if found := tuple(Chosen(one.id, why) for one in above):
            return found
    named = context.policy.no_signer.do in ("superior", "rescue") and context.policy.no_signer.to.role is None
    return signers_of((context.policy.no_signer.to,), context).chosen if named else ()
