"""How is an audit entry told as a sentence, in the reader's language and on his clock?"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from messages.approvals.parts import Why
from messages.texts import known, text
from services.approvals.domain.people.directory import Directory
from services.approvals.domain.policies.policy import Policy, steps_of

# What people see of a code that a parameter carries.
CODED = {"outcome": "status.outcome", "state": "status.step", "verdict": "status.verdict"}
OWN_WORDS = {"audit.step.opened": "audit.export.opened"}  # with the names of those who are asked
SHOWN = 12  # figures of a hash


def sentence(
    act: Why, at: datetime, actor: str, hash: str, *, lang: str, tz: str, policy: Policy, people: Directory
) -> str:
    """When, who (in whose name), what, why; and the beginning of the entry's hash."""
    params = worded(act.params, lang, policy)
    if act.code == "audit.step.opened":
        params["names"] = ", ".join(str(row.get("name", "")) for row in act.params.get("signers", []))
    behalf = _id(act.params.get("on_behalf_of"))
    return text(
        "audit.export.sentence" if behalf is None else "audit.export.on_behalf", lang,
        at=f"{at.astimezone(ZoneInfo(tz)):%Y-%m-%d %H:%M:%S}", who=actor, other=people.name_of(behalf),
        what=text(OWN_WORDS.get(act.code, act.code), lang, **params).strip(), hash=hash[:SHOWN],
    )  # fmt: skip


def worded(params: Mapping[str, Any], lang: str, policy: Policy) -> dict[str, Any]:
    """Steps by their names, states by their words, lists with commas."""
    names = {
        step.step: next((name for key, name in step.name.items() if key == lang), step.step)
        for _, step in steps_of(policy.route)
    }
    return {name: _worded(name, value, lang, names) for name, value in params.items()}


def _worded(name: str, value: Any, lang: str, steps: Mapping[str, str]) -> Any:
    if name == "step":
        return steps.get(str(value), value)
    if name in CODED and known(code := f"{CODED[name]}.{str(value).upper()}", lang):
        return text(code, lang)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return ", ".join(value)
    return value


def _id(written: Any) -> UUID | None:
    return UUID(written) if written else None
