"""How does one say what arrived of a shipment, and what becomes of the rest?"""

from console.pages.parts.receipt_form import receipt_rows
from console.session import Person
from console.view_models import Action, Cell, Input, Table, Worded
from messages.orders.orders import OrderView
from messages.orders.shipments import DifferenceDecision, ShipmentLineView, ShipmentView
from messages.texts import text


def receive_rows(seen: ShipmentView, order: OrderView, person: Person) -> list[Input]:
    """Per line that is on its way: all of it arrived well, as long as nobody says otherwise."""
    names = {line.line: f"{line.product_code} · {line.product_name}" for line in order.lines}
    return receipt_rows([(line.line, pieces) for line in seen.lines if (pieces := _on_the_way(line))], names, person)


def _on_the_way(line: ShipmentLineView) -> int:
    return line.quantity - line.received - line.short - line.damaged


def differences_table(seen: ShipmentView, order: OrderView) -> list[Table]:
    """What was short or damaged, and what was decided of it."""
    names = {line.line: line.product_code for line in order.lines}
    rows: list[tuple[Cell, ...]] = [
        (
            names.get(one.line, ""),
            Worded(f"difference.{one.kind}", tone="bad"),
            one.quantity,
            one.note,
            Worded(f"difference.{one.decision}", tone="good")
            if one.decision
            else Worded("difference.open", tone="busy"),
            one.comment or None,
        )
        for one in seen.differences
    ]
    columns = ("product_code", "difference", "quantity", "note", "decision", "comment")
    return [Table("console.differences", columns, rows)] if rows else []


def decide_difference(seen: ShipmentView, order: OrderView, person: Person) -> list[Action]:
    """Of those that nobody has decided: sent again, or credited."""
    undecided = [one for one in seen.differences if one.decision is None]
    if not undecided:
        return []
    names = {line.line: line.product_code for line in order.lines}
    options = [
        (str(one.id), f"{names.get(one.line, '')} · {text(f'difference.{one.kind}', person.lang)} {one.quantity}")
        for one in undecided
    ]
    ways = [(str(way), text(f"difference.{way}", person.lang)) for way in DifferenceDecision]
    inputs = (
        Input("difference_id", "select", options=options, label=text("field.difference", person.lang)),
        Input("decision", "select", options=ways),
        Input("comment", required=False),
    )
    return [Action("decide_difference", f"/shipments/{seen.id}/decide-difference", inputs, "primary")]
