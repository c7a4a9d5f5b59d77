"""What of a contract do the approvers decide on?"""

from uuid import UUID

from chassis.db.unit_of_work import UnitOfWork
from messages.approval_subject import ApprovalSubject
from messages.deals.contracts import ContractLineView, ContractView
from messages.deals.terms import Instalment
from messages.files import Attachment
from services.deals.domain.risk import Standing, are_terms_above_grade, is_over_room
from services.deals.store import contracts, customers, opportunities, projections


async def show_approval_subject(id: UUID, uow: UnitOfWork) -> ApprovalSubject:
    async with uow.begin() as work:
        row = await contracts.get_contract(work, id)
        shown = await contracts.view(work, row)
        customer = await customers.get_customer(work, row.customer_id)
        standing = await projections.find_standing(work, row.customer_id)
        opportunity = await opportunities.get_opportunity(work, row.opportunity_id)
        return ApprovalSubject(
            kind="contract",
            id=row.id,
            number=row.number,
            title=f"{customer.name} · {opportunity.project}",
            legal_entity_id=row.legal_entity_id,
            requester_id=row.owner_id,
            prepared_by=row.prepared_by,
            facts={
                "amount": row.total,
                "currency": row.currency,
                "discount_percent": shown.discount_percent,
                "line_discount_percent": shown.line_discount_percent,
                "region": customer.region or "",
                "risk": row.risk_score or 0,
                "on_hold": standing.on_hold,
                "over_limit": is_over_room(row.total, row.currency, standing),
                "terms_above_grade": are_terms_above_grade(
                    row.instalments,
                    standing,
                    today=work.now.date(),
                    offered=shown.offer.most_days if shown.offer else None,
                ),
            },
            content=_content(shown, customer.region or "", opportunity.project) | _trust(standing),
            attachments=[Attachment(name=file.name, sha256=file.sha256, size=file.size) for file in shown.files],
        )


def _content(shown: ContractView, region: str, project: str) -> dict[str, object]:
    return {
        "customer": shown.customer_name,
        "region": region,
        "project": project,
        "owner": shown.owner_name,
        "lines": [_line(line) for line in shown.lines],
        "total": str(shown.total),
        "list_total": str(shown.list_total),
        "discount_percent": str(shown.discount_percent),
        "terms": [_term(row) for row in shown.terms],
        "clauses": shown.clauses,
        "risk_score": shown.risk_score or 0,
        "risk_factors": [factor.model_dump() for factor in shown.risk_factors],
    }


def _trust(standing: Standing) -> dict[str, object]:
    """Nothing of a customer of whom finance has said nothing: his contracts are shown, and signed, as before."""
    said: dict[str, object] = {"credit_grade": standing.grade} if standing.grade else {}
    return said | ({"credit_hold": standing.hold_reason or standing.grade} if standing.on_hold else {})


def _line(line: ContractLineView) -> dict[str, object]:
    return {
        "product": f"{line.product_code} {line.product_name}",
        "quantity": line.quantity,
        "list_price": str(line.list_price),
        "price": str(line.price),
        "amount": str(line.amount),
    }


def _term(row: Instalment) -> dict[str, object]:
    """What is more than plain days only where it is said: what was signed before stays what was signed."""
    more = row.model_dump(mode="json", exclude_defaults=True, exclude={"percent", "trigger", "days"})
    return {"percent": str(row.percent), "trigger": row.trigger.value, "days": row.days} | more
