"""How far are these customers trusted now? Part of other use cases.

Whoever calls it has locked the customers: grades, holds and what is published of them follow one another.
"""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from chassis.db.unit_of_work import Work
from messages.collections.grading.grades import CreditHeld, CreditReleased, CreditStandingChanged
from services.collections.domain.grading.score import Grading, graded
from services.collections.store.grading import facts, records
from services.collections.tables import CreditGradeRow, CreditHold, CreditPolicy, CreditStanding, Customer
from services.collections.use_cases.offering.offer_terms import offer_terms

REVIEWED_EVERY = timedelta(days=1)  # days late, and what the last twelve months are, change with every day
Standings = dict[UUID, CreditStanding]


async def grade_customers(work: Work, customers: Sequence[Customer], cause: str) -> Standings:
    """Each by the newest policy. A grade is kept when it, or its score, is another one, or when a person asked for it;
    others hear of it when what they judge by has changed."""
    ids = [one.id for one in customers]
    policy = await records.newest_policy(work)
    known = await facts.known_of(work, ids, work.now)
    standings = await records.standings_of(work, ids)
    rules, grades = policy.read_rules, policy.read_grades
    gradings: dict[UUID, Grading] = {}
    for customer in customers:
        measured = known[customer.id]
        grading = gradings[customer.id] = graded(measured.measured, rules, grades)
        before = standings.get(customer.id)
        if before is None or cause == "asked" or (before.score, before.grade) != (grading.score, grading.terms.grade):
            work.session.add(_kept(work, customer, grading, cause, policy))
        standings[customer.id] = _standing(work, before, customer, grading, policy)
        standings[customer.id].days_late = measured.days_late
    await _hold_by_grade(work, customers, gradings)
    given = {id: grading.terms.grade.value for id, grading in gradings.items()}
    await facts.keep_grades(work, given)
    offers = await offer_terms(work, customers, given, {id: known[id].measured for id in ids})
    for id, offer in offers.items():
        standings[id].most_days = offer.most_days or 0  # whoever is graded has some
    await _publish(work, customers, standings, known)
    return standings


def _kept(work: Work, customer: Customer, grading: Grading, cause: str, policy: CreditPolicy) -> CreditGradeRow:
    return CreditGradeRow(
        id=work.new_id(),
        customer_id=customer.id,
        graded_at=work.now,
        score=grading.score,
        grade=grading.terms.grade.value,
        reasons=[one.model_dump(mode="json") for one in grading.reasons],
        cause=cause,
        policy_version=policy.version,
    )


def _standing(
    work: Work, before: CreditStanding | None, customer: Customer, grading: Grading, policy: CreditPolicy
) -> CreditStanding:
    own: dict[str, Any] = {
        "score": grading.score, "grade": grading.terms.grade.value, "most_days": grading.terms.most_days,
        "policy_version": policy.version, "graded_at": work.now, "review_at": work.now + REVIEWED_EVERY,
    }  # fmt: skip
    if before is None:
        before = CreditStanding(customer_id=customer.id, **own)
        work.session.add(before)
        return before
    for name, value in own.items():
        setattr(before, name, value)
    return before


async def _hold_by_grade(work: Work, customers: Sequence[Customer], gradings: dict[UUID, Grading]) -> None:
    """As the policy says of the grade: set once, and over when the grade is another one."""
    live = {one.customer_id: one for one in await records.live_holds_of(work, list(gradings)) if one.held_by is None}
    for customer in customers:
        held, wanted = live.get(customer.id), gradings[customer.id].terms.hold
        if wanted and held is None:
            made = CreditHold(id=work.new_id(), customer_id=customer.id, reason="", held_at=work.now)
            work.session.add(made)
            work.emit(CreditHeld(**made.event_args(customer, made.reason)))
        elif held is not None and not wanted:
            held.released_at = work.now
            work.emit(CreditReleased(**held.event_args(customer, held.release_reason)))
    await work.session.flush()


async def _publish(
    work: Work, customers: Sequence[Customer], standings: Standings, known: dict[UUID, facts.Known]
) -> None:
    holds: dict[UUID, CreditHold] = {}
    for hold in await records.live_holds_of(work, list(standings)):
        if hold.customer_id not in holds or hold.held_by is not None:  # what a person said of it is said
            holds[hold.customer_id] = hold
    for customer in customers:
        row, live = standings[customer.id], holds.get(customer.id)
        row.on_hold, row.hold_reason = live is not None, live.reason if live else ""
        of_row = {name: getattr(row, name) for name in ("grade", "score", "on_hold", "hold_reason", "most_days")}
        event = CreditStandingChanged(
            credit_standing_id=customer.id,
            customer_id=customer.id,
            customer_name=customer.name,
            owner_id=customer.owner_id,
            legal_entity_id=customer.legal_entity_id,
            days_late=row.days_late,
            room=known[customer.id].room,
            version=row.version + 1,
            **of_row,
        )
        said = event.model_dump(mode="json", exclude={"version"})
        if said != row.said:
            row.said, row.version = said, event.version
            work.emit(event)
