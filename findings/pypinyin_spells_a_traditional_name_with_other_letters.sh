#!/usr/bin/env bash
# Guess:    A company's name has one spelling in pinyin, however it is written: 重庆 and 重慶 are one city, and the
#           library's table of characters knows both forms.
# Happens:  Words in which a character is read otherwise are known in their simplified form only. Written in traditional
#           characters the same bank, city or office is spelled character by character: 長沙銀行 begins with z and ends
#           with x, where 长沙银行 begins with c and ends with h. Nothing is raised. Names without such a word agree.
# Versions: pypinyin 0.55.0, OpenCC 1.4.2
# Matters:  Who looks for a customer by the initials of its name does not find those that Hong Kong and Taiwan wrote down,
#           or files them under another letter. Made simplified first, every one of them agrees.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check pypinyin==0.55.0 OpenCC==1.4.2

cat >"$folder/try.py" <<'END'
from importlib.metadata import version

from opencc import OpenCC
from pypinyin import Style, lazy_pinyin

NAMES = [
    ("重庆长安", "重慶長安"),
    ("长沙银行", "長沙銀行"),
    ("厦门国贸", "廈門國貿"),
    ("会计事务所", "會計事務所"),
    ("重型机械", "重型機械"),
    ("朝阳车辆厂", "朝陽車輛廠"),
]
simplified = OpenCC("t2s")


def letters(name: str) -> str:
    return "".join(lazy_pinyin(name, style=Style.FIRST_LETTER))


print("pypinyin", version("pypinyin"), "OpenCC", version("OpenCC"))
for here, there in NAMES:
    print(f"{here} {letters(here)}, {there} {letters(there)}, made simplified {letters(simplified.convert(there))}")
END

cat >"$folder/expected" <<'END'
pypinyin 0.55.0 OpenCC 1.4.2
重庆长安 cqca, 重慶長安 zqza, made simplified cqca
长沙银行 csyh, 長沙銀行 zsyx, made simplified csyh
厦门国贸 xmgm, 廈門國貿 smgm, made simplified xmgm
会计事务所 kjsws, 會計事務所 hjsws, made simplified kjsws
重型机械 zxjx, 重型機械 zxjx, made simplified zxjx
朝阳车辆厂 zyclc, 朝陽車輛廠 cyclc, made simplified zyclc
END

PYTHONUTF8=1 timeout 45 "$folder/venv/bin/python" "$folder/try.py" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
