"""Which rows of another system's receivables can be imported?"""

from collections.abc import Collection

from messages.collections.receivables import ImportReceivableRow
from messages.errors import RuleViolation
from messages.imports import RowError
from messages.own_numbers import is_of_series
from messages.texts import text
from services.collections.domain.due_dates import is_zone


def row_errors(
    row: ImportReceivableRow, *, entity: str, entities: Collection[str], owners: Collection[str], lang: str
) -> list[RowError]:
    """COL-20: an imported receivable owes something, is due after its invoice, and is settled history or lives."""
    errors = []
    if row.amount <= 0:
        errors.append(_error(lang, "amount", str(row.amount), "amount"))
    if row.due_on < row.invoiced_on:
        errors.append(_error(lang, "due_on", row.due_on.isoformat(), "too_early"))
    if row.settled_on is not None and row.live:
        errors.append(_error(lang, "live", "true", "lives"))
    if row.settled_on is not None and row.settled_on < row.invoiced_on:
        errors.append(_error(lang, "settled_on", row.settled_on.isoformat(), "too_early"))
    if not is_zone(row.tz):
        errors.append(_error(lang, "tz", row.tz, "zone"))
    if entity not in entities and "*" not in entities:
        errors.append(_error(lang, "legal_entity_id", entity, "entity"))
    if row.owner is not None and row.owner not in owners:
        errors.append(_error(lang, "owner", row.owner, "owner"))
    return errors


def must_be_known_customer(customer: str, *, is_known: bool) -> None:
    """COL-243: what looks like a customer's number of ours is that of a customer; else his debt would count nowhere."""
    if not is_known and is_of_series(customer, "CU"):
        raise RuleViolation("COL-243", number=customer)


def _error(lang: str, field: str, value: str, wanted: str) -> RowError:
    return RowError(field=field, value=value, rule="COL-20", text=text(f"COL-20.{wanted}", lang))
