"""Why does a lead stand where it stands in the queue, and what was corrected of it?"""

from collections.abc import Sequence

from console.pages.pools.written_when import write_attribute, write_values, write_when
from console.session import Person
from console.view_models import Cell, Table, Worded
from messages.leads.handling import LeadChangeView
from messages.leads.scoring import PriorityView


def priority_table(why: PriorityView, person: Person) -> Table:
    """Each of its points; then what puts it before others that have as many."""
    lang = person.lang
    rows: list[tuple[Cell, ...]] = [
        (write_attribute(one.attribute, lang), write_values(one.attribute, one.values, lang), one.points)
        for one in why.points
    ]
    if why.key_because:
        rows.append((Worded("pools.key_lead"), write_when(why.key_because, lang), None))
    if why.in_window:
        rows.append((Worded("pools.buys_soon"), why.planned_on, None))
    if len(rows) > 1:
        rows.append((Worded("console.sum"), None, why.priority))
    return Table("pools.priority", ("attribute", "its_values", "points"), rows)


def changes_table(changes: Sequence[LeadChangeView]) -> list[Table]:
    """Newest first; what they say only where the reader may read the lead."""
    rows: list[tuple[Cell, ...]] = [
        (
            one.at,
            one.by_name,
            Worded(f"field.{name}"),
            said["before"] if said else "****",
            said["after"] if said else "",
        )
        for one in changes
        for name, said in one.changes.items()
    ]
    return [Table("pools.corrections", ("at", "by", "corrected", "was_before", "is_now"), rows)] if rows else []
