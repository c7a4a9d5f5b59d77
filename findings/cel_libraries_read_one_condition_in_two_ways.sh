#!/usr/bin/env bash
# Guess:    CEL is a language with a written definition. So two of its libraries for Python give one answer to one
#           condition, what is equal has equal parts, and a comparison may be turned round.
# Happens:  common-expression-language counts the bytes of a text in size(), and reads day and month in the zone in
#           which a time was written: two times that it calls equal lie in different months. cel-python counts
#           characters and takes UTC, as the definition says; but there "amount > 100000" holds and "100000 < amount"
#           is refused, as a whole number may stand on the right of a double only. Neither can be the judge of the
#           other.
# Versions: common-expression-language 0.10.0, cel-python 0.5.0
# Matters:  Conditions of approval policies are CEL so that they can be moved and checked elsewhere. "The reason has
#           ten characters" is met by four Chinese ones, and "signed in November" hangs on how a partner writes times.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  common-expression-language==0.10.0 cel-python==0.5.0

cat >"$folder/try.py" <<'END'
from importlib.metadata import version

import cel
import celpy

FACTS = {
    "reason": "价格太低",
    "signed": "2026-12-01T01:00:00+08:00",
    "same": "2026-11-30T17:00:00Z",
    "amount": 100000.5,
}
CONDITIONS = """
size(reason) >= 10
timestamp(signed) == timestamp(same)
timestamp(signed).getMonth() == timestamp(same).getMonth()
timestamp(signed).getDate() == 1
amount > 100000
100000 < amount
"""


def one(condition):
    return cel.evaluate(condition, FACTS)


def other(condition):
    environment = celpy.Environment()
    facts = {name: celpy.json_to_cel(value) for name, value in FACTS.items()}
    return bool(environment.program(environment.compile(condition)).evaluate(facts))


def answer(library, condition):
    try:
        return library(condition)
    except Exception:
        return "refused"


print("common-expression-language", version("common-expression-language"), "| cel-python", version("cel-python"))
for condition in CONDITIONS.strip().splitlines():
    print(f"{answer(one, condition)} | {answer(other, condition)} | {condition}")
END

cat >"$folder/expected" <<'END'
common-expression-language 0.10.0 | cel-python 0.5.0
True | False | size(reason) >= 10
True | True | timestamp(signed) == timestamp(same)
False | True | timestamp(signed).getMonth() == timestamp(same).getMonth()
True | False | timestamp(signed).getDate() == 1
True | True | amount > 100000
True | refused | 100000 < amount
END

timeout 45 "$folder/venv/bin/python" "$folder/try.py" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
