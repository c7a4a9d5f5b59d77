"""How are the rates of a file brought in?"""

from chassis.auth.reach import has_reach
from chassis.db.unit_of_work import UnitOfWork
from messages.collections.exchange import EVERYWHERE, ImportExchangeRateRow, SetExchangeRate
from messages.errors import Malformed
from messages.imports import ImportBatch, ImportReport, Outcome, RowError, RowOutcome, parse_rows
from messages.texts import text
from services.collections.domain.exchange import must_be_valid_pair
from services.collections.store.exchange import rates
from services.collections.use_cases.exchange.set_exchange_rate import publish_rates


async def import_exchange_rates(batch: ImportBatch, uow: UnitOfWork) -> ImportReport:
    """Bad rows are reported, good ones kept; a rate that is known just so is a duplicate, another one of the same day
    takes its place."""
    lang = uow.actor.lang
    rows, outcomes = parse_rows(batch, ImportExchangeRateRow, lang)
    async with uow.begin_import() as work:
        good: dict[object, ImportExchangeRateRow] = {}
        for row in rows:
            if errors := _errors(row, lang, reaches=has_reach(work.actor, _of(row.legal_entity_id))):
                outcomes.append(RowOutcome(line=row.line, outcome=Outcome.INVALID, errors=errors))
            elif rates.rate_id(row) in good:
                outcomes.append(RowOutcome(line=row.line, outcome=Outcome.DUPLICATE, id=rates.rate_id(row)))
            else:
                good[rates.rate_id(row)] = row
        found = await rates.save_rates(work, list[SetExchangeRate](good.values()))
        publish_rates(work, found)
        new = {one.id for one in found}
        outcomes += [
            RowOutcome(line=row.line, outcome=Outcome.ACCEPTED if rates.rate_id(row) in new else Outcome.DUPLICATE,
                       id=rates.rate_id(row))
            for row in good.values()
        ]  # fmt: skip
    return ImportReport.of(sorted(outcomes, key=lambda outcome: outcome.line))


def _of(legal_entity_id: str) -> str | None:
    return None if legal_entity_id == EVERYWHERE else legal_entity_id


def _errors(row: ImportExchangeRateRow, lang: str, *, reaches: bool) -> list[RowError]:
    if not reaches:
        told = text("SYS-60", lang, legal_entity_id=row.legal_entity_id)
        return [RowError(field="legal_entity_id", value=row.legal_entity_id, rule="SYS-60", text=told)]
    try:
        must_be_valid_pair(row.base, row.quote, row.day)
    except Malformed as no:
        return [RowError(field=no.field, value=no.value, rule=no.rule, text=text(no.rule, lang))]
    return []
