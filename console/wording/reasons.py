"""How is it said why somebody is asked, what a policy's rule means, and what somebody did?"""

from collections.abc import Mapping
from typing import Any

from console.wording.conditions import describe
from console.wording.org_unit_names import unit_names
from console.wording.words import NO_NAMES, FieldNames, Nothing, Words
from messages.texts import known

CODED = {"outcome": "status.outcome", "state": "status.step", "verdict": "status.verdict"}
NOT_SHOWN = (
    "content_hash",
    "why",
    "when",
    "signers",
    "person",
    "persons",
    "on_behalf_of",
    "attachments",
)  # not for readers


def why(w: Words, code: str, params: Mapping[str, Any]) -> str:
    """No raw condition, no unit path: what a reader of the business would say."""
    if code == "skipped.condition":
        return only_if(w, str(params.get("when") or ""))
    if code in ("rule.approve", "rule.reject"):
        return w.t(code, when=says(w, str(params.get("when") or "")) or w.t("why.facts"))
    if code == "condition.divides":
        by = str(params.get("by") or "")
        return w.t(code, by=fact(w, by) if by.isidentifier() else by)
    if code == "signer.role":
        return role_of(w, str(params.get("role")), str(params.get("unit") or ""))
    if code == "signer.manager":
        return manager(w, int(params.get("level") or 1))
    if code == "signer.nobody":
        return w.t("why.nobody", who=signers(w, _read(str(params.get("rule") or ""))))
    if "fact" in params:
        return w.t(code, **{**params, "fact": fact(w, str(params["fact"]))})
    return w.t(code, **params)


def only_if(w: Words, condition: str) -> str:
    described = says(w, condition)
    return w.t("why.only_if", condition=described) if described else w.t("why.not_here")


def says(w: Words, condition: str) -> str | None:
    """The condition in words, where that can be done."""
    return describe(condition, lambda name: w.t(f"says.{name}"), lambda name: fact(w, name))


def fact(w: Words, name: str) -> str:
    """What a fact is called: by its own words, those of the field of this name, or its key."""
    for code in (f"fact.{name}", f"field.{name}"):
        if known(code, w.lang):
            words = w.t(code)
            return words[:1].lower() + words[1:] if w.lang == "en" else words
    return name.replace("_", " ")


def fact_name(w: Words, name: str) -> str:
    """The same, where it stands first."""
    words = fact(w, name)
    return words[:1].upper() + words[1:]


def manager(w: Words, level: int) -> str:
    return w.t("why.manager") if level == 1 else w.t("why.manager_above", level=level)


def role_of(w: Words, role: str, unit: str) -> str:
    name = w.t(f"role.{role}") if known(f"role.{role}", w.lang) else role
    where = unit_names().get(unit)
    return w.t("signer.role", role=name, unit=where) if where else name


def signers(w: Words, rule: Mapping[str, Any]) -> str:
    """Whom a signer rule of a policy names."""
    if rule.get("person"):
        return str(rule["person"])
    if rule.get("group"):
        group = rule["group"]
        return w.listed([str(one) for one in group] if isinstance(group, list) else [str(group)])
    if rule.get("role"):
        return _by_role(w, str(rule["role"]), str(rule.get("unit") or "nearest"))
    if rule.get("manager"):
        return manager(w, int(rule["manager"]))
    if rule.get("managers"):
        chain = rule["managers"] if isinstance(rule["managers"], Mapping) else {}
        if chain.get("up_to_grade"):
            return w.t("rule.up_to_grade", grade=chain["up_to_grade"])
        if chain.get("up_to"):
            return w.t("rule.up_to", fact=fact(w, str(chain["up_to"])))
        return w.t("rule.levels", levels=chain.get("levels") or 1)
    return w.t("signer.fact", fact=fact(w, str(rule.get("fact") or "")))


def _by_role(w: Words, role: str, unit: str) -> str:
    name = w.t(f"role.{role}") if known(f"role.{role}", w.lang) else role
    if unit == "nearest":
        return name
    return w.t("rule.any_unit", role=name) if unit == "any" else role_of(w, role, unit)


def sentence(
    w: Words, code: str, params: Mapping[str, Any], steps: Mapping[str, str], who: str, *, fields: FieldNames = NO_NAMES
) -> str:
    """Who did what, as a sentence: steps and fields by their names, states by their words."""
    worded = {name: _worded(w, name, value, steps) for name, value in params.items() if name not in NOT_SHOWN}
    if changes := [row for row in params.get("changes") or [] if isinstance(row, Mapping)]:
        said = (f"{w.field(str(row['field']), fields)}: {row['seen']} → {row['now']}" for row in changes)
        worded["said"] = "; ".join(said)
    if code == "audit.step.skipped":
        worded["why"] = why(w, "skipped.condition", params)
    if code in ("audit.step.rule_approve", "audit.step.rule_reject"):
        worded["when"] = says(w, str(params.get("when") or "")) or w.t("why.facts")
    if code == "audit.step.opened":
        asked = [row for row in params.get("signers") or [] if isinstance(row, Mapping)]
        names = [_called(w, str(row.get("name") or "")) for row in asked]
        worded["names"] = w.listed(names) or w.t("console.nobody")
    own = f"acted.{code.removeprefix('audit.')}"
    if known(own, w.lang):
        return w.t(own, **{"comment": Nothing(), "names": Nothing(), "who": who, **worded}).strip()
    return f"{who}{w.t('console.colon')}{w.t(code, **{'comment': Nothing(), **worded}).strip()}"


def _called(w: Words, name: str) -> str:
    """Who is asked because nobody else was found is a role, and stands there by its code."""
    return w.t(f"role.{name}") if known(f"role.{name}", w.lang) else name


def _worded(w: Words, name: str, value: Any, steps: Mapping[str, str]) -> Any:
    if name == "step":
        return steps.get(str(value), value)
    if name in CODED and known(code := f"{CODED[name]}.{str(value).upper()}", w.lang):
        return w.t(code)
    if name == "comment":
        return f"“{value}”" if value else Nothing()
    return w.listed([str(one) for one in value]) if isinstance(value, list) else value or Nothing()


def _read(rule: str) -> dict[str, Any]:
    """`role: finance, unit: any` as it was written."""
    parts = (part.partition(": ") for part in rule.split(", "))
    return {name: value for name, _, value in parts}
