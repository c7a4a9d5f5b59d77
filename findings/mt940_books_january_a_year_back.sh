#!/usr/bin/env bash
# Guess:    the entry date of an MT940 line has no year (":61:2612010106…": value 1 December 2026, booked 0106), so a reader
#           takes the year that is nearest to the value date: 6 January 2027.
# Happens:  mt-940 corrects the year only from 330 days on. What is booked on 6 January with the value of 1 December (a
#           direct debit that came back, a cheque) is 329 days off and stands a year back, on 6 January 2026: no error, no
#           warning, and `guessed_entry_date` says the same. With the value of 2 December it is right.
# Versions: mt-940 5.1.1
# Matters:  an entry that is booked in another year is in another month's books, and is not the same entry as the one that
#           another export of the account has. We take the year nearest to the value date (services/collections/domain/bank).
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check mt-940==5.1.1

PYTHONUTF8=1 timeout 45 "$folder/venv/bin/python" - <<'PYTHON'
from datetime import date, timedelta

import mt940

LINES = """:20:STMT-1
:25:DE75512108001245126199
:28C:1/1
:60F:C261231EUR0,00
:61:{value:%y%m%d}{booked:%m%d}C500,00NTRFNONREF//B-1
:86:returned
:62F:C270131EUR500,00
-"""


def booked(value: date, booked_on: date) -> date:
    for options in (None, mt940.Options.all()):
        (entry,) = mt940.models.Transactions(options=options).parse(LINES.format(value=value, booked=booked_on))
        found = entry.data["entry_date"]
        assert found == entry.data["guessed_entry_date"]
    return date(found.year, found.month, found.day)


right = date(2027, 1, 6)
wrong = []
for back in range(1, 60):
    value = right - timedelta(days=back)
    found = booked(value, right)
    if found != right:
        wrong.append(value)
        assert found == date(2026, 1, 6), found
print(f"booked on {right}, value from {wrong[-1]} to {wrong[0]}: read as booked on 2026-01-06")
print(f"value {wrong[0] + timedelta(days=1)}: read as booked on {booked(wrong[0] + timedelta(days=1), right)}")
assert wrong[0] == date(2026, 12, 1), wrong[0]
assert wrong[-1] == right - timedelta(days=59)
PYTHON
echo "as stated"
