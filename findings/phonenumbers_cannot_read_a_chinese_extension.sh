#!/usr/bin/env bash
# Guess:    Extensions are read as people of the region write them. The library knows words for them in several
#           languages, so a switchboard number with 转8001, 轉8001 or 分機8001 is the number and its extension.
# Happens:  With any of these it is "not a phone number" at all; with a dash, as on most business cards, the extension
#           becomes part of a number that cannot be. With "ext." or "#" the same numbers are read well.
# Versions: phonenumbers 9.0.43
# Matters:  Who checks the phone of a lead by it refuses a large part of the fixed lines of Chinese companies, or finds
#           no second lead of the same company. The extension has to be taken off before, and kept beside the number.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check phonenumbers==9.0.43

cat >"$folder/try.py" <<'END'
from importlib.metadata import version

import phonenumbers

LINES = [("021-61234567", "CN"), ("02-2345-6789", "TW")]
ENDS = ["", " ext. 8001", "#8001", "转8001", " 轉8001", " 分機8001", "-8001"]

print("phonenumbers", version("phonenumbers"))
for line, region in LINES:
    for end in ENDS:
        try:
            number = phonenumbers.parse(line + end, region)
        except phonenumbers.NumberParseException:
            print(f"{line}{end}: not a phone number")
            continue
        e164 = phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
        what = "valid" if phonenumbers.is_valid_number(number) else "cannot be"
        print(f"{line}{end}: {e164}, extension {number.extension or 'none'}, {what}")
END

cat >"$folder/expected" <<'END'
phonenumbers 9.0.43
021-61234567: +862161234567, extension none, valid
021-61234567 ext. 8001: +862161234567, extension 8001, valid
021-61234567#8001: +862161234567, extension 8001, valid
021-61234567转8001: not a phone number
021-61234567 轉8001: not a phone number
021-61234567 分機8001: not a phone number
021-61234567-8001: +8621612345678001, extension none, cannot be
02-2345-6789: +886223456789, extension none, valid
02-2345-6789 ext. 8001: +886223456789, extension 8001, valid
02-2345-6789#8001: +886223456789, extension 8001, valid
02-2345-6789转8001: not a phone number
02-2345-6789 轉8001: not a phone number
02-2345-6789 分機8001: not a phone number
02-2345-6789-8001: +8862234567898001, extension none, cannot be
END

PYTHONUTF8=1 timeout 45 "$folder/venv/bin/python" "$folder/try.py" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
