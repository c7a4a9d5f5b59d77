"""How does one say, line by line, what arrived of a shipment?"""

from collections.abc import Mapping, Sequence

from fastapi import Request

from console.form_input import whole
from console.session import Person
from console.view_models import Input
from messages.orders.shipments import ReceivedLine
from messages.texts import text

COUNTS = ("accepted", "short", "damaged")


def receipt_rows(left: Sequence[tuple[int, int]], names: Mapping[int, str], person: Person) -> list[Input]:
    """Per line (its number, and how much of it is on its way): all arrived well, as long as nobody says otherwise."""
    words = {name: text(f"field.{name}", person.lang) for name in ("arrived_well", "short_pieces", "damaged_pieces")}
    found: list[Input] = []
    for row, (line, pieces) in enumerate(left):
        well = f"{names.get(line, '')} · {words['arrived_well']}"
        found += [
            Input("line", "hidden", str(line), row=row),
            Input("accepted", "number", str(pieces), label=well, row=row),
            Input("short", "number", "0", label=words["short_pieces"], row=row),
            Input("damaged", "number", "0", label=words["damaged_pieces"], row=row),
            Input("note", required=False, hint="hint.difference_note", row=row),
        ]
    return found


async def told_receipt(request: Request) -> list[ReceivedLine]:
    """What became of the pieces of each line; nothing where all of them arrived, as it stood there."""
    form = await request.form()
    found = []
    for place, line in enumerate(form.getlist("line")):
        counts = {name: whole(name, str(form.getlist(name)[place]), place) for name in COUNTS}
        found.append({"line": str(line), "note": str(form.getlist("note")[place]), **counts})
    return [ReceivedLine.model_validate(line) for line in found]
