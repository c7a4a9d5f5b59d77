"""May this policy be published, and what is its hash?"""

from string import Formatter
from typing import Any

import yaml
from pydantic import ValidationError

from messages.errors import RuleViolation
from services.approvals.domain.canonical import sha256
from services.approvals.domain.policies.conditions import mistake
from services.approvals.domain.policies.keywords import in_english
from services.approvals.domain.policies.policy import (
    TAKEN_OVER,
    Branch,
    FactType,
    Mode,
    Notify,
    Parallel,
    Policy,
    SignerRule,
    Step,
    TimeoutLevel,
    steps_of,
)
from services.approvals.domain.policies.reachability import never_true
from services.approvals.domain.policies.yaml_lines import line_of, written_twice

FILLED = {"number", "title", "requester", "outcome"}  # in the words of a notice
TAGS = ("a-step", "a-group")


def read_yaml(text: str) -> Policy:
    """A mistake is told with its line. Aliases are not understood: a few lines of them unfold to gigabytes."""
    try:
        alias = next((token for token in yaml.scan(text) if isinstance(token, yaml.AliasToken)), None)
        if alias is not None:
            raise _violation(f"line {alias.start_mark.line + 1}", "an alias")
        if (twice := written_twice(text)) is not None:
            raise _violation(f"line {twice[0]}", f"{twice[1]} is written twice")
        written = yaml.safe_load(text)
    except yaml.MarkedYAMLError as wrong:
        line = wrong.problem_mark.line + 1 if wrong.problem_mark else 0
        raise _violation(f"line {line}", wrong.problem or "not YAML") from wrong
    except yaml.reader.ReaderError as wrong:
        line = text.count("\n", 0, wrong.position) + 1
        raise _violation(f"line {line}", f"the character U+{wrong.character:04X} is not allowed") from wrong
    except (RecursionError, ValueError) as wrong:
        raise _violation("policy", "not YAML that could be a policy") from wrong
    try:
        return read(written)
    except RuleViolation as no:
        raise with_line(text, no) from no


def with_line(text: str, no: RuleViolation) -> RuleViolation:
    """The same, with the line of its place."""
    path = str(no.params["place"])
    return _violation(f"line {line_of(text, path)}: {path}", str(no.params["problem"]))


def read(written: Any) -> Policy:
    """APP-11: a policy that is not understood, or could not be carried out, is refused with the place in it."""
    try:
        policy = Policy.model_validate(in_english(written))
    except ValidationError as wrong:
        first = wrong.errors(include_url=False, include_context=False)[0]
        raise _violation(_path(first["loc"]), first["msg"].removeprefix("Value error, ")) from wrong
    _must_be_sound(policy)
    return policy


def body_of(policy: Policy) -> dict[str, Any]:
    """The canonical form: English keywords, without what is left at its default."""
    return policy.model_dump(mode="json", exclude_defaults=True)


def hash_of(policy: Policy) -> str:
    """APP-22: the same policy has the same hash, in Chinese or English, with defaults written or left out."""
    return sha256(body_of(policy))


def _must_be_sound(policy: Policy) -> None:
    keys: set[str] = set()
    for _, step in steps_of(policy.route):
        if step.step in keys:
            raise _violation(step.step, "two steps have this key")
        keys.add(step.step)
    for index, key in enumerate(policy.segregate if isinstance(policy.segregate, tuple) else ()):
        if key not in keys:
            raise _violation(f"segregate[{index}]", f"no step is called {key}")
    _must_be_sound_rule(policy, policy.no_signer.to, "no_signer.to")
    _must_be_sound_powers(policy)
    _must_be_sound_route(policy, policy.route, "route")
    for index, one in enumerate(policy.notify):
        _must_be_sound_notify(policy, one, f"notify[{index}]")


def _must_be_sound_route(
    policy: Policy, route: tuple[Step | Parallel, ...], path: str, behind: tuple[str, ...] = ()
) -> None:
    """`behind`: the conditions of the branches around it."""
    for index, node in enumerate(route):
        here = f"{path}[{index}]"
        if isinstance(node, Step):
            _must_be_sound_step(policy, node, here)
            _must_be_reached(policy, node, behind, here)
            continue
        names = [branch.branch for branch in node.branches]
        if len(set(names)) < len(names):
            raise _violation(here, "two branches have one name")
        for number, branch in enumerate(node.branches):
            _must_be_sound_condition(policy, branch, f"{here}.branches[{number}]")
            _must_be_reached(policy, branch, behind, f"{here}.branches[{number}]")
            inside = (*behind, branch.when) if branch.when else behind
            _must_be_sound_route(policy, branch.route, f"{here}.branches[{number}].route", inside)


def _must_be_reached(policy: Policy, node: Step | Branch, behind: tuple[str, ...], path: str) -> None:
    if node.when is not None and never_true((*behind, node.when), policy.facts):
        raise _violation(f"{path}.when", "this can never be true, so nobody would ever be asked")


def _must_be_sound_powers(policy: Policy) -> None:
    if policy.revoke is not None and policy.revoke.within is None:
        raise _violation("revoke.within", "say for how long after the approval")
    if policy.reopen is not None and policy.policy in TAKEN_OVER:
        raise _violation("reopen", f"a {policy.policy} is submitted again by its owner")


def _must_be_sound_step(policy: Policy, step: Step, path: str) -> None:
    _must_be_sound_condition(policy, step, path)
    for index, decision in enumerate(step.decide):
        if wrong := mistake(decision.when, policy.facts):
            raise _violation(f"{path}.decide[{index}].when", wrong)
        if never_true((decision.when,), policy.facts):
            raise _violation(f"{path}.decide[{index}].when", "this can never be true, so it would never decide")
    for index, rule in enumerate(step.signers):
        _must_be_sound_rule(policy, rule, f"{path}.signers[{index}]")
    if (step.mode is Mode.QUORUM) != (step.quorum is not None):
        raise _violation(f"{path}.quorum", "mode quorum and a quorum belong together")
    most = _named(step)
    if step.quorum and step.quorum.count and most is not None and step.quorum.count > most:
        raise _violation(f"{path}.quorum", f"{step.quorum.count} votes are needed of {most} signers")
    _must_be_sound_groups(step, path)
    if step.on_timeout and step.within is None:
        raise _violation(f"{path}.on_timeout", "there is no time limit (within)")
    for index, level in enumerate(step.on_timeout):
        _must_be_sound_level(policy, level, index, f"{path}.on_timeout[{index}]")
    for index, field in enumerate(step.may_edit):
        if field not in TAKEN_OVER.get(policy.policy, {field}):
            raise _violation(f"{path}.may_edit[{index}]", f"the owner of the record does not take {field} over")
    if "approve" not in step.may:
        raise _violation(f"{path}.may", "nobody could approve")


def _must_be_sound_groups(step: Step, path: str) -> None:
    if step.quorum and step.quorum.points and (most := _most_points(step)) is not None and step.quorum.points > most:
        raise _violation(f"{path}.quorum.points", f"{step.quorum.points} points are needed of {most}")
    for index, rule in enumerate(step.signers):
        if rule.need is not None and (step.quorum is None or step.quorum.each is None):
            raise _violation(f"{path}.signers[{index}].need", "this belongs to a quorum of each group (each)")
        need = (rule.need or step.quorum.each or 0) if step.quorum and step.quorum.each else 0
        most = _named_by(rule)
        if most is not None and need > most:
            raise _violation(f"{path}.signers[{index}]", f"{need} votes are needed of {most} signers")


def _most_points(step: Step) -> int | None:
    named = [(rule.weight, _named_by(rule)) for rule in step.signers]
    return None if any(most is None for _, most in named) else sum(weight * (most or 0) for weight, most in named)


def _must_be_sound_level(policy: Policy, level: TimeoutLevel, index: int, path: str) -> None:
    if level.to is not None:
        _must_be_sound_rule(policy, level.to, f"{path}.to")
    if index and level.after is None:
        raise _violation(path, "a later rung says how long after the time limit")


def _must_be_sound_notify(policy: Policy, one: Notify, path: str) -> None:
    for index, rule in enumerate(one.to):
        _must_be_sound_rule(policy, rule, f"{path}.to[{index}]")
    for lang, words in one.text.items():
        try:
            parts = [(name, form or how) for _, name, form, how in Formatter().parse(words) if name is not None]
        except ValueError as wrong:
            raise _violation(f"{path}.text.{lang}", str(wrong)) from wrong
        if any(name not in FILLED or formed for name, formed in parts):
            raise _violation(f"{path}.text.{lang}", "only {number}, {title}, {requester}, {outcome} are filled in")


def _must_be_sound_condition(policy: Policy, node: Step | Branch, path: str) -> None:
    wrong = mistake(node.when, policy.facts) if node.when is not None else None
    if wrong:
        raise _violation(f"{path}.when", wrong)


def _must_be_sound_rule(policy: Policy, rule: SignerRule, path: str) -> None:
    if rule.fact is not None and policy.facts.get(rule.fact) is not FactType.PERSON:
        raise _violation(f"{path}.fact", f"{rule.fact} is not a fact of type person")
    if rule.managers and rule.managers.up_to and policy.facts.get(rule.managers.up_to) is not FactType.MONEY:
        raise _violation(f"{path}.managers.up_to", f"{rule.managers.up_to} is not a fact of type money")
    currency = rule.managers.currency if rule.managers else None
    if currency is not None and policy.facts.get(currency) is not FactType.TEXT:
        raise _violation(f"{path}.managers.currency", f"{currency} is not a fact of type text")


def _named(step: Step) -> int | None:
    """How many signers there can be at most; None when that depends on the people."""
    named = [_named_by(rule) for rule in step.signers]
    return None if None in named else sum(most or 0 for most in named)


def _named_by(rule: SignerRule) -> int | None:
    if rule.role is not None or (rule.managers and rule.managers.levels is None):
        return None
    return len(rule.group or ()) or (rule.managers.levels or 1 if rule.managers else 1)


def _path(loc: tuple[int | str, ...]) -> str:
    parts = [f"[{part}]" if isinstance(part, int) else f".{part}" for part in loc if part not in TAGS]
    return "".join(parts).lstrip(".") or "policy"


def _violation(path: str, problem: str) -> RuleViolation:
    return RuleViolation("APP-11", place=path, problem=problem)
