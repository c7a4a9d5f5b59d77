"""Which rows of a file are one contract, and may it be brought in?"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from uuid import UUID
from zoneinfo import ZoneInfo

from messages.deals.contract_imports import ImportContractRow
from messages.errors import Malformed, RuleViolation
from messages.own_numbers import MOST_SIGNS, may_be_own_number
from services.deals.domain.opportunity_imports import Seller

EARLIEST = date(1990, 1, 1)
NOON = time(12)
MOST_LINES = 200
OF_EACH_LINE = {"line", "product_code", "quantity", "price"}


def contracts_of(rows: Sequence[ImportContractRow]) -> list[list[ImportContractRow]]:
    """The rows of each contract, in the order of their first rows."""
    found: dict[tuple[str | None, str], list[ImportContractRow]] = {}
    for row in rows:
        found.setdefault((row.legal_entity_id, row.external_id), []).append(row)
    return list(found.values())


def must_agree(rows: Sequence[ImportContractRow]) -> None:
    """DEA-100: the rows of one contract say the same of all but their products, and are no more than a contract has
    lines."""
    heads = {row.model_dump_json(exclude=OF_EACH_LINE) for row in rows}
    if len(heads) > 1 or len(rows) > MOST_LINES:
        raise RuleViolation("DEA-100", contract=rows[0].external_id)


def must_be_known(field: str, value: str, ids: Mapping[str, UUID]) -> UUID:
    """DEA-101: a contract names its customer by the number and its products by their codes, all of them known here."""
    if value.casefold() not in ids:
        raise Malformed(field, value, "DEA-101")
    return ids[value.casefold()]


def seller_of(named: str, sellers: Sequence[Seller]) -> Seller:
    """DEA-102: the seller of a contract is one person, known by login or by a name that only one bears."""
    wanted = named.casefold()
    by_login = [person for person in sellers if person.login.casefold() == wanted]
    found = by_login or [person for person in sellers if person.name.casefold() == wanted]
    if len(found) != 1:
        raise Malformed("seller", named, "DEA-102", found=len(found))
    return found[0]


def effective_at(day: date, *, now: datetime, tz: str) -> datetime:
    """DEA-103: a contract from before is effective since a day from 1990 on, today at the latest; kept as its noon in
    the company's time zone, today as now."""
    today = now.astimezone(ZoneInfo(tz)).date()
    if not EARLIEST <= day <= today:
        raise Malformed("effective_on", day.isoformat(), "DEA-103")
    return now if day == today else datetime.combine(day, NOON, ZoneInfo(tz))


def must_be_own_number(number: str) -> None:
    """DEA-104: a number from before is one word of at most 40 signs, and none of the house's own series."""
    if not may_be_own_number(number):
        raise Malformed("number", number, "DEA-104", most=MOST_SIGNS)


def must_be_free(number: str, *, is_taken: bool) -> None:
    """DEA-105: of one number there is one contract in a legal entity, wherever its number is from."""
    if is_taken:
        raise Malformed("number", number, "DEA-105")


def must_be_kept(row: ImportContractRow, *, number: str, effective_on: date | None, codes: Sequence[str]) -> None:
    """DEA-106: a contract that is brought in again keeps the number, the day and the lines that it was brought in
    with."""
    for field, said, known in (("number", row.number, number), ("effective_on", row.effective_on, effective_on)):
        if said not in (None, known):
            raise Malformed(field, str(said), "DEA-106", number=number)
    if row.product_code.casefold() not in {code.casefold() for code in codes}:
        raise Malformed("product_code", row.product_code, "DEA-106", number=number)
