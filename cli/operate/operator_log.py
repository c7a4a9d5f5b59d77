"""Where is it written down what operators did?"""

import getpass
import json
import os
from datetime import UTC, datetime

from deploy.embedded.stack import Layout


def log_operator_action(layout: Layout, act: str, **what: object) -> None:
    """One line of JSON in logs/ops.log: `countersign logs ops` shows it."""
    path = layout.var / "logs" / "ops.log"
    path.parent.mkdir(parents=True, exist_ok=True)
    entry = {"event": act, "by": _who(), **what, "timestamp": datetime.now(UTC).isoformat()}
    with path.open("a") as log:
        log.write(json.dumps(entry, ensure_ascii=False, default=str) + "\n")


def _who() -> str:
    """Somebody without a name on this machine is named by his number."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return f"uid {os.getuid()}"
