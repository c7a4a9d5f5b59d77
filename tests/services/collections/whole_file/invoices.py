"""Which invoices are played: those of the real file, where it is there, and made ones of the same shape?"""

import csv
import os
import random
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

FOLDER = Path(os.environ.get("COUNTERSIGN_DATA") or Path(__file__).parents[5] / "shared" / "data")
FILE = FOLDER / "receivables" / "receivables.csv"


@dataclass(frozen=True)
class Invoice:
    number: str
    customer: str
    invoiced: date
    due: date
    settled: date
    amount: Decimal
    disputed: bool
    late: int  # as the file itself says


def of_the_file() -> list[Invoice]:
    def day(text: str) -> date:
        return datetime.strptime(text, "%m/%d/%Y").date()  # noqa: DTZ007

    with FILE.open(encoding="utf-8-sig", newline="") as file:
        return [
            Invoice(
                row["invoiceNumber"],
                row["customerID"],
                day(row["InvoiceDate"]),
                day(row["DueDate"]),
                day(row["SettledDate"]),
                Decimal(row["InvoiceAmount"]),
                row["Disputed"] == "Yes",
                int(row["DaysLate"]),
            )
            for row in csv.DictReader(file)
        ]


def made(count: int, seed: int = 5) -> list[Invoice]:
    """Of four customers in some months; some are so late that the last level comes again."""
    dice, found = random.Random(seed), []
    for number in range(count):
        invoiced = date(2025, 1, 1) + timedelta(days=dice.randrange(70))
        due = invoiced + timedelta(days=dice.choice([10, 15, 25]))
        late = dice.choice([0, 0, 0, 1, 6, 7, 14, 31, 45, 46, 52, 60])
        settled = due + timedelta(days=late or -dice.randrange(9))
        cents = Decimal(dice.choice([1, 99, 10_000, 123_456, 5_555_555])) / 100
        customer = f"MADE-{number % 4}"
        is_disputed = dice.random() < 0.15
        found.append(Invoice(f"{number:06}", customer, invoiced, due, settled, cents, is_disputed, late))
    return found


def first_of(invoices: Sequence[Invoice], most: int) -> list[Invoice]:
    """So many, of whichever customers, from the first day on."""
    return sorted(invoices, key=lambda one: (one.invoiced, one.number))[:most]
