#!/usr/bin/env bash
# Guess:    A formula that no spreadsheet program has computed yet has no value, and is read as an empty cell: whoever
#           imports amounts finds a blank and can say so.
# Happens:  Written by XlsxWriter it is 0.0, also where its result would be a text; written by openpyxl the cell is not
#           there, and a last row that has nothing else is not there either. Neither can be told from a real zero or
#           from the end of the sheet. A result that the writer gave along is read as it is.
# Versions: python-calamine 0.9.1, XlsxWriter 3.3.1, openpyxl 3.1.5
# Matters:  Files that other systems export are often written by one of the two and never opened in between: an invoice
#           of 0.00, or a total that is missing, comes in without a word. Ask for values, or have the file opened and
#           saved once; do not take 0 of such a column for an amount.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
trap 'exit 1' INT TERM HUP

python3 -m venv "$folder/venv"
timeout 70 "$folder/venv/bin/pip" install --quiet --quiet --disable-pip-version-check \
  python-calamine==0.9.1 XlsxWriter==3.3.1 openpyxl==3.1.5

cat >"$folder/try.py" <<'END'
from importlib.metadata import version

import openpyxl
import xlsxwriter
from python_calamine import CalamineWorkbook

CELLS = {"A1": 100, "A2": 23.5, "A3": "=SUM(A1:A2)"}


def seen(path):
    return CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()


print(*(f"{name} {version(name)}" for name in ("python-calamine", "XlsxWriter", "openpyxl")))
book = xlsxwriter.Workbook("one.xlsx")
sheet = book.add_worksheet()
for place, value in CELLS.items():
    sheet.write(place, value)
sheet.write_formula("A4", '="INV-" & A1')
sheet.write_formula("A5", "=SUM(A1:A2)", None, 123.5)
book.close()
print("written by XlsxWriter:", seen("one.xlsx"))

book = openpyxl.Workbook()
for place, value in CELLS.items():
    book.active[place] = value
book.save("two.xlsx")
print("written by openpyxl:", seen("two.xlsx"))
END

cat >"$folder/expected" <<'END'
python-calamine 0.9.1 XlsxWriter 3.3.1 openpyxl 3.1.5
written by XlsxWriter: [[100.0], [23.5], [0.0], [0.0], [123.5]]
written by openpyxl: [[100.0], [23.5]]
END

cd "$folder"
timeout 45 "$folder/venv/bin/python" "$folder/try.py" | tee "$folder/seen"
diff "$folder/expected" "$folder/seen"
echo "as stated"
