"""What may an ERP say of customers?"""

from datetime import datetime, timedelta

from messages.errors import RuleViolation

CLOCKS_DIFFER = timedelta(minutes=5)


def must_have_happened(at: datetime, now: datetime) -> None:
    """DEA-48: what an ERP says is of now or of before, give or take five minutes of its clock."""
    if at > now + CLOCKS_DIFFER:
        raise RuleViolation("DEA-48", at=at.isoformat())


def must_be_found(number: str | None, *, found: bool) -> None:
    """DEA-49: our number that an ERP names is one of a customer of the legal entity."""
    if number is not None and not found:
        raise RuleViolation("DEA-49", number=number)


def must_be_its_own(said: str, *, known: str | None, number: str) -> None:
    """DEA-50: a customer has one number in the ERP, and that number is of one customer; neither changes."""
    if known is not None and known != said:
        raise RuleViolation("DEA-50", said=said, known=known, number=number)


def must_agree(number: str | None, *, found: str, external_id: str) -> None:
    """DEA-51: the ERP's number and ours, where both are said, are of the same customer."""
    if number is not None and number != found:
        raise RuleViolation("DEA-51", external_id=external_id, number=number, found=found)


def is_newer(as_of: datetime, known: datetime | None) -> bool:
    """DEA-52: the newest word of the ERP counts: what is as old as that, or older, changes nothing."""
    return known is None or as_of > known
