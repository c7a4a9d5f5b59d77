"""What are the org units called, so that nobody has to read their paths?"""

import time
from collections.abc import Mapping

from console.service_gateway import ServiceAway, ServiceGateway, ServiceProblem
from messages.approvals.people import OrgUnitView

KEPT_S = 300
_known: dict[str, str] = {}
_until = {"at": 0.0}


async def refresh_unit_names(gateway: ServiceGateway) -> None:
    """Ask again when the names are older than five minutes; pages do without them when they cannot be had."""
    if time.monotonic() < _until["at"]:
        return
    try:
        units = await gateway.get("approvals", "/org-units", list[OrgUnitView])
    except (ServiceProblem, ServiceAway):
        return
    _known.clear()
    _known.update({unit.path: unit.name for unit in units})
    _until["at"] = time.monotonic() + KEPT_S


def unit_named(path: str) -> str:
    """As it is called; by its path where that is not known."""
    return _known.get(path, path)


def unit_names() -> Mapping[str, str]:
    return _known
