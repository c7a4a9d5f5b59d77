#!/usr/bin/env bash
# Guess:    an MT940 file with the statements of two accounts gives two accounts, each with its entries and its balances; or
#           the reader says that it takes one.
# Happens:  `mt940.parse` of mt-940 gives one collection with the entries of both under the account of the second, with
#           the balances of the second, and says nothing. So does `Transactions.parse` called twice on one object. An entry
#           of the first account does not know its account. And a credit that is reversed (RC) is positive by default, so
#           that the sum of the entries hides it: only `Options(reversal_sign=True)` turns it round.
# Versions: mt-940 5.1.1
# Matters:  banks put all accounts of a company into one file: money of one account would be booked on another. We hand the
#           statements to the library one by one, and check opening + entries = closing of each.
set -euo pipefail
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check mt-940==5.1.1

PYTHONUTF8=1 timeout 45 "$folder/venv/bin/python" - <<'PYTHON'
from decimal import Decimal

import mt940

ONE = """:20:STMT-1
:25:ACCOUNT-1
:28C:1/1
:60F:C261230EUR1000,00
:61:2612311231C500,00NTRFNONREF//B-1
:61:2612311231RC500,00NTRFNONREF//B-2
:62F:C261231EUR1000,00
-
"""
TWO = """:20:STMT-2
:25:ACCOUNT-2
:28C:1/1
:60F:C261230EUR7,00
:61:2612311231C3,00NTRFNONREF//B-3
:62F:C261231EUR10,00
-
"""

found = mt940.parse(ONE + TWO)
print("account", found.data["account_identification"], "entries", len(found), "closing", found.data["final_closing_balance"])
assert found.data["account_identification"] == "ACCOUNT-2"
assert found.data["final_closing_balance"].amount.amount == Decimal("10.00")
assert len(found) == 3
assert not any("account_identification" in entry.data for entry in found)

plain = [entry.data["amount"].amount for entry in mt940.parse(ONE)]
signed = [entry.data["amount"].amount for entry in mt940.parse(ONE, options=mt940.Options(reversal_sign=True))]
print("1000.00 +", plain, "is not the closing balance 1000.00; with the option", signed)
assert plain == [Decimal("500.00"), Decimal("500.00")]
assert signed == [Decimal("500.00"), Decimal("-500.00")]

apart = mt940.parse_statements(ONE + TWO)
assert [one.data["account_identification"] for one in apart] == ["ACCOUNT-1", "ACCOUNT-2"]
PYTHON
echo "as stated"
