"""Do the invariants of an approval hold, whatever people do in whatever order?"""

from collections import Counter
from dataclasses import replace
from datetime import timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from messages.approvals import RequestState, StepState, TaskKind
from messages.errors import Forbidden, Refused
from services.approvals.domain.clocks import next_clock
from services.approvals.domain.policy import Policy, steps_of
from services.approvals.domain.standing import RoundEnded, Voted
from tests.domain.approvals.office import DIRECTORY, NOW, PEOPLE, Desk, a_policy, away, submitted

LOGINS = [row[0] for row in PEOPLE]
CLOCK = {"within": "2 business days", "remind": "1 business day"}
RULES: list[dict[str, Any]] = [
    {"person": "lena"}, {"person": "ann"}, {"group": ["fang", "fei", "bob"]}, {"role": "finance", "unit": "any"},
    {"role": "ceo"}, {"manager": 1}, {"managers": {"levels": 2}}, {"managers": {"up_to": "amount"}},
]  # fmt: skip
HOW: list[dict[str, Any]] = [
    {}, {"mode": "any"}, {"mode": "sequence"}, {"mode": "quorum", "quorum": {"percent": 50}},
    CLOCK | {"on_timeout": "escalate"}, CLOCK | {"on_timeout": "pass"}, CLOCK | {"on_timeout": ["remind"]},
    {"depends_on": ["amount"]}, {"when": "amount > 100000.0"},
]  # fmt: skip

VERBS = ["approve"] * 4 + ["reject", "return", "back", "transfer", "withdraw", "again", "ring"]


@st.composite
def policies(draw: st.DrawFn) -> Policy:
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
    return a_policy(
        *route,
        duplicates=draw(st.sampled_from(["once", "every", "consecutive"])),
        no_signer=draw(st.sampled_from(["rescue", "pass", "reject"])),
        requester_is_signer=draw(st.sampled_from(["superior", "skip"])),
    )


def one_act(desk: Desk, draw: Any) -> Desk:
    """Anybody tries anything; what is refused changes nothing."""
    verb = draw(
        st.sampled_from(["approve"] * 4 + ["reject", "return", "back", "transfer", "withdraw", "again", "ring"])
    )
    login, other = draw(st.sampled_from(desk.open_signers() or LOGINS)), draw(st.sampled_from(LOGINS))
    key = draw(st.sampled_from([step.step for _, step in steps_of(desk.policy.route)]))
    acts = {
        "approve": lambda: desk.approve(login),
        "reject": lambda: desk.reject(login),
        "return": lambda: desk.return_(login),
        "back": lambda: desk.return_(login, key),
        "transfer": lambda: desk.transfer(login, other),
        "withdraw": lambda: desk.withdraw(draw(st.sampled_from(LOGINS))),
        "again": lambda: desk.resubmit({"amount": 1}, {"amount": draw(st.integers(1, 2))}),
        "ring": lambda: desk.ring(key, draw(st.integers(0, 3)), desk.now + timedelta(days=draw(st.integers(0, 4)))),
    }
    try:
        return acts[verb]()
    except (Refused, Forbidden, IndexError):  # IndexError: that person never had a task
        return replace(desk, last=None)


def check(desk: Desk, before: Desk | None) -> None:
    standing = desk.standing
    open_steps = [step for step in standing.steps if step.state is StepState.OPEN]
    if standing.state is RequestState.PENDING:
        assert open_steps, "1: a live request waits for somebody"
        for step in open_steps:
            assert step.open_signers() or next_clock(step), "1: never stuck"
            for signer in step.open_signers():
                assert signer.kind is TaskKind.RESCUE or signer.person_id != standing.requester_id, "3: never his own"
    else:
        assert not open_steps, "2 and 5: the end closes everything"
        assert not [s for step in standing.steps for s in step.signers if s.state in ("OPEN", "WAITING")]
    assert all(step.round <= standing.round for step in standing.steps)
    if before is not None and before.standing.state in ("APPROVED", "REJECTED", "WITHDRAWN"):
        assert standing == before.standing, "4: the end is the end"


@settings(max_examples=40, deadline=None)
@given(st.data(), policies(), st.sampled_from([DIRECTORY, away(("lena", "bob"), ("fang", "fei"))]))
def test_the_invariants_hold(data: st.DataObject, policy: Policy, people: Any) -> None:
    desk = submitted(policy, people)
    check(desk, None)
    votes: Counter[tuple[int, Any]] = Counter()
    outcomes = 0
    for _ in range(data.draw(st.integers(1, 14))):
        before, desk = desk, one_act(desk, data.draw)
        check(desk, before)
        for act in desk.last.acts if desk.last else ():
            outcomes += isinstance(act, RoundEnded) and act.outcome != "RETURNED"
            if isinstance(act, Voted):
                assert act.signer.person_id != desk.standing.requester_id
                votes[before.standing.round, act.signer.person_id] += not act.again
    assert all(count <= 1 for count in votes.values()), "3: one decision a person and round"
    assert outcomes <= 1, "4: exactly one outcome"
    assert desk.now >= NOW
