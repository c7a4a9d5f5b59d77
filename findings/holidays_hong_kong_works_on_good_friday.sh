#!/usr/bin/env bash
# Guess:    Good Friday is a general holiday in Hong Kong: banks and offices are shut. So for holidays, which knows
#           Easter Monday there, it is a holiday and no working day, and its weekend is Saturday and Sunday.
# Happens:  In the default category Good Friday is none, in 2026 and 2027: a term of one working day ends on it
#           instead of five days later. It stands in the category "optional"; from 2028 on it is in the default. Every
#           Saturday is a working day, in both categories. The same release's calendar of the Hong Kong exchange is
#           shut on all of them: two calendars of one library for one place.
# Versions: holidays 0.109
# Matters:  A legal entity in Hong Kong would have payments due and approvals running out on days when no bank and
#           hardly a signer is at work. Ask for ("public", "optional") there, and set the weekend yourself.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check holidays==0.109

cat >"$folder/try.py" <<'END'
from datetime import date, timedelta

import holidays
from dateutil.easter import easter

YEARS = (2026, 2027, 2028)
house = holidays.country_holidays("HK", years=YEARS)
with_optional = holidays.country_holidays("HK", years=YEARS, categories=("public", "optional"))
exchange = holidays.financial_holidays("XHKG", years=YEARS)


def working(what, day):
    calendars = {"HK": house, "HK with optional": with_optional, "exchange": exchange}
    answers = ", ".join(f"{name} {calendar.is_working_day(day)}" for name, calendar in calendars.items())
    print(f"{what} {day}, a working day: {answers}")


print("holidays", holidays.__version__)
for year in YEARS:
    working("Good Friday", easter(year) - timedelta(2))
    working("Easter Monday", easter(year) + timedelta(1))
working("an ordinary Saturday,", date(2026, 4, 18))
thursday = date(2026, 4, 2)
for name, calendar in (("HK", house), ("HK with optional", with_optional), ("exchange", exchange)):
    print(f"one working day after {thursday} by {name}: {calendar.get_nth_working_day(thursday, 1)}")
END

cat >"$folder/expected" <<'END'
holidays 0.109
Good Friday 2026-04-03, a working day: HK True, HK with optional False, exchange False
Easter Monday 2026-04-06, a working day: HK False, HK with optional False, exchange False
Good Friday 2027-03-26, a working day: HK True, HK with optional False, exchange False
Easter Monday 2027-03-29, a working day: HK False, HK with optional False, exchange False
Good Friday 2028-04-14, a working day: HK False, HK with optional False, exchange False
Easter Monday 2028-04-17, a working day: HK False, HK with optional False, exchange False
an ordinary Saturday, 2026-04-18, a working day: HK True, HK with optional True, exchange False
one working day after 2026-04-02 by HK: 2026-04-03
one working day after 2026-04-02 by HK with optional: 2026-04-08
one working day after 2026-04-02 by exchange: 2026-04-08
END

timeout 45 "$folder/venv/bin/python" "$folder/try.py" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
