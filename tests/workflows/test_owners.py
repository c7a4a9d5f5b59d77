"""Do the owners name every process that should be running?"""

from typing import Any

from chassis.client import ServiceClient
from workflows.activities.asking import Asking
from workflows.owners import Owners


class Nothing(ServiceClient):
    """Services in which nothing stands open, without HTTP."""

    def __init__(self) -> None:
        return

    async def send(self, method: str, path: str, body: Any = None, **how: Any) -> Any:
        return [] if path in ("/pools", "/shards") else {"items": [], "next": None}


async def test_a_house_in_which_nothing_stands_open_has_its_keepers() -> None:
    asking = Asking(Nothing())
    owners = Owners(dict.fromkeys(("approvals", "collections", "deals", "leads", "orders"), asking))
    assert [begin.id async for begin in owners.open()] == ["approval-clocks/house", "notice-delivery/house"]


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
    await Owners({"approvals": Asking(approvals)}).anchor()
    assert approvals.left == 0
