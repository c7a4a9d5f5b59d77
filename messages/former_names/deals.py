"""What was called differently in deals?"""

SUBJECTS: dict[str, str] = {
    "deals.contract.refused.v1": "deals.contract.rejected.v1",
    "deals.registration.refused.v1": "deals.registration.rejected.v1",
}
FIELDS: dict[str, dict[str, str]] = {}
ROUTES: tuple[tuple[str, str, str], ...] = (
    ("GET", "/contracts/{id}/matter", "/contracts/{id}/approval-subject"),
    ("POST", "/contracts/{id}/risk", "/contracts/{id}/assess-risk"),
    ("POST", "/contracts/{id}/effective", "/contracts/{id}/make-effective"),
    ("POST", "/contracts/{id}/refuse", "/contracts/{id}/reject"),
    ("GET", "/registrations/{id}/matter", "/registrations/{id}/approval-subject"),
    ("POST", "/registrations/{id}/refuse", "/registrations/{id}/reject"),
)
