"""How is an amount divided so that its parts add up to it, whatever the order of those who share it?"""

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from messages.money import CENT

NOTHING = Decimal("0.00")


def apportion(
    whole: Decimal, weights: Sequence[Decimal], unit: Decimal, *, ties: Sequence[Decimal] = ()
) -> list[Decimal]:
    """Parts of `whole` (a multiple of `unit`, at most the sum of the weights) that add up to it, by largest remainder.

    No part is negative or larger than its weight. Who gets the odd units does not depend on the order of the weights:
    of equal remainders the larger weight comes first, then the larger tie.
    """
    total, units = sum(weights, NOTHING), int(whole / unit)
    if not units:
        return [NOTHING for _ in weights]
    quotas = [Fraction(units) * Fraction(weight) / Fraction(total) for weight in weights]
    parts = [int(quota) for quota in quotas]
    ranks = [(quota - part, weight) for quota, part, weight in zip(quotas, parts, weights, strict=True)]
    order = sorted(range(len(weights)), key=lambda at: (*ranks[at], ties[at] if ties else 0), reverse=True)
    for at in order[: units - sum(parts)]:
        parts[at] += 1
    return [(part * unit).quantize(CENT) for part in parts]
