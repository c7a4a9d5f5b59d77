"""How does somebody say at what rate money settles debts in another currency?"""

from fastapi import Request

from console.view_models import Input
from messages.collections.exchange import Exchange


async def typed_exchange(request: Request) -> Exchange | None:
    """None where the form names no other currency. Raises ValidationError."""
    form = await request.form()
    currency = str(form.get("exchange_currency", "")).strip().upper()
    return await exchange_to(request, currency) if currency else None


async def exchange_to(request: Request, currency: str, received: str = "") -> Exchange | None:
    """To this currency, at the rate that was typed, if one was; None where just that was received."""
    if currency == received:
        return None
    form = await request.form()
    names = {"rate": "rate", "rate_of": "rate_of", "rate_on": "rate_on", "source": "rate_source"}
    said = {name: str(form.get(field, "")).strip() or None for name, field in names.items()}
    if said["rate"] is None:
        said["rate_of"] = None  # it is chosen already in the form, and says nothing by itself
    return Exchange.model_validate({"currency": currency, **said, "rate_of": (said["rate_of"] or "").upper() or None})


def as_suggested(exchange: Exchange | None) -> list[Input]:
    """Its parts, said already."""
    if exchange is None:
        return []
    said: dict[str, object] = {
        "exchange_currency": exchange.currency,
        "rate": exchange.rate,
        "rate_of": exchange.rate_of,
    }
    said |= {"rate_on": exchange.rate_on, "rate_source": exchange.source}
    return [Input(name, "hidden", str(value)) for name, value in said.items() if value is not None]


def rate_inputs(currency: str, received: str) -> list[Input]:
    """For who types it: without a rate the one that finance keeps is meant."""
    options = [(one, one) for one in (currency, received)]
    return [
        Input("exchange_currency", "hidden", currency),
        Input("rate", "money", required=False, hint="hint.rate"),
        Input("rate_of", "select", currency, options),
        Input("rate_source", required=False),
    ]
