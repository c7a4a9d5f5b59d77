"""Who may stand in for somebody, and who may take over?"""

from collections.abc import Callable
from dataclasses import replace
from decimal import Decimal
from uuid import uuid4

import pytest

from messages.errors import RuleViolation
from services.approvals.domain.people.directory import Directory, Person
from services.approvals.domain.people.org import must_stand_in, must_take_over

TOP, AWAY, PEER = (uuid4() for _ in range(3))
MILLION = Decimal(1_000_000)


def _person(id, manager=None, *, limit=None, entity="CS-CN") -> Person:  # type: ignore[no-untyped-def]
    roles = frozenset({"sales_manager"})
    return Person(id, str(id), str(id), "cs", manager, roles, True, entity, approval_limit=limit)


@pytest.mark.parametrize("rule", [must_stand_in, must_take_over])
@pytest.mark.parametrize(
    ("own", "takers", "currencies", "allowed"),
    [
        pytest.param(MILLION, MILLION, "CNY CNY", True, id="the same limit"),
        pytest.param(MILLION, MILLION - 1, "CNY CNY", False, id="less"),
        pytest.param(MILLION, None, "CNY CNY", False, id="no limit at all"),
        pytest.param(None, None, "CNY CNY", True, id="neither has one"),
        pytest.param(MILLION, MILLION * 9, "CNY USD", False, id="in another currency nothing is compared"),
    ],
)
def test_app_151_app_154_he_has_no_smaller_limit(
    rule: Callable[[Person, Person, Directory], None],
    own: Decimal | None,
    takers: Decimal | None,
    currencies: str,
    allowed: bool,
) -> None:
    away, peer = _person(AWAY, TOP, limit=own), _person(PEER, TOP, limit=takers, entity="CS-US")
    peer = replace(peer, other_entities=("CS-CN",))
    first, second = currencies.split()
    people = Directory(
        {one.id: one for one in (_person(TOP), away, peer)}, entity_currencies={"CS-CN": first, "CS-US": second}
    )
    if allowed:
        rule(peer, away, people)
    else:
        with pytest.raises(RuleViolation, match=r"APP-15[14]"):
            rule(peer, away, people)


def test_app_151_a_superior_needs_no_limit_for_it() -> None:
    away, top = _person(AWAY, TOP, limit=MILLION), _person(TOP)
    must_stand_in(top, away, Directory({AWAY: away, TOP: top}))
