"""Do the owners name every process that should be running?"""

from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from chassis.base.clock import now
from chassis.http.client import ServiceClient
from workflows.activities.deals import Deals
from workflows.activities.service_calls import ServiceCalls
from workflows.reconciliation_sources import ReconciliationSources


class Nothing(ServiceClient):
    """Services in which nothing stands open, without HTTP."""

    def __init__(self) -> None:
        return

    async def send(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        return [] if path in ("/pools", "/shards") else {"items": [], "next": None}


async def test_a_house_in_which_nothing_stands_open_has_its_keepers() -> None:
    asking = ServiceCalls(Nothing())
    owners = ReconciliationSources(dict.fromkeys(("approvals", "collections", "deals", "leads", "orders"), asking))
    assert [start.id async for start in owners.open_processes()] == [
        "approval-clocks/house", "notice-delivery/house", "invoice-filing/house", "invoice-mailing/house",
        "deal-reminders/house",
        "campaign-deadlines/house",
    ]  # fmt: skip


class Anchoring(ServiceClient):
    """Approvals with so many more heads than one anchor takes."""

    def __init__(self, anchors: int) -> None:
        self.left = anchors

    async def send(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        assert (method, path, how["as_of"] is not None) == ("POST", "/audit/anchors", True)
        self.left -= 1
        return {"anchor": None, "made": 1, "more": self.left > 0}


async def test_at_each_look_the_audit_is_anchored_until_nothing_is_left() -> None:
    approvals = Anchoring(3)
    await ReconciliationSources({"approvals": ServiceCalls(approvals)}).anchor_chains()
    assert approvals.left == 0


class Protecting(Nothing):
    """One protected registration, in deals; its owner and his calendar, in approvals."""

    def __init__(self, until: datetime, *, warned_of: datetime | None = None) -> None:
        self.row = {
            "id": uuid4(), "number": "RG-1", "status": "PROTECTED", "round": 1, "opportunity_id": uuid4(),
            "customer_id": uuid4(), "customer_name": "Acme", "project": "Bridge", "owner_id": uuid4(),
            "owner_name": "Li", "legal_entity_id": "CS-CN", "conflict_with": None, "protected_until": until,
            "guidance": None, "note": "", "submitted_at": until, "version": 2, "warned_of": warned_of,
        }  # fmt: skip

    async def send(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        if path == "/registrations":
            return {"items": [self.row], "next": None}
        if path.startswith("/registrations/"):
            return self.row
        if path.startswith("/people/"):
            return PERSON
        if path == "/legal-entities":
            return [{"id": "CS-CN", "name": "CN", "currency": "CNY", "calendar": "CN", "tz": "UTC", "version": 1}]
        if path == "/calendars":
            hours = [["09:00", "17:00"]]
            holidays, makeup = ["2026-04-06"], ["2026-04-04"]
            common = {"name": "CN", "tz": "Asia/Shanghai", "hours": hours, "weekdays": [1, 2, 3, 4, 5], "version": 1}
            return [{"id": "CN", "holidays": holidays, "makeup_days": makeup} | common]
        return await super().send(method, path, body, **how)


PERSON = {
    "id": uuid4(), "login": "li", "name": "Li", "unit": "cs", "manager_id": None, "roles": [], "active": True,
    "legal_entity_id": "CS-CN", "other_entities": [], "tz": "Asia/Shanghai", "lang": "zh", "calendar": None,
    "approval_limit": None, "version": 1,
}  # fmt: skip
UNTIL = datetime(2026, 4, 9, 2, tzinfo=UTC)


@pytest.mark.parametrize(
    ("warned_of", "as_of", "days", "warn_at"),
    [
        # Thursday 9: 8, 7, not 6 (a holiday) nor 5 (Sunday), 4 (a Saturday that is worked), 3
        pytest.param(None, UNTIL - timedelta(days=60), 4, datetime(2026, 4, 3, 2, tzinfo=UTC), id="4 working days"),
        pytest.param(UNTIL, UNTIL - timedelta(days=1), 4, None, id="warned already"),
        pytest.param(UNTIL - timedelta(days=9), UNTIL - timedelta(days=60), 1, UNTIL - timedelta(days=1), id="longer"),
        pytest.param(None, UNTIL, 4, None, id="ended"),
        pytest.param(None, UNTIL - timedelta(days=60), 0, None, id="nobody wants it"),
    ],
)
async def test_case_e2_when_an_owner_is_warned_by_his_working_days(
    warned_of: datetime | None, as_of: datetime, days: int, warn_at: datetime | None
) -> None:
    services = ServiceCalls(Protecting(UNTIL, warned_of=warned_of))
    snapshot = await Deals(services, services, warning_days=days).registration_snapshot(as_of, uuid4())
    assert snapshot.warn_at == warn_at


@pytest.mark.parametrize(
    ("left", "warned", "looks"), [(3, False, True), (3, True, False), (6, False, False), (-1, False, False)]
)
async def test_case_e2_a_process_that_looked_before_there_were_warnings_looks_again(
    left: int, warned: bool, looks: bool
) -> None:
    until = now() + timedelta(days=left)
    asking = ServiceCalls(Protecting(until, warned_of=until if warned else None))
    services = dict.fromkeys(("approvals", "collections", "deals", "leads", "orders"), asking)
    starts = [start async for start in ReconciliationSources(services, warning_days=5).open_processes()]
    [registration] = [start for start in starts if start.id.startswith("opportunity-registration/")]
    assert registration.look is looks
