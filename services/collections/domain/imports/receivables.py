"""Which rows of another system's receivables can be imported?"""

from collections.abc import Collection

from messages.collections.receivables import ImportReceivableRow
from messages.errors import RuleViolation
from messages.imports import RowError
from messages.own_numbers import is_of_series
from services.collections.domain.due_dates import is_zone


def row_errors(
    row: ImportReceivableRow, *, entity: str, entities: Collection[str], owners: Collection[str]
) -> list[RowError]:
    """COL-20: an imported receivable owes something, is due after its invoice, and is settled history or lives."""
    errors = []
    if row.amount <= 0:
        errors.append(_error("amount", str(row.amount), "more than nothing"))
    if row.due_on < row.invoiced_on:
        errors.append(_error("due_on", row.due_on.isoformat(), "not before invoiced_on"))
    if row.settled_on is not None and row.live:
        errors.append(_error("live", "true", "a settled receivable is history"))
    if row.settled_on is not None and row.settled_on < row.invoiced_on:
        errors.append(_error("settled_on", row.settled_on.isoformat(), "not before invoiced_on"))
    if not is_zone(row.tz):
        errors.append(_error("tz", row.tz, "an IANA time zone"))
    if entity not in entities and "*" not in entities:
        errors.append(_error("legal_entity_id", entity, "one of the importer's legal entities"))
    if row.owner is not None and row.owner not in owners:
        errors.append(_error("owner", row.owner, "the login of somebody who works here"))
    return errors


def must_be_known_customer(customer: str, *, is_known: bool) -> None:
    """COL-243: what looks like a customer's number of ours is that of a customer; else his debt would count nowhere."""
    if not is_known and is_of_series(customer, "CU"):
        raise RuleViolation("COL-243", number=customer)


def _error(field: str, value: str, wanted: str) -> RowError:
    return RowError(field=field, value=value, rule="COL-20", text=wanted)
