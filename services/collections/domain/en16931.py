"""What does the European standard EN 16931 ask of an invoice, and what of it is not said?"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from messages.collections.invoices import MissingTerm
from messages.errors import RuleViolation
from messages.matching.identifiers import tax_key
from messages.matching.tax_ids import is_chinese

STANDARD, ZERO_RATED = "S", "Z"  # of UNTDID 5305
# Of the standard's business terms those that our records may lack, each with who says it.
OF_SELLER = {"BT-32": "tax_id", "BT-35": "address", "BT-40": "country"}
OF_BUYER = {"BT-50": "address", "BT-55": "country"}


@dataclass(frozen=True)
class Trader:
    """Who sells, or who buys; `tax_id` of a buyer who is no business is empty."""

    name: str
    tax_id: str
    address: str
    country: str

    @property
    def vat_id(self) -> str:
        """A tax id that begins with its country is a VAT identifier; the Chinese one is not."""
        key = tax_key(self.tax_id) or ""
        return key if self.country and key.startswith(self.country) else ""


@dataclass(frozen=True)
class TaxedLine:
    net: Decimal
    tax: Decimal
    rate: Decimal | None  # percent

    @property
    def category(self) -> str:
        return STANDARD if self.rate else ZERO_RATED


@dataclass(frozen=True)
class RateTotal:
    """Of all lines with this rate."""

    category: str
    rate: Decimal
    net: Decimal
    tax: Decimal


def country_of(country: str, tax_id: str | None) -> str:
    """As it is said; who has a Chinese tax id is in China. ISO 3166-1, two letters, or nothing."""
    key = tax_key(tax_id or "")
    return country or ("CN" if key and is_chinese(key) else "")


def missing_terms(
    seller: Trader, buyer: Trader, lines: Sequence[TaxedLine], *, issued_on: date | None
) -> list[MissingTerm]:
    """COL-118: an invoice is exported as EN 16931 when it says what the standard asks for: when it was issued, who
    sells under which tax id, where seller and buyer are, and the tax rate of each line."""
    found = [] if issued_on else [MissingTerm(term="BT-2", of="invoice", field="issued_at")]
    for of, party, terms in (("seller", seller, OF_SELLER), ("buyer", buyer, OF_BUYER)):
        found += [MissingTerm(term=term, of=of, field=name) for term, name in terms.items() if not getattr(party, name)]
    if any(line.rate is None for line in lines):
        found.append(MissingTerm(term="BT-152", of="line", field="tax_rate"))
    return found


def must_say_all(missing: Sequence[MissingTerm]) -> None:
    """Raises RuleViolation (COL-118) that names each field."""
    if missing:
        raise RuleViolation("COL-118", missing=", ".join(f"{one.of}.{one.field} ({one.term})" for one in missing))


def totals_by_rate(lines: Sequence[TaxedLine]) -> list[RateTotal]:
    """The highest rate first; together they are the net and the tax of the lines, to the cent."""
    found = []
    for rate in sorted({line.rate for line in lines if line.rate is not None}, reverse=True):
        of_rate = [line for line in lines if line.rate == rate]
        net, tax = (
            sum((one.net for one in of_rate), Decimal("0.00")),
            sum((one.tax for one in of_rate), Decimal("0.00")),
        )
        found.append(RateTotal(of_rate[0].category, rate, net, tax))
    return found


def net_price(net: Decimal, pieces: int, unit_price: Decimal | None) -> tuple[Decimal, int]:
    """A price and for how many pieces it is: so that pieces × price is the net of the line, exactly."""
    if unit_price is not None and unit_price * pieces == net:
        return unit_price, 1
    return net, pieces
