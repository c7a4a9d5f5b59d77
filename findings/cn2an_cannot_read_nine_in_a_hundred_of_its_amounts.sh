#!/usr/bin/env bash
# Guess:    cn2an writes amounts in capital numerals, as contracts, cheques and invoices have them, and reads such
#           numerals back; a round trip gives the amount again. A third decimal is refused, or rounded.
# Happens:  It writes the 零 that stands between 元 and 分 where there is no 角, and cannot read it: 100.01 to 100.09 are
#           refused as "not in the range", in every mode, while the other 91 of the hundred come back right. A third
#           decimal is cut off: 99.995 becomes 99.99.
# Versions: cn2an 0.5.24
# Matters:  To compare the capital amount of a signed contract with its figure is a natural check, and a test with
#           round amounts and with .50 is green. Write the capitals from the figure and compare the texts instead.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check cn2an==0.5.24

cat >"$folder/try.py" <<'END'
from collections import defaultdict
from decimal import Decimal
from importlib.metadata import version

import cn2an


def read(words):
    for mode in ("strict", "normal", "smart"):
        try:
            return Decimal(str(cn2an.cn2an(words, mode)))
        except ValueError:
            pass
    return None


print("cn2an", version("cn2an"))
for figure in ("100", "325.40", "325.44", "325.04", "99.995"):
    words = cn2an.an2cn(figure, "rmb")
    print(figure, "->", words, "->", read(words) or "refused in every mode")
found = defaultdict(list)
for cents in range(10_000, 10_100):
    amount = Decimal(cents) / 100
    again = read(cn2an.an2cn(str(amount), "rmb"))
    found["refused" if again is None else "the same" if again == amount else "another"].append(amount)
for what, amounts in found.items():
    print(f"of 100.00 to 100.99 {what}: {len(amounts)}")
print("refused:", *found["refused"])
END

cat >"$folder/expected" <<'END'
cn2an 0.5.24
100 -> 壹佰元整 -> 100
325.40 -> 叁佰贰拾伍元肆角 -> 325.4
325.44 -> 叁佰贰拾伍元肆角肆分 -> 325.44
325.04 -> 叁佰贰拾伍元零肆分 -> refused in every mode
99.995 -> 玖拾玖元玖角玖分 -> 99.99
of 100.00 to 100.99 the same: 91
of 100.00 to 100.99 refused: 9
refused: 100.01 100.02 100.03 100.04 100.05 100.06 100.07 100.08 100.09
END

PYTHONUTF8=1 timeout 45 "$folder/venv/bin/python" "$folder/try.py" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
