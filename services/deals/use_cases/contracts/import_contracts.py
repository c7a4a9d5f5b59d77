"""How are the contracts of another system imported?"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from chassis.db.unit_of_work import UnitOfWork, Work
from messages.deals.contract_imports import ImportContractRow
from messages.deals.contracts import ContractEffective, ContractLine, ContractStatus
from messages.deals.opportunities import OpportunityStatus, OpportunityWon
from messages.errors import Malformed, RuleViolation
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, parse_rows
from messages.money import Money
from messages.payment_terms.reading import terms_from
from messages.texts import text
from services.deals.domain import contract_imports as rules
from services.deals.domain.authority import entity_of
from services.deals.domain.contracts import must_add_up, priced, totals
from services.deals.domain.keys import KEY_VERSION, project_key
from services.deals.domain.opportunity_imports import Seller
from services.deals.store import contract_imports as store
from services.deals.store import contracts, projections, sales_rules
from services.deals.tables import Contract, Opportunity
from services.deals.use_cases.opportunities.open_opportunity import SERIES as OPPORTUNITIES
from services.deals.use_cases.opportunities.open_opportunity import opened_event
from services.deals.use_cases.opportunities.win_opportunity import SERIES

IMPORTED = UUID("5b0f2f60-7d0b-5d3c-8f0e-2d0b8a9f4c11")
FIELDS = {"DEA-25": "legal_entity_id", "DEA-14": "product_code", "DEA-13": "product_code", "DEA-11": "currency",
          "DEA-12": "price", "DEA-10": "terms"}  # fmt: skip


@dataclass(frozen=True)
class Known:
    """What the rows of one legal entity may name, as far as it is known."""

    customers: store.Ids
    names: dict[UUID, str]
    products: store.Ids
    sellers: Sequence[Seller]


async def import_contracts(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """Each contract is kept whole, as effective from its day on, or not at all; bad ones do not stop the good ones. One
    that was brought in before is a duplicate and changes nothing; no process starts for any."""
    good, outcomes = parse_rows(batch, ImportContractRow, uow.actor.lang)
    async with uow.begin_import() as work:
        known = {entity: await _known(work, entity, good) for entity in _entities(work, good)}
        for rows in rules.contracts_of(good):
            try:
                entity = entity_of(rows[0].legal_entity_id, work.actor.legal_entities)
                async with work.session.begin_nested():
                    outcomes += await _bring_in(work, entity, rows, known[entity])
            except (RuleViolation, Malformed) as no:
                outcomes += [_invalid(row, no, work.actor.lang) for row in rows]
        return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


def _entities(work: Work, rows: Sequence[ImportContractRow]) -> list[str]:
    """Those that may be recorded for, in one order: that in which they are locked."""
    found = set()
    for named in {row.legal_entity_id for row in rows}:
        with suppress(RuleViolation):
            found.add(entity_of(named, work.actor.legal_entities))
    return sorted(found)


async def _known(work: Work, entity: str, rows: Sequence[ImportContractRow]) -> Known:
    await store.lock_imports(work, entity)
    customers, names = await store.customers_of(work, entity, {row.customer for row in rows})
    return Known(
        customers=customers,
        names=names,
        products=await store.products_of(work, {row.product_code for row in rows}),
        sellers=await projections.list_sellers(work, {row.seller.lower() for row in rows}),
    )


async def _bring_in(work: Work, entity: str, rows: Sequence[ImportContractRow], known: Known) -> list[RowOutcome]:
    rules.must_agree(rows)
    first, id = rows[0], uuid5(IMPORTED, f"{entity}/{rows[0].external_id}")
    if (standing := await store.find_any(work, id)) is not None:
        codes = [line.product_code for line in (await contracts.list_lines(work, [id]))[id]]
        day = _day(standing.effective_at, work.tz)
        for row in rows:
            rules.must_be_kept(row, number=standing.number, effective_on=day, codes=codes)
        return [RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=id) for row in rows]
    seller = rules.seller_of(first.seller, known.sellers)
    opportunity = await _opportunity(work, entity, first, seller, known)
    contract = await _contract(work, id, opportunity, rows, known)
    opportunity.won_amount, opportunity.won_currency = contract.total, contract.currency
    opportunity.contract_id = contract.id
    _publish(work, opportunity, contract, rows, known)
    return [RowOutcome(line=row.line, outcome=Outcome.ACCEPTED, id=id) for row in rows]


async def _opportunity(work: Work, entity: str, first: ImportContractRow, seller: Seller, known: Known) -> Opportunity:
    """What the contract was won with: kept as history."""
    customer_id = rules.must_be_known("customer", first.customer, known.customers)
    stages = (await sales_rules.stages_of(work, {entity}))[entity]
    stage = next(one for one in stages if one.status is OpportunityStatus.WON)
    project = first.title or first.external_id
    row = Opportunity(
        id=work.new_id(),
        number=await work.next_number(OPPORTUNITIES, entity),
        status=OpportunityStatus.WON,
        stage=stage.code,
        customer_id=customer_id,
        project=project,
        project_key=project_key(project),
        key_version=KEY_VERSION,
        owner_id=seller.id,
        owner_unit=seller.unit,
        legal_entity_id=entity,
        history=True,
        closed_on=first.effective_on,
        created_at=work.now,
    )
    work.session.add(row)
    await work.session.flush()
    return row


async def _contract(
    work: Work, id: UUID, opportunity: Opportunity, rows: Sequence[ImportContractRow], known: Known
) -> Contract:
    first, terms = rows[0], terms_from(rows[0].terms)
    must_add_up(terms)
    products = await projections.list_products(work, list(known.products.values()))
    lines = priced(_lines(rows, known), products, first.currency)
    total, list_total = totals(lines, first.currency)
    contract = Contract(
        **opportunity.model_dump(include={"customer_id", "owner_id", "owner_unit", "legal_entity_id"}),
        id=id,
        number=await _number(work, opportunity.legal_entity_id, first.number),
        status=ContractStatus.EFFECTIVE,
        opportunity_id=opportunity.id,
        currency=first.currency,
        total=total.amount,
        list_total=list_total.amount,
        terms=[term.model_dump(mode="json") for term in terms],
        clauses=first.clauses,
        prepared_by=[opportunity.owner_id],
        effective_at=rules.effective_at(first.effective_on, now=work.now, tz=work.tz),
        created_at=work.now,
    )
    added = await contracts.add_contract(work, contract, lines)
    if added is None:  # nobody else makes this id: it follows from the row
        raise Malformed("external_id", first.external_id, "DEA-106", number=contract.number)
    return added


def _lines(rows: Sequence[ImportContractRow], known: Known) -> list[ContractLine]:
    return [
        ContractLine(
            product_id=rules.must_be_known("product_code", row.product_code, known.products),
            quantity=row.quantity,
            price=row.price,
        )
        for row in rows
    ]


async def _number(work: Work, entity: str, said: str | None) -> str:
    if said is None:
        return await work.next_number(SERIES, entity)
    rules.must_be_own_number(said)
    rules.must_be_free(said, is_taken=await store.is_taken(work, entity, said))
    return said


def _publish(
    work: Work, opportunity: Opportunity, contract: Contract, rows: Sequence[ImportContractRow], known: Known
) -> None:
    amount = Money.of(contract.total, contract.currency)
    work.emit(opened_event(opportunity))
    won = {**opportunity.event_args(), "amount": amount, "contract_id": contract.id, "history": True}
    work.emit(OpportunityWon.model_validate(won))
    effective = {
        **contract.event_args(),
        "customer_name": known.names[contract.customer_id],
        "lines": _lines(rows, known),
        "terms": contract.instalments,
        "effective_at": contract.effective_at,
        "history": True,
    }
    work.emit(ContractEffective.model_validate(effective))


def _day(moment: datetime | None, tz: str) -> date | None:
    return moment.astimezone(ZoneInfo(tz)).date() if moment else None


def _invalid(row: ImportContractRow, no: RuleViolation | Malformed, lang: str) -> RowOutcome:
    if isinstance(no, Malformed):
        field, value = no.field, str(no.value)
    else:
        field = FIELDS.get(no.rule, "external_id")
        value = str(getattr(row, field))
    error = RowError(field=field, value=value, rule=no.rule, text=text(no.rule, lang, **no.params))
    return RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=[error])
