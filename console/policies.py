"""How is a policy shown: as a text in a readable order, and what differs between two of them?"""

import difflib
import re
from collections.abc import Mapping
from typing import Any

import yaml

# The order people write in; jsonb keeps none.
ORDER = (
    "policy", "step", "parallel", "branch", "do", "name", "facts", "requester_is_signer", "duplicates", "no_signer",
    "calendar", "when", "person", "group", "role", "unit", "manager", "managers", "fact", "weight", "need", "signers",
    "mode", "quorum", "within", "remind", "on_timeout", "depends_on", "after_return", "may", "comment_required",
    "after", "to", "branches", "route",
)  # fmt: skip
CONTEXT = 3
# What approvals says of a mistake, and the code of its words here; groups are the parameters.
MISTAKES = (
    (r"unknown fact (?P<name>.+)", "unknown_fact"),
    (r"the condition is neither true nor false", "not_a_question"),
    (r"this can never be true.*", "never_true"),
    (r"say (?:exactly one of|either) (?P<ways>.+)", "one_of"),
    (r"mode quorum and a quorum belong together", "quorum_mode"),
    (r"(?P<need>\d+) (?:votes|points) are needed of (?P<most>\d+).*", "too_many"),
    (r"there is no time limit.*", "no_limit"),
    (r"a later rung says how long.*", "rung_after"),
    (r"Extra inputs are not permitted", "no_such_word"),
    (r"Field required", "missing"),
    (r"nobody could approve", "no_approve"),
    (r"at most (?P<most>\d+) of all, exists.*", "too_many_macros"),
    (r"there is no calendar (?P<name>.+)", "no_calendar"),
    (r"nobody who works here has the login (?P<name>.+)", "no_login"),
    (r"nobody has the role (?P<name>.+)", "no_role"),
    (r"no step is called (?P<name>.+)", "no_step"),
    (r"the owner of the record does not take (?P<name>.+) over", "not_taken_over"),
    (r"this belongs to a quorum of each group.*", "need_without_each"),
    (r"only \{number\}.*", "notice_words"),
    (r"the character (?P<name>U\+[0-9A-F]+) is not allowed", "character"),
    (r"an alias", "alias"),
    (r"two steps have this key", "key_twice"),
    (r"two branches have one name", "branch_twice"),
    (r"(?P<word>.+) is written twice", "written_twice"),
    (r"(?P<name>.+) is not a fact of type (?P<type>.+)", "wrong_type"),
    (r"SYS-20: .*", "duration"),
    (r"Input should be (?P<choices>'.+)", "choices"),
    (r"Input should be a valid dictionary.*", "no_policy"),
)


def as_text(body: Mapping[str, Any]) -> str:
    """YAML with English keywords; publishing it again gives the same version."""
    return yaml.safe_dump(_ordered(body), sort_keys=False, allow_unicode=True, width=100)


def differences(old: Mapping[str, Any], new: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Lines as (was, is, same or gap; the text)."""
    found: list[tuple[str, str]] = []
    lines = difflib.unified_diff(as_text(old).splitlines(), as_text(new).splitlines(), lineterm="", n=CONTEXT)
    for line in list(lines)[2:]:
        kind = {"+": "is", "-": "was", "@": "gap"}.get(line[:1], "same")
        found.append((kind, "" if kind == "gap" else line[1:]))
    return found


def mistake(problem: str) -> tuple[str, dict[str, str]] | None:
    """The code and parameters of what is wrong; None: there are only the words of the program."""
    for pattern, code in MISTAKES:
        if found := re.fullmatch(pattern, problem, re.DOTALL):
            return f"mistake.{code}", found.groupdict()
    return None


def line_of(place: str) -> int:
    """Of `line 7: route[0].when`; 0 where no line is known."""
    word, _, rest = place.partition(" ")
    number = rest.partition(":")[0]
    return int(number) if word == "line" and number.isdigit() else 0


def _ordered(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _ordered(value[key]) for key in sorted(value, key=_place)}
    return [_ordered(one) for one in value] if isinstance(value, list | tuple) else value


def _place(key: str) -> tuple[int, str]:
    return (ORDER.index(key) if key in ORDER else len(ORDER), key)
