"""What was called differently in collections?"""

SUBJECTS: dict[str, str] = {
    "collections.payment.refused.v1": "collections.payment.rejected.v1",
    "collections.dunning.sent.v1": "collections.dunning.prepared.v1",
    "collections.invoice.refused.v1": "collections.invoice.rejected.v1",
}
FIELDS: dict[str, dict[str, str]] = {
    "collections.receivable.overdue.v1": {"rung": "level", "tells": "notifies"},
    "collections.dunning.prepared.v1": {"rungs": "levels", "told": "notifies", "notified": "notifies"},
    "collections.invoice.cancelled.v1": {"red_letter_number": "credit_note_number"},
}
ROUTES: tuple[tuple[str, str, str], ...] = (
    ("POST", "/invoices/{id}/refuse", "/invoices/{id}/reject"),
    ("POST", "/payments/{id}/refuse", "/payments/{id}/reject"),
    ("POST", "/shards/{shard}/sweep", "/shards/{shard}/process-due"),
)
