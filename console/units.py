"""What are the org units called, so that nobody has to read their paths?"""

import time
from collections.abc import Mapping

from console.house import HouseClient, ServiceSaysNo
from messages.approvals.people import OrgUnitView

KEPT_S = 300
_known: dict[str, str] = {}
_until = {"at": 0.0}


async def know_units(house: HouseClient) -> None:
    """Ask again when the names are older than five minutes; pages do without them when they cannot be had."""
    if time.monotonic() < _until["at"]:
        return
    try:
        units = await house.get("approvals", "/org-units", list[OrgUnitView])
    except ServiceSaysNo:
        return
    _known.clear()
    _known.update({unit.path: unit.name for unit in units})
    _until["at"] = time.monotonic() + KEPT_S


def unit_names() -> Mapping[str, str]:
    return _known
