"""How are the rows of a payment plan shown, as the plan is by now?"""

from console.pages.parts.coded_values import coded
from console.view_models import Cell, Table
from messages.collections.plans import InstalmentView, PaymentPlanView
from messages.payment_terms.words import said_due
from messages.texts import text

ROWS = ("instalment", "percent", "due_rule", "amount", "method", "owner", "credit_grade", "note")


def plan_table(plan: PaymentPlanView, lang: str) -> Table:
    """Batch, share, when, how much, in which way, whose it is, and what credit his customer has."""
    rows: list[tuple[Cell, ...]] = [
        (
            row.number, row.percent, due_of(row, lang), row.amount, coded("method", row.method) if row.method else "",
            row.owner_name, row.grade, row.note,
        )
        for row in plan.instalments
    ]  # fmt: skip
    return Table("field.plan_rows", ROWS, rows)


def due_of(row: InstalmentView, lang: str) -> str:
    said = said_due(row.trigger, row.days, row.timing, lang)
    part = {"part": row.timing.part, "parts": row.timing.parts}
    return said if row.timing.parts == 1 else text("terms.part", lang, due=said, **part)
