"""What was called differently in orders?"""

SUBJECTS: dict[str, str] = {"orders.shipment.taken_back.v1": "orders.shipment.returned.v1"}
FIELDS: dict[str, dict[str, str]] = {}
ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", "/orders/{id}/matter", "/orders/{id}/approval-subject"),
    ("POST", "/orders/{id}/place-again", "/orders/{id}/resubmit"),
    ("POST", "/orders/{id}/take-back", "/orders/{id}/return-to-stock"),
    ("POST", "/orders/{id}/cancelled", "/orders/{id}/finish-cancellation"),
)
