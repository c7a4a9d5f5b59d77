"""Which policies does chance make, for the tests that try whatever people may do?"""

from typing import Any

from hypothesis import strategies as st

from services.approvals.domain.policies.policy import Policy
from tests.domain.approvals.office import a_policy

CLOCK = {"within": "2 business days", "remind": "1 business day"}
RULES: list[dict[str, Any]] = [
    {"person": "lena"}, {"person": "ann"}, {"group": ["fang", "fei", "bob"]}, {"role": "finance", "unit": "any"},
    {"role": "ceo"}, {"manager": 1}, {"managers": {"levels": 2}}, {"managers": {"up_to": "amount"}},
    {"group": ["lena", "boss"], "weight": 2},
]  # fmt: skip
HOW: list[dict[str, Any]] = [
    {}, {"mode": "any"}, {"mode": "sequence"}, {"mode": "quorum", "quorum": {"percent": 50}},
    {"mode": "quorum", "quorum": {"each": 1}}, {"mode": "quorum", "quorum": {"points": 1}}, {"after_return": "back"},
    CLOCK | {"on_timeout": "escalate"}, CLOCK | {"on_timeout": "pass"}, CLOCK | {"on_timeout": ["remind"]},
    CLOCK | {"on_timeout": [{"do": "escalate"}, {"do": "reject", "after": "1 business day"}]},
    {"may_edit": ["note"]}, {"may_edit": ["note", "amount"], "mode": "sequence"},
    {"depends_on": ["amount"], "may_edit": ["note"]},
    {"decide": {"when": "amount > 100000.0", "then": "approve"}},
    {"decide": {"when": "amount > 200000.0", "then": "reject"}},
    {"when": "amount > 100000.0"}, {"after_return": "either", "mode": "any"},
]  # fmt: skip


@st.composite
def policies(
    draw: st.DrawFn, no_signer: tuple[str, ...] = ("rescue", "superior", "pass", "reject"), *, apart: bool = True
) -> Policy:
    """Not `apart`: duties are kept apart along one way only, where it is known who comes first."""
    keys = iter("abcdefgh")

    def steps(most: int) -> list[dict[str, Any]]:
        return [
            {"step": next(keys), "signers": draw(st.lists(st.sampled_from(RULES), min_size=1, max_size=2))}
            | draw(st.sampled_from(HOW))
            for _ in range(draw(st.integers(1, most)))
        ]

    route = steps(2)
    if draw(st.booleans()):
        route.append({"parallel": "g", "branches": [{"branch": name, "route": steps(2)} for name in ("x", "y")]})
        route += steps(1)
    powers = {"revoke": {"role": "director", "within": "1 day"}, "reopen": "admin", "cancel": "finance"}
    return a_policy(
        *route,
        duplicates=draw(st.sampled_from(["once", "every", "consecutive"])),
        no_signer=draw(st.sampled_from(no_signer)),
        segregate=draw(st.booleans()) and (apart or len(route) < 3),
        requester_is_signer=draw(st.sampled_from(["superior", "skip", "deny"])),
        **(powers if draw(st.booleans()) else {}),
    )
