"""May this policy be published, and what is its hash?"""

from string import Formatter
from typing import Any

import yaml
from pydantic import ValidationError

from messages.errors import Refused
from services.approvals.domain.asking import TAKEN_OVER
from services.approvals.domain.canonical import sha256
from services.approvals.domain.conditions import mistake
from services.approvals.domain.keywords import in_english
from services.approvals.domain.lines import line_of, written_twice
from services.approvals.domain.policy import (
    Branch,
    FactType,
    Mode,
    Notify,
    Parallel,
    Policy,
    Rung,
    SignerRule,
    Step,
    steps_of,
)
from services.approvals.domain.reaching import never_true

FILLED = {"number", "title", "requester", "outcome"}  # in the words of a notice
TAGS = ("a-step", "a-group")


def read_yaml(text: str) -> Policy:
    """A mistake is told with its line. Aliases are not understood: a few lines of them unfold to gigabytes."""
    try:
        alias = next((token for token in yaml.scan(text) if isinstance(token, yaml.AliasToken)), None)
        if alias is not None:
            raise _wrong(f"line {alias.start_mark.line + 1}", "an alias")
        if (twice := written_twice(text)) is not None:
            raise _wrong(f"line {twice[0]}", f"{twice[1]} is written twice")
        written = yaml.safe_load(text)
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 0
        raise _wrong(f"line {line}", wrong.problem or "not YAML") from wrong
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, wrong.position) + 1
        raise _wrong(f"line {line}", f"the character U+{wrong.character:04X} is not allowed") from wrong
    except (RecursionError, ValueError) as wrong:
        raise _wrong("policy", "not YAML that could be a policy") from wrong
    try:
        return read(written)
    except Refused as no:
        raise with_line(text, no) from no


def with_line(text: str, no: Refused) -> Refused:
    """The same, with the line of its place."""
    place = str(no.params["place"])
    return _wrong(f"line {line_of(text, place)}: {place}", str(no.params["problem"]))


def read(written: Any) -> Policy:
    """APP-11: a policy that is not understood, or could not be carried out, is refused with the place in it."""
    try:
        policy = Policy.model_validate(in_english(written))
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False)[0]
        raise _wrong(_place(first["loc"]), first["msg"].removeprefix("Value error, ")) from wrong
    _check(policy)
    return policy


def body_of(policy: Policy) -> dict[str, Any]:
    """The canonical form: English keywords, without what is left at its default."""
    return policy.model_dump(mode="json", exclude_defaults=True)


def hash_of(policy: Policy) -> str:
    """APP-22: the same policy has the same hash, in Chinese or English, with defaults written or left out."""
    return sha256(body_of(policy))


def _check(policy: Policy) -> None:
    keys: set[str] = set()
    for _, step in steps_of(policy.route):
        if step.step in keys:
            raise _wrong(step.step, "two steps have this key")
        keys.add(step.step)
    for index, key in enumerate(policy.segregate if isinstance(policy.segregate, tuple) else ()):
        if key not in keys:
            raise _wrong(f"segregate[{index}]", f"no step is called {key}")
    _check_rule(policy, policy.no_signer.to, "no_signer.to")
    _check_route(policy, policy.route, "route")
    for index, one in enumerate(policy.notify):
        _check_notify(policy, one, f"notify[{index}]")


def _check_route(policy: Policy, route: tuple[Step | Parallel, ...], place: str, behind: tuple[str, ...] = ()) -> None:
    """`behind`: the conditions of the branches around it."""
    for index, node in enumerate(route):
        here = f"{place}[{index}]"
        if isinstance(node, Step):
            _check_step(policy, node, here)
            _must_be_reached(policy, node, behind, here)
            continue
        names = [branch.branch for branch in node.branches]
        if len(set(names)) < len(names):
            raise _wrong(here, "two branches have one name")
        for number, branch in enumerate(node.branches):
            _check_when(policy, branch, f"{here}.branches[{number}]")
            _must_be_reached(policy, branch, behind, f"{here}.branches[{number}]")
            inside = (*behind, branch.when) if branch.when else behind
            _check_route(policy, branch.route, f"{here}.branches[{number}].route", inside)


def _must_be_reached(policy: Policy, node: Step | Branch, behind: tuple[str, ...], place: str) -> None:
    if node.when is not None and never_true((*behind, node.when), policy.facts):
        raise _wrong(f"{place}.when", "this can never be true, so nobody would ever be asked")


def _check_step(policy: Policy, step: Step, place: str) -> None:
    _check_when(policy, step, place)
    for index, rule in enumerate(step.signers):
        _check_rule(policy, rule, f"{place}.signers[{index}]")
    if (step.mode is Mode.QUORUM) != (step.quorum is not None):
        raise _wrong(f"{place}.quorum", "mode quorum and a quorum belong together")
    most = _named(step)
    if step.quorum and step.quorum.count and most is not None and step.quorum.count > most:
        raise _wrong(f"{place}.quorum", f"{step.quorum.count} votes are needed of {most} signers")
    _check_groups(step, place)
    if step.on_timeout and step.within is None:
        raise _wrong(f"{place}.on_timeout", "there is no time limit (within)")
    for index, rung in enumerate(step.on_timeout):
        _check_rung(policy, rung, index, f"{place}.on_timeout[{index}]")
    for index, field in enumerate(step.may_edit):
        if field not in TAKEN_OVER.get(policy.policy, {field}):
            raise _wrong(f"{place}.may_edit[{index}]", f"the owner of the record does not take {field} over")
    if "approve" not in step.may:
        raise _wrong(f"{place}.may", "nobody could approve")


def _check_groups(step: Step, place: str) -> None:
    if step.quorum and step.quorum.points and (most := _most_points(step)) is not None and step.quorum.points > most:
        raise _wrong(f"{place}.quorum.points", f"{step.quorum.points} points are needed of {most}")
    for index, rule in enumerate(step.signers):
        if rule.need is not None and (step.quorum is None or step.quorum.each is None):
            raise _wrong(f"{place}.signers[{index}].need", "this belongs to a quorum of each group (each)")
        need = (rule.need or step.quorum.each or 0) if step.quorum and step.quorum.each else 0
        most = _named_by(rule)
        if most is not None and need > most:
            raise _wrong(f"{place}.signers[{index}]", f"{need} votes are needed of {most} signers")


def _most_points(step: Step) -> int | None:
    named = [(rule.weight, _named_by(rule)) for rule in step.signers]
    return None if any(most is None for _, most in named) else sum(weight * (most or 0) for weight, most in named)


def _check_rung(policy: Policy, rung: Rung, index: int, place: str) -> None:
    if rung.to is not None:
        _check_rule(policy, rung.to, f"{place}.to")
    if index and rung.after is None:
        raise _wrong(place, "a later rung says how long after the time limit")


def _check_notify(policy: Policy, one: Notify, place: str) -> None:
    for index, rule in enumerate(one.to):
        _check_rule(policy, rule, f"{place}.to[{index}]")
    for lang, words in one.text.items():
        try:
            parts = [(name, form or how) for _, name, form, how in Formatter().parse(words) if name is not None]
        except ValueError as wrong:
            raise _wrong(f"{place}.text.{lang}", str(wrong)) from wrong
        if any(name not in FILLED or formed for name, formed in parts):
            raise _wrong(f"{place}.text.{lang}", "only {number}, {title}, {requester}, {outcome} are filled in")


def _check_when(policy: Policy, node: Step | Branch, place: str) -> None:
    wrong = mistake(node.when, policy.facts) if node.when is not None else None
    if wrong:
        raise _wrong(f"{place}.when", wrong)


def _check_rule(policy: Policy, rule: SignerRule, place: str) -> None:
    if rule.fact is not None and policy.facts.get(rule.fact) is not FactType.PERSON:
        raise _wrong(f"{place}.fact", f"{rule.fact} is not a fact of type person")
    if rule.managers and rule.managers.up_to and policy.facts.get(rule.managers.up_to) is not FactType.MONEY:
        raise _wrong(f"{place}.managers.up_to", f"{rule.managers.up_to} is not a fact of type money")
    currency = rule.managers.currency if rule.managers else None
    if currency is not None and policy.facts.get(currency) is not FactType.TEXT:
        raise _wrong(f"{place}.managers.currency", f"{currency} is not a fact of type text")


def _named(step: Step) -> int | None:
    """How many signers there can be at most; None when that depends on the people."""
    named = [_named_by(rule) for rule in step.signers]
    return None if None in named else sum(most or 0 for most in named)


def _named_by(rule: SignerRule) -> int | None:
    if rule.role is not None or (rule.managers and rule.managers.levels is None):
        return None
    return len(rule.group or ()) or (rule.managers.levels or 1 if rule.managers else 1)


def _place(loc: tuple[int | str, ...]) -> str:
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc if part not in TAGS]
    return "".join(parts).lstrip(".") or "policy"


def _wrong(place: str, problem: str) -> Refused:
    return Refused("APP-11", place=place, problem=problem)
