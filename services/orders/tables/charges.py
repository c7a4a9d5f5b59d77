"""What do the charges of an order cost?"""

from messages.money import Money
from messages.orders.pricing import ChargeView, OrderPricing
from services.orders.domain.pricing import ChargeTerms, OrderTerms, priced_charges


def charges_of(agreed: OrderPricing, currency: str) -> list[ChargeView]:
    """Each with what it costs."""
    if not agreed.charges:
        return []
    charges, terms = terms_of(agreed)
    return [
        ChargeView(
            kind=one.kind,
            name=one.name,
            tax_rate=one.tax_rate,
            **{name: Money.of(getattr(figures, name), currency) for name in ("net", "tax", "total")},
        )
        for one, figures in zip(agreed.charges, priced_charges(charges, terms, currency), strict=True)
    ]


def terms_of(agreed: OrderPricing) -> tuple[list[ChargeTerms], OrderTerms]:
    """As they are priced: the charges, and what is agreed of the order as a whole."""
    charges = [ChargeTerms(one.amount, one.tax_rate) for one in agreed.charges]
    return charges, OrderTerms(**agreed.model_dump(exclude={"charges"}))
