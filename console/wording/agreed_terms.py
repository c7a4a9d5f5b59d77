"""How are the payment terms of a frozen content shown to who signs them?"""

from collections.abc import Sequence
from typing import Any

from pydantic import ValidationError

from messages.deals.terms import Instalment
from messages.payment_terms.words import said_when

TERMS = "terms"


def as_read(code: str, rows: Sequence[Any], lang: str) -> Sequence[Any]:
    """In the reader's words, all in the same columns; anything else, and what is no instalment, as it is."""
    if code != TERMS:
        return rows
    try:
        terms = [Instalment.model_validate(row) for row in rows]
    except ValidationError:
        return rows
    return [{"percent": str(row.percent), "due_rule": said_when(row, lang)} for row in terms]
