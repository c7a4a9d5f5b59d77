"""Does a client always let go of a kept connection before its server does?"""

import re
from pathlib import Path

from chassis.http.client import CLIENTS_KEEP_SECONDS, SERVERS_KEEP_SECONDS

HOUSE = Path(__file__).parents[2]
SERVED = re.compile(r"uvicorn\.(?:run|Config)\(([^)]*)\)")


def test_every_server_keeps_a_connection_longer_than_clients_use_it() -> None:
    assert CLIENTS_KEEP_SECONDS < SERVERS_KEEP_SECONDS
    paths = [path for part in ("chassis", "console", "workflows") for path in (HOUSE / part).rglob("*.py")]
    served = [said for path in paths for said in SERVED.findall(path.read_text(encoding="utf-8"))]
    assert len(served) >= 3
    assert all("timeout_keep_alive=SERVERS_KEEP_SECONDS" in said for said in served)
