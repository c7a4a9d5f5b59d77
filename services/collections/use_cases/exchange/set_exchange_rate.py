"""What was a currency worth on a day?"""

from chassis.auth.reach import must_reach
from chassis.db.unit_of_work import UnitOfWork, Work
from messages.collections.exchange import ExchangeRateSet, ExchangeRateView, SetExchangeRate
from services.collections.domain.exchange import must_be_valid_pair
from services.collections.store.exchange import rates
from services.collections.tables import ExchangeRate


async def set_exchange_rate(command: SetExchangeRate, uow: UnitOfWork) -> ExchangeRateView:
    """It counts from the next money on: what was settled keeps the rate by which it was. The same again changes
    nothing."""
    must_be_valid_pair(command.base, command.quote, command.day)
    async with uow.begin() as work:
        must_reach(work.actor, command.legal_entity_id, verb="POST /exchange-rates")
        if not work.repeated:  # somebody may have set it anew since
            publish_rates(work, await rates.save_rates(work, [command]))
        return (await rates.get_rate(work, rates.rate_id(command))).view()


def publish_rates(work: Work, found: list[ExchangeRate]) -> None:
    """Those that are new, or others than before."""
    for one in found:
        own = one.model_dump(include={*ExchangeRateSet.model_fields} - {"exchange_rate_id"})
        work.emit(ExchangeRateSet(exchange_rate_id=one.id, **own))
