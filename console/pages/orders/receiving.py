"""How does one say what arrived of a shipment, and what becomes of the rest?"""

from console.session import Person
from console.view_models import Action, Cell, Input, Table, Worded
from messages.orders.orders import OrderView
from messages.orders.shipments import DifferenceDecision, ShipmentLineView, ShipmentView
from messages.texts import text


def receive_rows(seen: ShipmentView, order: OrderView, person: Person) -> list[Input]:
    """Per line that is on its way: all of it arrived well, as long as nobody says otherwise."""
    names = {line.line: f"{line.product_code} · {line.product_name}" for line in order.lines}
    words = {name: text(f"field.{name}", person.lang) for name in ("arrived_well", "short_pieces", "damaged_pieces")}
    found: list[Input] = []
    for row, line in enumerate(line for line in seen.lines if _on_the_way(line)):
        found += [
            Input("line", "hidden", str(line.line), row=row),
            Input(
                "accepted",
                "number",
                str(_on_the_way(line)),
                label=f"{names.get(line.line, '')} · {words['arrived_well']}",
                row=row,
            ),
            Input("short", "number", "0", label=words["short_pieces"], row=row),
            Input("damaged", "number", "0", label=words["damaged_pieces"], row=row),
            Input("note", required=False, hint="hint.difference_note", row=row),
        ]
    return found


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
