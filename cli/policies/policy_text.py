"""How is a policy written as a text?"""

from typing import Any

import yaml

from services.approvals.domain.policies.policy import Policy
from services.approvals.domain.policies.publication import body_of


def as_text(body: dict[str, Any]) -> str:
    """A policy as YAML, always in the same order: the database keeps none."""
    policy = Policy.model_validate(body)
    named = policy.model_copy(update={"facts": dict(sorted(policy.facts.items()))})
    return yaml.safe_dump(_in_order(body_of(named)), sort_keys=False, allow_unicode=True, width=100)


def _in_order(value: Any) -> Any:
    """The languages too."""
    if isinstance(value, dict):
        languages = value.keys() <= {"zh", "en"}
        return {key: _in_order(value[key]) for key in (sorted(value) if languages else value)}
    return [_in_order(each) for each in value] if isinstance(value, list) else value
