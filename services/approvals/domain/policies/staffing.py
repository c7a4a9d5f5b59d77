"""Is there anybody here who could sign, or free, what a policy asks for?"""

from messages.errors import RuleViolation
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.policy import Parallel, Policy, SignerRule, Step


def must_be_staffed(policy: Policy, people: Directory) -> None:
    """APP-11 at publication: who is named works here, and the calendar is kept here; a step that may end without a
    signer can be rescued by somebody, and a rung escalates to somebody. A role may be empty in a step: that is what
    the rescue is for."""
    if not people.persons:
        return  # nobody works here yet: the house is being set up
    if policy.calendar is not None and policy.calendar not in people.calendars:
        raise RuleViolation("APP-11", place="calendar", problem=f"there is no calendar {policy.calendar}")
    for path, step in _steps(policy.route, "route"):
        for index, rule in enumerate(step.signers):
            _must_work_here(rule, people, f"{path}.signers[{index}]")
        for index, level in enumerate(step.on_timeout):
            if level.to is not None:
                _must_be_somebody(level.to, people, f"{path}.on_timeout[{index}].to")
    for verb, power in (("revoke", policy.revoke), ("reopen", policy.reopen), ("cancel", policy.cancel)):
        if power is not None and not people.by_role.get(power.role):
            raise RuleViolation("APP-11", place=f"{verb}.role", problem=f"nobody has the role {power.role}")
    if policy.no_signer.do in ("rescue", "superior"):
        _must_be_somebody(policy.no_signer.to, people, "no_signer.to")
    for number, notice in enumerate(policy.notify):
        for index, rule in enumerate(notice.to):
            _must_work_here(rule, people, f"notify[{number}].to[{index}]")


def _steps(route: tuple[Step | Parallel, ...], path: str) -> list[tuple[str, Step]]:
    found: list[tuple[str, Step]] = []
    for index, node in enumerate(route):
        if isinstance(node, Step):
            found.append((f"{path}[{index}]", node))
        else:
            for number, branch in enumerate(node.branches):
                found += _steps(branch.route, f"{path}[{index}].branches[{number}].route")
    return found


def _must_work_here(rule: SignerRule, people: Directory, path: str) -> None:
    for login in rule.group or ((rule.person,) if rule.person else ()):
        one = people.by_login.get(login)
        if one is None or not one.active:
            raise RuleViolation("APP-11", place=path, problem=f"nobody who works here has the login {login}")


def _must_be_somebody(rule: SignerRule, people: Directory, path: str) -> None:
    _must_work_here(rule, people, path)
    if rule.role is not None and not people.by_role.get(rule.role):
        raise RuleViolation("APP-11", place=f"{path}.role", problem=f"nobody has the role {rule.role}")
