"""Is every route bounded by the legal entities of who acts, those of the keepers too?

Routes that name a record are tried as somebody of another legal entity by `test_ownership.py` and get 404. All others
that change something stand here: tried on what is of CS-CN by somebody of CS-US, or with the reason for which they
reach nothing of another's. A new route that is in neither place fails.
"""

from typing import Any

from chassis.testing.plugin import ServiceHarness, an_actor
from tests.security.conftest import Findings
from tests.security.routes import PERSONS, documented_access, let_in, routes_of
from tests.security.test_ownership import FILLED, OPEN

FOREIGN = ("CS-US",)
# Tried where the whole of the record is at hand, by tests that bear the name case_a1.
TRIED = {
    "POST /people", "POST /people/import", "PATCH /people/{person_id}", "POST /people/{person_id}/hand-over",
    "POST /org-units", "POST /legal-entities", "POST /calendars", "POST /calendars/preview",
    "POST /policies", "POST /policies/simulate",
    "POST /absences", "DELETE /absences/{absence_id}", "POST /endpoints", "POST /todos", "PATCH /products/{product_id}",
    "POST /products/{product_id}/stock", "POST /products", "POST /products/import", "PATCH /customers/{customer_id}",
    "POST /outbox/republish", "POST /outbox/{event_id}/retry", "POST /outbox/{event_id}/skip", "POST /leads/assign",
    "POST /leads/move",
    "POST /write-off-tolerances", "POST /advance-policies", "POST /exchange-rates", "POST /exchange-rates/import",
    "POST /books-currencies",
}  # fmt: skip
OWN = "is written for a legal entity of the one who asks"
SCOPED = "finds the records of its body in the scope of the one who asks"
OF_THE_ACTOR = "touches what is the actor's own"
HOUSE = "is the same for all legal entities: by who works for each of them (SYS-62)"
SECRET = "has a secret of its own"
BOUNDED = {
    "POST /leads": OWN, "POST /leads/import": OWN, "POST /pools": OWN, "POST /leads/duplicates": SCOPED,
    "POST /pools/preview": OWN,
    "POST /leads/claim-next": SCOPED,
    "POST /customers": OWN,
    "POST /customers/import": OWN,
    "PUT /stages": OWN,
    "POST /opportunities": SCOPED,
    "POST /opportunities/import": OWN,
    "POST /contracts/import": OWN,
    "POST /orders": SCOPED,
    "POST /returns": SCOPED,
    "POST /customers/{customer_id}/contact-persons": SCOPED,
    "POST /customers/{customer_id}/addresses": SCOPED,
    "POST /customers/{customer_id}/hand-over": SCOPED, "POST /customers/{customer_id}/merge": SCOPED,
    "POST /customers/{customer_id}/unmerge": SCOPED, "POST /customers/{customer_id}/tell-apart": SCOPED,
    "POST /customers/{customer_id}/register": SCOPED, "PUT /customer-rules": OWN,
    "POST /customers/{customer_id}/move-phase": SCOPED, "POST /customers/{customer_id}/flag-hot": SCOPED,
    "POST /customers/{customer_id}/expenses": SCOPED,
    "POST /customers/{customer_id}/clear-hot": SCOPED, "POST /customers/{customer_id}/release": SCOPED,
    "POST /customers/{customer_id}/claim": SCOPED, "POST /customer-pools": OWN, "POST /customer-pools/preview": OWN,
    "PUT /follow-up-kinds": OWN,
    "PUT /business-types": OWN,
    "PUT /loss-reasons": OWN,
    "POST /follow-ups": SCOPED,
    "POST /dunning-procedures": OWN, "POST /dunning-procedures/preview": OWN,
    "POST /commission-plans": OWN, "POST /commission-quotas": SCOPED,
    "POST /order-changes": SCOPED, "POST /order-changes/preview": SCOPED,
    "POST /bank-statements/import": OWN, "POST /bank-statements/import/preview": OWN,
    "POST /bank-entries/suggest": SCOPED, "POST /provider-notices/{provider}": SECRET,
    "POST /invoice-provider-notices/{provider}": SECRET,
    "POST /erp/products/import": OWN, "POST /erp/customers/import": OWN, "POST /erp/stock-counts/import": SCOPED,
    "POST /erp/production/import": SCOPED, "POST /erp/shipments/import": SCOPED,
    "POST /orders/preview": SCOPED, "POST /orders/import": SCOPED,
    "POST /receivables/import": OWN, "POST /payments/import": SCOPED,
    "POST /write-offs": SCOPED, "POST /payments": SCOPED, "POST /invoices": SCOPED,
    "POST /invoice-titles": SCOPED, "POST /dunning-addresses": SCOPED,
    "POST /refunds": SCOPED, "POST /corrections": SCOPED,
    "POST /credit-requests/request-limit": SCOPED, "POST /credit-requests/request-release": SCOPED,
    "POST /credit-policies": HOUSE,
    "POST /collection-policies": OWN, "POST /collection-policies/preview": OWN,
    "POST /dunning-pauses": SCOPED, "POST /promises": SCOPED, "POST /contacts": SCOPED,
    "POST /repayment-plans": SCOPED, "POST /contact-rules": OWN,
    "POST /customer-accounts": SCOPED, "POST /portal/orders": SCOPED, "POST /portal/orders/preview": SCOPED,
    "POST /requests": OF_THE_ACTOR,
    "POST /requests/preview": OF_THE_ACTOR, "POST /tasks/decide": SCOPED, "POST /channels": OF_THE_ACTOR,
    "DELETE /channels/{channel_id}": OF_THE_ACTOR, "POST /channels/{channel_id}/try": OF_THE_ACTOR,
    "POST /sign-in": OF_THE_ACTOR, "POST /sign-out": OF_THE_ACTOR, "POST /password": OF_THE_ACTOR,
    "POST /notices/read": OF_THE_ACTOR, "POST /imports": OF_THE_ACTOR, "POST /import-mappings": OF_THE_ACTOR,
    "POST /token": "is for processes", "POST /links/show": SECRET, "POST /links/decide": SECRET,
    "PUT /leads/match-rules": OWN, "PUT /lead-rules/drop-reasons": OWN,
    "POST /campaigns": OWN, "PUT /lead-channels": OWN, "POST /channel-keys": OWN, "POST /intake/leads": SECRET,
    "PUT /lead-rules/scoring": OWN,
    "POST /lead-forms": OWN,
    "PUT /leads/fields": HOUSE, "PUT /customers/fields": HOUSE, "PUT /opportunities/fields": HOUSE,
    "PUT /registrations/fields": HOUSE,
    "PUT /payment-plans/fields": HOUSE,
}  # fmt: skip


def test_case_a1_every_route_that_changes_something_says_how_it_is_bounded(
    harness: ServiceHarness, findings: Findings
) -> None:
    page = documented_access(harness.name)
    unbounded = [
        route.name
        for route in routes_of(harness.app)
        if route.method != "GET" and let_in(page.get(route.name, "process")) & set(PERSONS) and not _is_bounded(route)
    ]
    assert unbounded == []


async def test_case_a1_lists_for_operators_end_at_the_legal_entity(harness: ServiceHarness, findings: Findings) -> None:
    """Facts, dead letters, absences of another legal entity are not told (A10)."""
    records = {} if harness.name == "insights" else await FILLED[harness.name](harness)
    known = [str(value) for value in records.values()] or ["x"]
    foreign = harness.api.as_(an_actor("ops", "admin", legal_entities=FOREIGN))
    wide = harness.api.as_(an_actor("ops", "admin", legal_entities=("*",)))
    told = await foreign.get("/events", params={"about": known})
    findings.check(told.json() == [], "/events", told)
    all_told = await wide.get("/events", params={"about": known})
    findings.check(bool(all_told.json()) or harness.name == "insights", "/events of the whole house", all_told)
    dead = await foreign.get("/outbox")
    findings.check(dead.json()["dead"] == [], "/outbox", dead)
    again = await foreign.post("/outbox/republish", params={"since": "2020-01-01T00:00:00Z"})
    findings.check(again.json() == {"changed": 0}, "/outbox/republish", again)
    findings.none()


def _is_bounded(route: Any) -> bool:
    return route.name in TRIED or route.name in BOUNDED or bool(route.ids and route.name not in OPEN)
